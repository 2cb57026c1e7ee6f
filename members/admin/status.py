"""The status history: read here, corrected by an act; provisional rows confirmed in bulk (R25)."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members import forms
from members.admin.columns import MemberColumn, named, names_at
from members.admin.filters import HoldingFilter
from members.admin.past_years import HistoryImportAdmin
from members.lifecycle import Status
from members.models import SEES_ALL, Member, MemberLink, StatusChange
from members.services.status import confirm_provisional, correct_status
from members.words import day
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly

CONFIRMS = ("members.add_statuschange", SEES_ALL)


def marks(change: StatusChange) -> str:
    """What sets a row of the status history apart."""
    if hasattr(change, "corrected_by"):
        return _("corrected")
    if change.status == Status.ANNULLED:
        return _("entered in error")
    return _("provisional") if change.provisional else "-"


class CorrectStatus(ActView):
    title = gettext_lazy("Correct this row")
    explanation = gettext_lazy(
        "The row stays as it is; a correction takes its place. “Entered in error” says that it never held."
    )
    form_class = forms.CorrectStatusForm
    permission = "members.add_statuschange"

    @classmethod
    def available(cls, obj) -> bool:
        return not hasattr(obj, "corrected_by") and obj.status != Status.ANNULLED

    def get_form_kwargs(self):
        return {"initial": {"status": self.object.status, "effective_on": self.object.effective_on}}

    def perform(self, form, *, by) -> Done:
        row = correct_status(self.object, **form.cleaned_data, by=by)
        member = Member.objects.with_names().get(pk=row.member_id)
        return Done(
            _("The status history of %s is corrected.") % member,
            [
                _("Until now: %(status)s from %(day)s") % _status_words(self.object),
                _("From now on: %(status)s from %(day)s") % _status_words(row),
            ],
            url=reverse("admin:members_member_change", args=[member.pk]),
        )


def _status_words(change: StatusChange) -> dict:
    return {"status": change.get_status_display(), "day": day(change.effective_on)}


@admin.register(StatusChange)
class StatusChangeAdmin(MemberColumn, HistoryImportAdmin, ReadOnly, ActAdmin):
    acts = {"correct": CorrectStatus}
    list_display = ["member_name", "status", "ground", "effective_on", "mark", "recorded_at", "recorded_by"]
    list_filter = [HoldingFilter, "status", "ground", "provisional", "effective_on"]
    list_select_related = ["corrected_by", "recorded_by"]
    search_fields = ["member__names__text", "reason", "document", "source"]
    search_help_text = gettext_lazy("Name, reason, document number or source.")

    @admin.display(description=gettext_lazy("mark"))
    def mark(self, change):
        return marks(change)


@admin.register(MemberLink)
class MemberLinkAdmin(MemberColumn, ReadOnly, ActAdmin):
    member_path = "predecessor"
    list_display = ["member_name", "nature", "successor_name", "effective_on"]
    list_filter = ["nature", "effective_on"]
    search_fields = ["predecessor__names__text", "successor__names__text"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(**names_at("successor", "successor"))

    @admin.display(description=gettext_lazy("successor"), ordering="successor_name_en")
    def successor_name(self, link):
        return named(link, "successor")


@admin.site.register_page(
    "provisional/",
    name="provisional",
    title=gettext_lazy("Provisional members"),
    permission=CONFIRMS,
    order=40,
)
class ConfirmProvisional(ActView):
    """Confirm provisional members in one act, some of them as associates."""

    title = gettext_lazy("Provisional members")
    explanation = gettext_lazy(
        "The source lists these members but does not tell associate from full members. Choose for each what it "
        "was on the day the register begins; those left open stay provisional."
    )
    form_class = forms.ProvisionalForm
    permission = CONFIRMS
    template_name = "admin/members/provisional.html"

    def get_form_kwargs(self):
        members = Member.objects.in_membership().filter(provisional=True).with_names()
        return {"members": members.select_related("country").order_by("number")}

    def perform(self, form, *, by) -> Done:
        confirmed, associates = form.cleaned_data["confirm"], form.cleaned_data["associate"]
        full = [member for member in confirmed if member not in set(associates)]
        count = confirm_provisional(members=full, associates=associates, reason=form.cleaned_data["reason"], by=by)
        message = ngettext("%d provisional member is confirmed.", "%d provisional members are confirmed.", count)
        lines = [_("Full members: %d") % len(full), _("Associate members: %d") % len(associates)]
        still = _("Still provisional after this: %d") % form.members.count()
        return Done(
            message % count,
            [
                *lines,
                still,
                *(_("Associate: %s") % one for one in associates),
            ],
            url=reverse("admin:provisional"),
        )
