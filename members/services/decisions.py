"""What meetings decide about members (A4, R4-R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.lifecycle import Ground, Status
from members.models import Decision, Meeting, Member, Outcome, StatusChange
from members.register import since_words
from members.services.status import change_status, correct_status, lock_members, standing
from wego import audit
from wego.dates import today

Question = Decision.Question


@dataclass(frozen=True)
class Verdict:
    """What a meeting says of one applicant; a deferral and a rejection state their reason."""

    member: Member
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Candidate:
    """An associate on the paper of a meeting (paper 5)."""

    member: Member
    accepted_on: date
    carried_over: bool
    deferrals: int
    meetings_passed: int

    @property
    def accepted_words(self) -> str:
        """The day of the acceptance, or by when where the register only began with it (R25)."""
        return since_words(self.accepted_on, self.member.ground)


def candidates(meeting: Meeting) -> list[Candidate]:
    """The associates for `meeting` that it has not approved or rejected, by the day of their acceptance.

    Carried over: accepted in an earlier calendar year than the meeting's (R5). `deferrals` and
    `meetings_passed` count what other meetings did since the acceptance, up to this meeting (R6).
    """
    members = list(
        Member.objects.associates(min(meeting.last_day, today()))
        .with_names()
        .select_related("country__region")
        .order_by("since", "number")
    )
    deferred = _deferrals(meeting, members)
    held = list(
        Meeting.objects.held()
        .filter(body__admits=True, held_from__lte=meeting.last_day)
        .exclude(pk=meeting.pk)
        .values_list("held_from", flat=True)
    )
    return [
        Candidate(
            member=member,
            accepted_on=member.since,
            carried_over=member.since.year < meeting.year,
            deferrals=sum(day >= member.since for day in deferred[member.pk]),
            meetings_passed=sum(one > member.since for one in held),
        )
        for member in members
    ]


def _deferrals(meeting: Meeting, members: Sequence[Member]) -> dict[int, list[date]]:
    """For each member the days on which other meetings deferred its admission, up to `meeting`."""
    rows = Decision.objects.standing().filter(
        member__in=members,
        question=Question.ADMISSION,
        outcome=Outcome.DEFERRED,
        decided_on__lte=meeting.last_day,
    )
    days: dict[int, list[date]] = {member.pk: [] for member in members}
    for member, day in rows.exclude(meeting=meeting).values_list("member", "decided_on"):
        days[member].append(day)
    return days


@transaction.atomic
def decide(
    meeting: Meeting, *, verdicts: Sequence[Verdict], decided_on: date, by, minute: str = "", source: str = ""
) -> list[Decision]:
    """Approve, defer or reject many associates in one act: all or none (R4, R6).

    Approved: full from `decided_on`. Deferred: stays associate. Rejected: the association ends on that
    day with the reason, and the body may apply again.
    """
    meeting.check_decides(decided_on)
    if not verdicts:
        raise ValidationError(_("Nothing is decided yet: choose an outcome for at least one."), code="empty")
    if len({verdict.member.pk for verdict in verdicts}) < len(verdicts):
        raise ValidationError(_("A member stands on the list twice."), code="twice")
    lock_members(verdict.member for verdict in verdicts)
    return [_decide_one(meeting, verdict, decided_on, minute, source, by) for verdict in verdicts]


def _decide_one(meeting: Meeting, verdict: Verdict, decided_on: date, minute: str, source: str, by) -> Decision:
    member = verdict.member
    about = standing(member, decided_on)
    if about is None or about.status != Status.ASSOCIATE:
        raise ValidationError(
            _(
                "Member no. %(number)s is not an associate on %(day)s, so there is nothing to decide. "
                "Accept its application first, or leave it out. Nothing was saved."
            ),
            code="not_associate",
            params={"number": member.number, "day": decided_on.isoformat()},
        )
    decision = record_decision(
        meeting,
        member=member,
        question=Question.ADMISSION,
        outcome=verdict.outcome,
        decided_on=decided_on,
        reason=verdict.reason,
        minute=minute,
        about=about,
        by=by,
    )
    ends = {
        Outcome.APPROVED: (Status.FULL, Ground.APPROVAL),
        Outcome.REJECTED: (Status.FORMER, Ground.REJECTED),
    }
    if verdict.outcome in ends:
        status, ground = ends[verdict.outcome]
        change_status(
            member,
            status=status,
            ground=ground,
            effective_on=decided_on,
            decision=decision,
            reason=verdict.reason,
            source=source,
            by=by,
        )
    return decision


@transaction.atomic
def record_decision(
    meeting: Meeting, *, member: Member, question: Question, outcome: Outcome, decided_on: date, by, **facts
) -> Decision:
    """Record what `meeting` decided about one member; the status that follows is the caller's.

    One final decision settles a question; an annulment opens it again, which `reopened` counts.
    """
    annulments = Decision.objects.filter(
        member=member, question=question, about=facts.get("about"), outcome=Outcome.ANNULLED
    )
    decision = Decision(
        meeting=meeting,
        member=member,
        question=question,
        outcome=outcome,
        decided_on=decided_on,
        reopened=annulments.count(),
        recorded_by=by,
        **facts,
    )
    decision.save()
    audit.record(
        "decision.recorded",
        by=by,
        subject=f"member {member.number}",
        decision=decision.pk,
        question=str(question),
        outcome=str(outcome),
        meeting=meeting.pk,
    )
    return decision


@transaction.atomic
def annul_decision(decision: Decision, *, reason: str, by) -> Decision:
    """Undo a decision that was entered in error: it stays visible, an annulment points at it, and the
    status that rested on it never held. The question is open again.

    With a split its successors never came about, with a merger the two members are not linked (R27).
    """
    lock_members([decision.member])
    if Decision.objects.filter(corrects=decision).exists() or decision.outcome == Outcome.ANNULLED:
        raise ValidationError(_("This decision has been annulled already."), code="annulled_already")
    for change in StatusChange.objects.known().filter(decision=decision):
        correct_status(change, status=Status.ANNULLED, reason=reason, by=by)
    successions = Decision.objects.standing().filter(
        question=Question.SUCCESSION, meeting=decision.meeting, member__origins__decision=decision
    )
    for succession in successions:
        annul_decision(succession, reason=reason, by=by)
    decision.links.all().delete()
    return record_decision(
        decision.meeting,
        member=decision.member,
        question=decision.question,
        outcome=Outcome.ANNULLED,
        decided_on=decision.decided_on,
        reason=reason,
        about=decision.about,
        corrects=decision,
        by=by,
    )
