"""The life cycle of a membership as a table (A3): what may follow what, on which ground.

Standard library and Django's words only: no model, no database, no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    ASSOCIATE = "associate", _("associate member")
    FULL = "full", _("full member")
    FORMER = "former", _("former member")
    ANNULLED = "annulled", _("entered in error")  # only as a correction: the row it corrects never held


MEMBERSHIP = (Status.ASSOCIATE, Status.FULL)
"""The standings that make a member (R3): every total shows the split."""


class Ground(TextChoices):
    OPENING = "opening", _("in the register when it was opened")
    ACCEPTANCE = "acceptance", _("application accepted")
    READMISSION = "readmission", _("application accepted, readmission")
    FOUNDING = "founding", _("founding member")
    APPROVAL = "approval", _("approved by decision")
    SUCCESSION = "succession", _("successor of a member, by decision")
    REJECTED = "rejected", _("rejected by decision")
    WITHDRAWN = "withdrawn", _("withdrawal")
    EXPELLED = "expelled", _("expelled by decision")
    DISSOLVED = "dissolved", _("dissolved")
    MERGED = "merged", _("merged into another member")
    SPLIT = "split", _("split into several members")
    ERROR = "error", _("entered in error")


@dataclass(frozen=True)
class Step:
    """One row of the table: from any standing of `before`, on this ground, to `after`."""

    before: tuple[Status | None, ...]
    after: Status
    needs_decision: bool = False
    needs_application: bool = False


TABLE: dict[Ground, tuple[Step, ...]] = {
    Ground.OPENING: (Step((None,), Status.FULL), Step((None,), Status.ASSOCIATE)),
    Ground.ACCEPTANCE: (Step((None,), Status.ASSOCIATE, needs_application=True),),
    Ground.READMISSION: (Step((Status.FORMER,), Status.ASSOCIATE, needs_application=True),),
    Ground.FOUNDING: (Step((None,), Status.FULL, needs_decision=True),),
    Ground.APPROVAL: (Step((Status.ASSOCIATE,), Status.FULL, needs_decision=True),),
    Ground.SUCCESSION: (
        Step((None,), Status.FULL, needs_decision=True),
        Step((None,), Status.ASSOCIATE, needs_decision=True),
    ),
    Ground.REJECTED: (Step((Status.ASSOCIATE,), Status.FORMER, needs_decision=True),),
    Ground.WITHDRAWN: (Step(MEMBERSHIP, Status.FORMER),),
    Ground.EXPELLED: (Step(MEMBERSHIP, Status.FORMER, needs_decision=True),),
    Ground.DISSOLVED: (Step(MEMBERSHIP, Status.FORMER),),
    Ground.MERGED: (Step(MEMBERSHIP, Status.FORMER, needs_decision=True),),
    Ground.SPLIT: (Step(MEMBERSHIP, Status.FORMER, needs_decision=True),),
}

DECIDED = tuple(ground for ground, steps in TABLE.items() if steps[0].needs_decision)
"""Grounds that exist only through a recorded decision."""
APPLIED = tuple(ground for ground, steps in TABLE.items() if steps[0].needs_application)
"""Grounds that exist only through an accepted application."""

WRONG_STATUS = _("The ground does not lead to this status.")


@dataclass(frozen=True)
class Event:
    """A status as the life cycle sees it; holds from the start of `effective_on`."""

    status: Status
    ground: Ground
    effective_on: date


def check(history: Sequence[Event]) -> None:
    """Refuse a history in which a step does not follow from the standing before it.

    `history` is in order of effect (same day: in order of entry), without corrected rows.
    """
    standing: Status | None = None
    since: date | None = None
    for event in history:
        wanted = _wanted(event)
        if standing not in wanted:
            raise _refusal(event, standing, since, wanted)
        standing, since = event.status, event.effective_on


def _wanted(event: Event) -> set[Status | None]:
    """The standings from which the ground of `event` leads to its status."""
    steps = [step for step in TABLE.get(event.ground, ()) if step.after == event.status]
    if not steps:
        raise ValidationError(WRONG_STATUS, code="wrong_status")
    return {before for step in steps for before in step.before}


def _refusal(event: Event, standing: Status | None, since: date | None, wanted: set) -> ValidationError:
    return ValidationError(
        _(
            "Out of order: “%(ground)s” on %(day)s. Standing on that day: %(standing)s. "
            "Needed first: %(wanted)s. Nothing was saved."
        ),
        code="out_of_order",
        params={
            "ground": Ground(event.ground).label,
            "day": event.effective_on.isoformat(),
            "standing": _standing_words(standing, since),
            "wanted": " / ".join(sorted(str(_standing_words(one)) for one in wanted)),
        },
    )


def _standing_words(standing: Status | None, since: date | None = None) -> str:
    words = _("not a member yet") if standing is None else Status(standing).label
    return f"{words} ({since.isoformat()})" if since else str(words)
