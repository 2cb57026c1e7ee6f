"""What is done with an application, each with the letter that tells the applicant (R2)."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.issuing import ISSUE
from members.admin.letters import LettersDone
from members.forms.joining import APPLICANT, FIGURES, LETTER, PEOPLE, ChecklistForm
from members.known_bodies import known_lines
from members.models import Application, ApplicationCheck, ApplicationStep
from members.papers.addressing import of_application
from members.papers.application_letters import acceptance_letter, completion_letter, return_letter
from members.papers.letters import Letter, Sending
from members.services.applications import (
    accept_application,
    receive_completion,
    record_application,
    request_completion,
    return_application,
    take_application,
    tick_items,
)
from members.words import day
from wego.acts import ActView, Done
from wego.dates import today


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
        return list_url()

    def perform(self, form, *, by) -> Done:
        known = known_lines(form.instance)
        application = record_application(form.instance, by=by)
        return Done(
            _("Application %s is recorded.") % application,
            [
                _("Received on %s; it waits for its check.") % day(application.received_on),
                *(known or [_("No member and no open application of this name is on record.")]),
            ],
            url=page_url(application),
        )


def list_url() -> str:
    return reverse("admin:members_application_changelist")


def page_url(application: Application) -> str:
    return reverse("admin:members_application_change", args=[application.pk])


class ApplicationAct(ActView):
    permission = "members.change_application"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.is_open

    def get_queryset(self):
        return Application.objects.select_related("country")

    def until_now(self) -> str:
        return _("State until now: %s") % self.object.get_state_display()


@dataclass
class Told(LettersDone):
    """What an act does, and the letter by which the applicant is told; the page shows the lines, then the letter."""

    facts: list[str] = field(default_factory=list)


class ToldAct(ApplicationAct):
    """An act of which the applicant is told. The letter is part of it: both are kept, or neither is."""

    form_class: type[forms.TellForm]
    confirm_template_name = "admin/acts/told.html"

    def get_form_kwargs(self) -> dict:
        return {
            "correspondent": of_application(self.object, today()),
            "may_tell": self.request.user.has_perm(ISSUE),
            "tell": self.object.is_online,
        }

    def act(self, *, by, **data) -> Done:
        raise NotImplementedError

    def letter(self, application: Application, sending: Sending) -> Letter:
        raise NotImplementedError

    def perform(self, form, *, by) -> Done:
        done = self.act(by=by, **form.act_data())
        if not form.cleaned_data.get("tell"):
            return done
        application = Application.objects.select_related("country", "member").get(pk=self.object.pk)
        letter = self.letter(application, form.sending())
        letter.issue(by=by)
        return Told(done.message, [*done.lines, *letter.lines()], done.url, [letter], facts=done.lines)


class TakeApplication(ApplicationAct):
    title = gettext_lazy("Take over")
    explanation = gettext_lazy("You handle the application from now on. The applicant reads that it is being checked.")
    form_class = forms.NothingForm

    def perform(self, form, *, by) -> Done:
        before = self.object.owner or "-"
        take_application(self.object, by=by)
        return Done(_("You handle application %s.") % self.object, [_("Handled until now by: %s") % before])


class TickItems(ApplicationAct):
    title = gettext_lazy("Checklist")
    explanation = gettext_lazy("What you found about each item; every change is kept with your name.")
    form_class = ChecklistForm
    template_name = "admin/members/checklist.html"

    def get_form_kwargs(self) -> dict:
        return {"kind": self.object.kind, "latest": ApplicationCheck.objects.latest(self.object)}

    def groups(self, form):
        return [(item.label, [form[item.value], form[f"{item.value}_note"]]) for item in form.items]

    def perform(self, form, *, by) -> Done:
        rows = tick_items(self.object, found=form.found(), by=by)
        return Done(
            _("Items of the checklist recorded: %d") % len(rows),
            [check_words(row) for row in rows],
        )


class RequestCompletion(ToldAct):
    title = gettext_lazy("Request completion")
    explanation = gettext_lazy("What the applicant still has to send. No status comes about by this.")
    form_class = forms.CompletionForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"lacking": lacking(self.object)}

    def act(self, *, by, missing, requested_on, due_on) -> Done:
        earlier = self.object.steps.filter(act=ApplicationStep.Act.COMPLETION).count()
        request_completion(self.object, missing=missing, requested_on=requested_on, due_on=due_on, by=by)
        return Done(
            _("Completion of application %s is requested.") % self.object,
            [
                self.until_now(),
                _("Requests before this one: %d") % earlier,
                _("To be sent by: %s") % day(due_on),
            ],
        )

    def letter(self, application, sending) -> Letter:
        return completion_letter(application, sending)


class ReceiveCompletion(ApplicationAct):
    title = gettext_lazy("Completion received")
    form_class = forms.CompletedForm

    @classmethod
    def available(cls, obj) -> bool:
        return obj.state == Application.State.INCOMPLETE

    def perform(self, form, *, by) -> Done:
        receive_completion(self.object, **form.cleaned_data, by=by)
        return Done(_("Application %s is complete again and waits for its check.") % self.object, [self.until_now()])


class ReturnApplication(ToldAct):
    title = gettext_lazy("Return")
    explanation = gettext_lazy("The application goes back to the applicant and is closed.")
    form_class = forms.ReturnForm

    def act(self, *, by, reason, returned_on) -> Done:
        return_application(self.object, reason=reason, returned_on=returned_on, by=by)
        return Done(
            _("Application %s is returned.") % self.object,
            [self.until_now(), _("It is closed without any status; the body may apply again.")],
        )

    def letter(self, application, sending) -> Letter:
        return return_letter(application, sending)


class AcceptApplication(ToldAct):
    title = gettext_lazy("Accept")
    explanation = gettext_lazy("Acceptance makes the associate member. It pays no dues until the year after approval.")
    form_class = forms.AcceptForm

    def act(self, *, by, accepted_on, note) -> Done:
        known = known_lines(self.object)
        member = accept_application(self.object, accepted_on=accepted_on, note=note, by=by)
        return Done(
            _("Application %(application)s is accepted: member no. %(number)d.")
            % {"application": self.object, "number": member.number},
            [
                _("Associate member from %s") % day(accepted_on),
                _("Member number: %d") % member.number,
                _("Contacts: %d") % member.contacts.count(),
                _("Figures: %d") % member.figures.count(),
                *(_("Not in order: %s") % words for words in lacking_words(self.object)),
                *known,
            ],
            url=reverse("admin:members_member_change", args=[member.pk]),
        )

    def letter(self, application, sending) -> Letter:
        return acceptance_letter(application, sending)


def check_words(row: ApplicationCheck) -> str:
    """An item, what was found, and the note."""
    return f"{row}" + (f" ({row.note})" if row.note else "")


def lacking_words(application: Application) -> list[str]:
    """The items of the review that were found lacking, with their notes."""
    rows = ApplicationCheck.objects.latest(application).values()
    return [
        f"{row.get_item_display()}" + (f" ({row.note})" if row.note else "")
        for row in rows
        if row.found == ApplicationCheck.Found.LACKING
    ]


def lacking(application: Application) -> str:
    """The same as a text to begin with, a line each."""
    return "\n".join(f"- {words}" for words in lacking_words(application))
