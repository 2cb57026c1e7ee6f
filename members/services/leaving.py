"""How a membership ends (R21), and how one member continues another (R27).

`last_day` is the last day of membership: the standing "former" holds from the day after (R9).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.lifecycle import MEMBERSHIP, Ground, Status
from members.models import Decision, Meeting, Member, MemberLink, Outcome, StatusChange
from members.services.decisions import record_decision
from members.services.members import MemberFacts, enter_member
from members.services.status import change_status, lock_members, standing
from wego.dates import not_in_the_future

NEXT_DAY = timedelta(days=1)
Question = Decision.Question


@transaction.atomic
def withdraw_member(
    member: Member, *, notice_on: date, last_day: date, by, reason: str = "", document: str = "", source: str = ""
) -> StatusChange:
    """The member gave notice and leaves at the end of `last_day`, which may lie ahead."""
    not_in_the_future(notice_on)
    return _end(
        member,
        Ground.WITHDRAWN,
        last_day,
        by=by,
        notice_on=notice_on,
        reason=reason,
        document=document,
        source=source,
    )


@transaction.atomic
def dissolve_member(
    member: Member, *, last_day: date, reason: str, by, document: str = "", source: str = ""
) -> StatusChange:
    """The body ceased to exist; its membership ends at the end of `last_day`."""
    if not reason.strip():
        raise ValidationError(_("State how the body ceased to exist."), code="no_reason")
    return _end(member, Ground.DISSOLVED, last_day, by=by, reason=reason, document=document, source=source)


@transaction.atomic
def expel_member(
    member: Member,
    *,
    meeting: Meeting,
    decided_on: date,
    last_day: date,
    reason: str,
    by,
    minute: str = "",
    source: str = "",
) -> StatusChange:
    """Expel by a recorded decision only (R21); membership ends at the end of `last_day`."""
    decision = _decide(
        member,
        Question.EXPULSION,
        meeting=meeting,
        decided_on=decided_on,
        minute=minute,
        reason=reason,
        by=by,
    )
    return _end(member, Ground.EXPELLED, last_day, by=by, decision=decision, reason=reason, source=source)


@transaction.atomic
def merge_member(
    member: Member,
    *,
    into: Member,
    meeting: Meeting,
    decided_on: date,
    last_day: date,
    by,
    reason: str = "",
    minute: str = "",
) -> StatusChange:
    """The member goes into another, which continues it; its own record closes and stays (R27)."""
    lock_members([member, into])
    successor = standing(into, last_day + NEXT_DAY)
    if into.pk == member.pk or successor is None or successor.status not in MEMBERSHIP:
        raise ValidationError(
            _("The successor must be another member on the day after; member no. %(number)s is not."),
            code="no_successor",
            params={"number": into.number},
        )
    decision = _decide(
        member, Question.MERGER, meeting=meeting, decided_on=decided_on, minute=minute, reason=reason, by=by
    )
    row = _end(member, Ground.MERGED, last_day, by=by, decision=decision, reason=reason)
    _link(MemberLink.Nature.MERGER, member, into, row.effective_on, decision, by=by)
    return row


@transaction.atomic
def split_member(
    member: Member,
    *,
    into: Sequence[MemberFacts],
    meeting: Meeting,
    decided_on: date,
    last_day: date,
    by,
    reason: str = "",
    minute: str = "",
) -> list[Member]:
    """The member closes and two or more new members open with its standing, each linked to it (R27).

    What the old member owes stays with its record.
    """
    if len(into) < 2:
        raise ValidationError(_("A split names at least two successors."), code="one_successor")
    facts = {"meeting": meeting, "decided_on": decided_on, "minute": minute, "reason": reason, "by": by}
    decision = _decide(member, Question.SPLIT, **facts)
    before = standing(member, last_day)
    closing = _end(member, Ground.SPLIT, last_day, by=by, decision=decision, reason=reason)
    successors = []
    for part in into:
        successor = enter_member(part, by=by, source=str(closing))
        change_status(
            successor,
            status=Status(before.status),
            ground=Ground.SUCCESSION,
            effective_on=closing.effective_on,
            decision=_decide(successor, Question.SUCCESSION, **facts),
            reason=reason,
            by=by,
        )
        _link(MemberLink.Nature.SPLIT, member, successor, closing.effective_on, decision, by=by)
        successors.append(successor)
    return successors


def _end(member: Member, ground: Ground, last_day: date, *, by, **facts) -> StatusChange:
    row = change_status(member, status=Status.FORMER, ground=ground, effective_on=last_day + NEXT_DAY, by=by, **facts)
    before = standing(member, last_day)
    if before is None or before.status not in MEMBERSHIP:
        raise ValidationError(
            _("%(day)s would be the last day of membership, but it is before the first. Nothing was saved."),
            code="before_membership",
            params={"day": last_day.isoformat()},
        )
    return row


def _decide(member: Member, question: Question, *, meeting: Meeting, decided_on: date, by, **facts) -> Decision:
    lock_members([member])
    return record_decision(
        meeting,
        member=member,
        question=question,
        outcome=Outcome.APPROVED,
        decided_on=decided_on,
        about=standing(member, decided_on),
        by=by,
        **facts,
    )


def _link(nature, predecessor: Member, successor: Member, effective_on: date, decision: Decision, *, by) -> None:
    link = MemberLink(
        nature=nature,
        predecessor=predecessor,
        successor=successor,
        effective_on=effective_on,
        decision=decision,
        recorded_by=by,
    )
    link.full_clean()
    link.save()
