"""What meetings decided in past years, and how memberships ended (R4-R6, R21)."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.imports.history.told import Told
from members.lifecycle import Ground, Status
from members.models import Decision, Outcome, StatusChange
from members.services.decisions import Verdict, decide
from members.services.leaving import dissolve_member, expel_member, withdraw_member
from members.services.status import standing


def decides(outcome: Outcome) -> dict[str, Callable]:
    """How a decision on full membership is made and recognised."""

    def act(told: Told, *, by) -> None:
        _check_confirmed(told)
        verdict = Verdict(told.member, outcome, told.values["reason"])
        decide(
            told.meeting,
            verdicts=[verdict],
            decided_on=told.on,
            minute=told.minute,
            source=told.values["source"],
            by=by,
        )

    def is_recorded(told: Told) -> bool:
        return _decided(told, Decision.Question.ADMISSION).filter(outcome=outcome).exists()

    return {"act": act, "is_recorded": is_recorded}


def _decided(told: Told, question: Decision.Question):
    decisions = Decision.objects.standing().filter(member=told.member, question=question)
    return decisions.filter(meeting=told.meeting, decided_on=told.on)


def _check_confirmed(told: Told) -> None:
    """A member of the opening is full until an officer says that it was an associate (R25)."""
    now = standing(told.member, told.on)
    if now and now.provisional:
        raise ValidationError(
            _(
                "Member no. %(number)d is provisional: it is not said yet whether it was an associate on %(day)s. "
                "Confirm it first under “Provisional members”. Nothing was saved."
            ),
            code="provisional",
            params={"number": told.member.number, "day": now.effective_on.isoformat()},
        )


# --- exits -------------------------------------------------------------------------------------
def withdraw(told: Told, *, by) -> None:
    withdraw_member(told.member, notice_on=told.on, last_day=told.last_day, **_written(told), by=by)


def dissolve(told: Told, *, by) -> None:
    dissolve_member(told.member, last_day=told.last_day, **_written(told), by=by)


def expel(told: Told, *, by) -> None:
    expel_member(
        told.member,
        meeting=told.meeting,
        decided_on=told.on,
        last_day=told.last_day,
        reason=told.values["reason"],
        minute=told.minute,
        source=told.values["source"],
        by=by,
    )


def _written(told: Told) -> dict[str, str]:
    return {name: told.values[name] for name in ("reason", "document", "source")}


def left(ground: Ground) -> Callable[[Told], bool]:
    def is_recorded(told: Told) -> bool:
        effective_on = told.last_day + timedelta(days=1)
        rows = StatusChange.objects.known().filter(member=told.member, status=Status.FORMER)
        return rows.filter(ground=ground, effective_on=effective_on).exists()

    return is_recorded
