"""What a schedule or newer data would change for every member, before anyone is assessed (R12, R23). Writes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fees.comparing import Comparison, compare
from fees.models import DuesRun, FeeSchedule
from fees.services.dues import known_vintage
from fees.services.evaluation import evaluate
from fees.services.quotes import schedule_of
from members.models import EconomyFigure, Member
from members.worldbank import GDP_PER_CAPITA_PPP
from wego.dates import today


@dataclass(frozen=True)
class WhatIf:
    """The dues of a year by one schedule (`before`) and by another (`after`), by the same figures."""

    year: int
    before: FeeSchedule
    after: FeeSchedule
    vintage: date | None
    include_provisional: bool
    comparison: Comparison


@dataclass(frozen=True)
class Refresh:
    """The dues of a year by one edition of the GDP figures (`before`) and by another (`after`), by the same schedule.

    With `known_at` the side before knows only the populations and employees that were recorded by then.
    """

    year: int
    schedule: FeeSchedule
    before: date
    after: date
    known_at: datetime | None
    include_provisional: bool
    comparison: Comparison


def compare_schedules(
    schedule: FeeSchedule,
    *,
    against: FeeSchedule | None = None,
    year: int | None = None,
    include_provisional: bool = False,
) -> WhatIf:
    """What the members would pay by `schedule`, a draft or not, instead of by `against`.

    Without more: in its first dues year, instead of by the schedule that is in force then without it.
    """
    year = year or schedule.first_dues_year
    against = against or FeeSchedule.objects.exclude(pk=schedule.pk).in_force(year)
    if against is None or against == schedule:
        raise ValidationError(
            _("No other fee schedule is in force for the dues year %(year)d. Choose the one to compare with."),
            code="no_other_schedule",
            params={"year": year},
        )
    planned = _planned(year, include_provisional)
    vintage = planned.vintage or known_vintage(None)
    before, after = (_other(planned, schedule=one, vintage=vintage) for one in (against, schedule))
    return WhatIf(year, against, schedule, vintage, planned.include_provisional, _compare(before, after))


def compare_editions(
    year: int,
    *,
    before: date | None = None,
    after: date | None = None,
    known_at: datetime | None = None,
    include_provisional: bool = False,
) -> Refresh:
    """Which members change band for the year because figures are newer (paper 9).

    Without editions: the newest, and before it the one that the last dues run followed or the one that was
    the newest until then.
    """
    after = known_vintage(after)
    if after is None:
        raise ValidationError(
            _("No GDP figures are on record: import a file of the World Bank first."), code="no_editions"
        )
    before = known_vintage(before) if before else edition_before(after)
    if before == after and known_at is None:
        raise ValidationError(
            _(
                "Both sides follow the edition of %(vintage)s and the figures on record now: there is nothing to "
                "compare. Choose another edition, or state as of when the figures were known."
            ),
            code="nothing_to_compare",
            params={"vintage": after.isoformat()},
        )
    schedule, planned = schedule_of(year), _planned(year, include_provisional)
    old, new = (_other(planned, schedule=schedule, vintage=vintage) for vintage in (before, after))
    comparison = _compare(old, new, known_at=known_at)
    return Refresh(year, schedule, before, after, known_at, planned.include_provisional, comparison)


def list_editions() -> list[date]:
    """Editions of the GDP figures on record, the newest first."""
    editions = EconomyFigure.objects.filter(indicator=GDP_PER_CAPITA_PPP).order_by("-vintage")
    return list(editions.values_list("vintage", flat=True).distinct())


def edition_before(edition: date) -> date:
    """The edition to compare with: that of the last dues run, else the next older one, else the same."""
    used = DuesRun.objects.exclude(vintage=None).order_by("-year").values_list("vintage", flat=True).first()
    if used and used < edition:
        return used
    return next((one for one in list_editions() if one < edition), edition)


def _planned(year: int, include_provisional: bool) -> DuesRun:
    """The run of the year if it is opened, else a new one that is never saved."""
    planned = DuesRun.objects.filter(year=year).first() or DuesRun(year=year)
    planned.include_provisional = planned.include_provisional or include_provisional
    return planned


def _other(run: DuesRun, *, schedule: FeeSchedule, vintage: date | None) -> DuesRun:
    """The run on other terms, to be evaluated and never saved; what was settled for the run counts (R13)."""
    return DuesRun(
        pk=run.pk, year=run.year, schedule=schedule, vintage=vintage, include_provisional=run.include_provisional
    )


@transaction.atomic
def _compare(before: DuesRun, after: DuesRun, *, known_at: datetime | None = None) -> Comparison:
    members = Member.objects.with_names(today()).select_related("country__region").order_by("number")
    return compare(
        {member.pk: member for member in members.iterator()},
        evaluate(before, known=True, known_at=known_at),
        evaluate(after, known=True),
    )
