"""Applications that arrived on paper: recorded, checked, completed, returned or accepted (R2)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.columns import member_link
from members.admin.filters import DueFilter
from members.admin.papers import PaperInline
from members.forms.joining import APPLICANT, FIGURES, LETTER, PEOPLE
from members.lifecycle import Status
from members.models import Application, ApplicationStep, Member
from members.search import find_members
from members.services.applications import (
    accept_application,
    receive_completion,
    record_application,
    request_completion,
    return_application,
)
from members.words import day, persons
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnlyInline
from wego.dates import today
from wego.personal import PersonalExport

ALIKE = 0.97
"""Likeness of names (members.search) from which a recorded application points at members of the same name."""

SAID = {
    "member": "applicant_member",
    "capital": "capital_words",
    "population": "population_words",
    "employees": "employees_words",
}
"""Fields of an application that its page says in words."""


class RecordApplication(ActView):
    """What stands in the letter, and whether the body is known already."""

    title = gettext_lazy("Record an application")
    explanation = gettext_lazy("From the letter, as it was sent. No status comes about before the acceptance.")
    list_of = Application
    form_class = forms.ApplicationForm
    permission = "members.add_application"
    fieldsets = [
        (gettext_lazy("Letter"), LETTER),
        (gettext_lazy("Applicant"), APPLICANT),
        (gettext_lazy("Figures"), FIGURES),
        (gettext_lazy("People"), PEOPLE),
        (gettext_lazy("Remarks"), ["remarks"]),
    ]

    def back_url(self):
        return reverse("admin:members_application_changelist")

    def perform(self, form, *, by) -> Done:
        known = [*_same_name(form.instance), *_same_applicant(form.instance)]
        application = record_application(form.instance, by=by)
        return Done(
            _("Application %s is recorded.") % application,
            [
                _("Received on %s; it waits for its check.") % day(application.received_on),
                *(known or [_("No member and no open application of this name is on record.")]),
            ],
            url=reverse("admin:members_application_change", args=[application.pk]),
        )


def _same_name(application: Application) -> list[str]:
    members = Member.objects.with_names().with_status()
    alike = find_members(application.name_en, members).filter(rank__gte=ALIKE, country=application.country)
    words = _("A member of this name is on record: %(member)s, %(standing)s.")
    return [
        words % {"member": member, "standing": Status(member.status).label if member.status else "-"}
        for member in alike[:3]
    ]


def _same_applicant(application: Application) -> list[str]:
    recorded = Application.objects.open().filter(name_en__iexact=application.name_en, country=application.country)
    return [_("An application of this name is open: %s.") % one for one in recorded[:3]]


class ApplicationAct(ActView):
    permission = "members.change_application"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.is_open

    def until_now(self) -> str:
        return _("State until now: %s") % self.object.get_state_display()


class RequestCompletion(ApplicationAct):
    title = gettext_lazy("Request completion")
    explanation = gettext_lazy("What the applicant still has to send. No status comes about by this.")
    form_class = forms.CompletionForm

    def perform(self, form, *, by) -> Done:
        earlier = self.object.steps.filter(act=ApplicationStep.Act.COMPLETION).count()
        request_completion(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Completion of application %s is requested.") % self.object,
            [
                self.until_now(),
                _("Requests before this one: %d") % earlier,
                _("To be sent by: %s") % day(form.cleaned_data["due_on"]),
            ],
        )


class ReceiveCompletion(ApplicationAct):
    title = gettext_lazy("Completion received")
    form_class = forms.CompletedForm

    @classmethod
    def available(cls, obj) -> bool:
        return obj.state == Application.State.INCOMPLETE

    def perform(self, form, *, by) -> Done:
        receive_completion(self.object, **form.cleaned_data, by=by)
        return Done(_("Application %s is complete again and waits for its check.") % self.object, [self.until_now()])


class ReturnApplication(ApplicationAct):
    title = gettext_lazy("Return")
    explanation = gettext_lazy("The application goes back to the applicant and is closed.")
    form_class = forms.ReturnForm

    def perform(self, form, *, by) -> Done:
        return_application(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Application %s is returned.") % self.object,
            [self.until_now(), _("It is closed without any status; the body may apply again.")],
        )


class AcceptApplication(ApplicationAct):
    title = gettext_lazy("Accept")
    explanation = gettext_lazy("Acceptance makes the associate member. It pays no dues until the year after approval.")
    form_class = forms.AcceptForm

    def perform(self, form, *, by) -> Done:
        member = accept_application(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Application %(application)s is accepted: member no. %(number)d.")
            % {"application": self.object, "number": member.number},
            [
                _("Associate member from %s") % day(form.cleaned_data["accepted_on"]),
                _("Member number: %d") % member.number,
                _("Contacts: %d") % member.contacts.count(),
                _("Figures: %d") % member.figures.count(),
            ],
            url=reverse("admin:members_member_change", args=[member.pk]),
        )


class StepInline(ReadOnlyInline):
    model = ApplicationStep
    fields = ["act", "done_on", "due_on", "note", "recorded_by", "recorded_at"]


admin.site.register_list("members.application", title=gettext_lazy("Applications"), order=12)


@admin.register(Application)
class ApplicationAdmin(PersonalExport, ActAdmin):
    """A recorded application is kept as it was sent; what happens to it are acts (A5)."""

    acts = {
        "accept": AcceptApplication,
        "complete": RequestCompletion,
        "completed": ReceiveCompletion,
        "return": ReturnApplication,
    }
    list_display = ["number", "applicant", "kind", "country", "state", "received_on", "age", "accepted_on"]
    list_filter = [
        "state",
        DueFilter,
        "kind",
        "channel",
        "received_on",
        "accepted_on",
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    list_display_links = ["number", "applicant"]
    list_select_related = ["country"]
    search_fields = ["number", "name_en", "name_ko", "name_local", "document", "liaison_name", "liaison_email"]
    inlines = [StepInline, PaperInline]
    fieldsets = [
        (None, {"fields": ["number", "state", "channel", "submitted_on", "received_on", "accepted_on", "document"]}),
        (gettext_lazy("Applicant"), {"fields": [SAID.get(name, name) for name in APPLICANT]}),
        (gettext_lazy("Figures"), {"fields": [SAID.get(name, name) for name in FIGURES]}),
        (gettext_lazy("People"), {"fields": PEOPLE}),
        (gettext_lazy("Remarks"), {"fields": ["remarks", "recorded_by", "recorded_at"]}),
    ]
    readonly_fields = list(SAID.values())

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return RecordApplication.as_view(admin_site=self.admin_site)(request)

    @admin.display(description=gettext_lazy("applicant"), ordering="name_en")
    def applicant(self, application):
        return str(application).split(" ", 1)[1]

    @admin.display(description=gettext_lazy("age (days)"), ordering="-received_on")
    def age(self, application):
        return (today() - application.received_on).days if application.is_open else "-"

    @admin.display(description=gettext_lazy("member"))
    def applicant_member(self, application):
        member = Member.objects.with_names().filter(pk=application.member_id).first()
        return member_link(member) if member else "-"

    @admin.display(description=gettext_lazy("capital"))
    def capital_words(self, application):
        return _("yes") if application.capital else "-"

    @admin.display(description=gettext_lazy("population (persons)"))
    def population_words(self, application):
        return persons(application.population)

    @admin.display(description=gettext_lazy("employees (persons)"))
    def employees_words(self, application):
        return persons(application.employees)
