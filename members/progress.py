"""How far an application is, in the steps that its applicant reads (R2-R6). Reads only.

received -> being checked -> (something is needed) -> accepted or returned -> before the committee -> full member
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from members.lifecycle import Ground, Status
from members.models import Application, ApplicationStep, Decision, Meeting, Member, Outcome, Paper
from members.words import day, days
from wego.dates import today

Act = ApplicationStep.Act
State = Application.State
SHOWN_PAPERS = (
    Paper.Kind.ACKNOWLEDGEMENT,
    Paper.Kind.COMPLETION,
    Paper.Kind.RETURN,
    Paper.Kind.ACCEPTANCE,
    Paper.Kind.APPROVAL,
    Paper.Kind.CERTIFICATE,
    Paper.Kind.QUOTATION,
)
"""Papers that are addressed to the applicant; what the committee reads about it is not among them."""


@dataclass(frozen=True)
class Stage:
    """One step: done, the present one, or to come."""

    state: str  # "done", "now", "next"
    title: str
    detail: str = ""


@dataclass
class Progress:
    """What the status page shows of an application."""

    application: Application
    stages: list[Stage]
    needed: ApplicationStep | None = None
    papers: list[Paper] = field(default_factory=list)

    @classmethod
    def of(cls, application: Application, on: date | None = None) -> "Progress":
        on = on or today()
        steps = list(application.steps.all())
        asked = [step for step in steps if step.act == Act.COMPLETION]
        waits = application.state == State.INCOMPLETE
        return cls(
            application=application,
            stages=_stages(application, steps, on),
            needed=asked[-1] if asked and waits else None,
            papers=list(papers_for(application)),
        )


def papers_for(application: Application):
    """The letters of an application, and of the membership that came of it; the newest first."""
    about = Paper.objects.filter(kind__in=SHOWN_PAPERS)
    found = about.filter(application=application)
    if application.state == State.ACCEPTED:
        of_member = about.filter(member=application.member, application=None, issued_on__gte=application.accepted_on)
        found = found | of_member
    return found.prefetch_related("files").order_by("-issued_on", "-pk")


def _stages(application: Application, steps: list[ApplicationStep], on: date) -> list[Stage]:
    received = Stage("done", _("Received"), _("%(day)s, under number %(number)s") % _facts(application))
    return [received, *_check(application, steps), *_decision(application, steps, on)]


def _facts(application: Application) -> dict:
    return {"day": day(application.received_on), "number": application.number}


def _check(application: Application, steps: list[ApplicationStep]) -> list[Stage]:
    """The check by the Secretariat, with the requests for completion."""
    is_open = application.is_open
    found = []
    for step in steps:
        if step.act == Act.COMPLETION:
            found.append(Stage("done", _("Something was needed"), day(step.done_on)))
        if step.act == Act.COMPLETED:
            found.append(Stage("done", _("You sent it"), day(step.done_on)))
    if application.state == State.INCOMPLETE:
        found[-1] = Stage("now", _("Something is needed from you"), found[-1].detail)
    begun = application.owner_id is not None or bool(found) or not is_open
    detail = "" if begun else _("Your application waits for its check.")
    state = "now" if application.state == State.RECEIVED else "done"
    check = Stage(state, _("Being checked by the Secretariat") if is_open else _("Checked by the Secretariat"), detail)
    return [*found, check] if application.state == State.RECEIVED and found else [check, *found]


def _decision(application: Application, steps: list[ApplicationStep], on: date) -> list[Stage]:
    if application.state == State.RETURNED:
        step = next(step for step in reversed(steps) if step.act == Act.RETURNED)
        return [Stage("now", _("Returned"), f"{day(step.done_on)}. {step.note}")]
    if application.state != State.ACCEPTED:
        return [
            Stage("next", _("Accepted: associate member")),
            Stage("next", _("Before the Executive Committee")),
            Stage("next", _("Full member")),
        ]
    accepted = Stage("done", _("Accepted: associate member"), _("since %s") % day(application.accepted_on))
    return [accepted, *_committee(application, on)]


def _committee(application: Application, on: date) -> list[Stage]:
    """What the committee said, or when it meets next."""
    member = Member.objects.with_status(on).get(pk=application.member_id)
    decisions = list(_decisions(application))
    said = [Stage("done", str(one.meeting), f"{one.get_outcome_display()}, {day(one.decided_on)}") for one in decisions]
    if member.status == Status.FULL:
        return [*said, Stage("now", _("Full member"), _("since %s") % day(member.since))]
    if member.status == Status.FORMER:
        reasons = [one.reason for one in decisions if one.outcome == Outcome.REJECTED and one.reason]
        detail = ". ".join([f"{Ground(member.ground).label}, {day(member.since)}", *reasons])
        return [*said, Stage("now", _("Not a member any more"), detail)]
    when = next_meeting_words(on) or _("The day of its next meeting is not fixed yet.")
    return [*said, Stage("now", _("Before the Executive Committee"), when), Stage("next", _("Full member"))]


def _decisions(application: Application):
    rows = Decision.objects.standing().filter(member=application.member, decided_on__gte=application.accepted_on)
    return rows.select_related("meeting__body").order_by("decided_on", "pk")


def next_meeting_words(on: date) -> str:
    """The next meeting that decides on members, with its planned days; '' where none is planned."""
    meeting = Meeting.objects.upcoming(on).filter(body__admits=True).select_related("body").first()
    if meeting is None:
        return ""
    words = {"body": meeting.body, "days": days(meeting.planned_from, meeting.planned_to)}
    return _("%(body)s, planned for %(days)s") % words
