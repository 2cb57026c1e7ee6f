"""Letters to applicants and members about joining and leaving: what their placeholders stand for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members.letters import LetterKind
from members.lifecycle import Ground
from members.models import Application, ApplicationStep, Member, Paper, StatusChange
from members.papers.addressing import of_application, of_member
from members.papers.letters import Letter, Sending, write_letter
from members.progress import next_meeting_words
from members.services.letters import Occasion
from wego.dates import today

DAY = timedelta(days=1)
Act = ApplicationStep.Act


def acknowledgement(application: Application) -> Occasion:
    return Occasion(Paper.Kind.ACKNOWLEDGEMENT, application.recorded_at, application=application)


def completion(application: Application) -> Occasion:
    """Each request is an occasion of its own."""
    return Occasion(Paper.Kind.COMPLETION, _latest(application, Act.COMPLETION).recorded_at, application=application)


def returned(application: Application) -> Occasion:
    return Occasion(Paper.Kind.RETURN, _latest(application, Act.RETURNED).recorded_at, application=application)


def acceptance(application: Application) -> Occasion:
    since = _latest(application, Act.ACCEPTED).recorded_at
    return Occasion(Paper.Kind.ACCEPTANCE, since, member=application.member, application=application)


def withdrawal(member: Member) -> Occasion:
    return Occasion(Paper.Kind.WITHDRAWAL, _withdrawn(member).recorded_at, member=member)


def withdrawn(member: Member) -> StatusChange | None:
    """The withdrawal by which the member left, or is going to leave; None where it did not withdraw."""
    last = StatusChange.objects.history_of(member).last()
    return last if last and last.ground == Ground.WITHDRAWN else None


def _withdrawn(member: Member) -> StatusChange:
    row = withdrawn(member)
    if row is None:
        raise ValidationError(
            _("Member no. %(number)s did not withdraw. Nothing was saved."),
            code="not_withdrawn",
            params={"number": member.number},
        )
    return row


def acknowledgement_letter(application: Application, sending: Sending) -> Letter:
    return _about(application, LetterKind.ACKNOWLEDGEMENT, acknowledgement(application), sending, {})


def completion_letter(application: Application, sending: Sending) -> Letter:
    step = _latest(application, Act.COMPLETION)
    with override(sending.language):
        values = {
            "requested_on": date_format(step.done_on),
            "missing": step.note,
            "due": pgettext("deadline", "by %(day)s") % {"day": date_format(step.due_on)}
            if step.due_on
            else _("as soon as possible"),
        }
    return _about(application, LetterKind.COMPLETION, completion(application), sending, values)


def return_letter(application: Application, sending: Sending) -> Letter:
    step = _latest(application, Act.RETURNED)
    with override(sending.language):
        values = {"returned_on": date_format(step.done_on), "why": step.note}
    return _about(application, LetterKind.RETURN, returned(application), sending, values)


def acceptance_letter(application: Application, sending: Sending) -> Letter:
    occasion = acceptance(application)
    with override(sending.language):
        values = {
            "member_number": str(application.member.number),
            "accepted_on": date_format(application.accepted_on),
            # Known today, also where the letter bears an earlier date.
            "next_meeting": next_meeting_words(max(sending.issued_on, today())) or _("not fixed yet"),
        }
    return _about(application, LetterKind.ACCEPTANCE, occasion, sending, values)


def withdrawal_letter(member: Member, sending: Sending) -> Letter:
    row = _withdrawn(member)
    with override(sending.language):
        values = {
            "member_number": str(member.number),
            "notice_on": date_format(row.notice_on),
            "last_day": date_format(row.effective_on - DAY),
            "invalid_from": date_format(row.effective_on),
        }
    to = of_member(member, sending.issued_on)
    return write_letter(LetterKind.WITHDRAWAL, withdrawal(member), to=to, sending=sending, values=values)


def _about(
    application: Application, kind: LetterKind, occasion: Occasion, sending: Sending, values: Mapping[str, str]
) -> Letter:
    with override(sending.language):
        common = {
            "application_number": application.number,
            "submitted_on": date_format(application.submitted_on),
            "received_on": date_format(application.received_on),
        }
    letter = write_letter(
        kind,
        occasion,
        to=of_application(application, sending.issued_on),
        sending=sending,
        values={**values, **common},
        reference=application.number,
    )
    return _with_status_page(letter, application) if application.is_online else letter


def _with_status_page(letter: Letter, application: Application) -> Letter:
    """The mail says where the applicant sees how far it is, answers, and finds the letter again."""
    with override(letter.language):
        address = settings.SITE_URL + reverse("members:apply_hub", args=[application.key])
        return replace(letter, mail="\n\n".join([letter.mail, _("Your status page: %s") % address]))


def _latest(application: Application, act: str) -> ApplicationStep:
    step = application.steps.filter(act=act).last()
    if step is None:
        raise ValidationError(
            _("Application %(number)s has not come so far: %(act)s. Nothing was saved."),
            code="no_occasion",
            params={"number": application.number, "act": Act(act).label},
        )
    return step
