"""What WeGO is and does, from its records."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View

from directory import network
from directory.network import Network
from members.models import Activity
from wego.conditional import answer
from wego.dates import today

ACTIVITIES = {
    Activity.Kind.AWARD: _("Awards"),
    Activity.Kind.AWARD_GIVEN: _("Awards given"),
    Activity.Kind.TRAINING_PROGRAMME: _("Training programmes"),
    Activity.Kind.TRAINING_SESSION: _("Training sessions"),
    Activity.Kind.STUDY: _("Feasibility studies"),
    Activity.Kind.EVENT: pgettext_lazy("of a network", "Events"),
}


class AboutPage(View):
    def get(self, request):
        return answer(request, network.READS, lambda: self.page(request))

    def page(self, request):
        day = today()
        found = Network.on(day)
        activities = [(ACTIVITIES[kind], entries) for kind, entries in found.activities]
        return render(request, "directory/about.html", {"day": day, "network": found, "activities": activities})
