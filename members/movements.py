"""How the register grew from the day on which it begins: who joined and left in each year, and what it stood at."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Window
from django.db.models.functions import ExtractYear, Lag

from members.lifecycle import MEMBERSHIP, Status
from members.models import StatusChange
from members.register import begins_on

OPENING = 0
"""Stands for the year of all that took effect by the day on which the register begins."""


@dataclass(frozen=True)
class GrowthYear:
    """The register on `on`: the end of a year, the day that was asked for, or the day on which it begins.

    Nobody joined or left with the opening: `joined` and `left` are None there.
    """

    on: date
    full: int
    associate: int
    joined: int | None = None
    left: int | None = None

    @property
    def members(self) -> int:
        return self.full + self.associate

    @property
    def opening(self) -> bool:
        return self.joined is None


def years_until(on: date) -> list[GrowthYear]:
    """The opening of the register and each year since, the last one up to `on`; none where it begins later.

    One query over the events, whatever the number of years.
    """
    first = begins_on()
    if first is None or on < first:
        return []
    steps = list(_steps(on, first))
    standing = _moved(Counter(), steps, OPENING)
    found = [GrowthYear(first, standing[Status.FULL], standing[Status.ASSOCIATE])]
    for year in range(first.year, on.year + 1):
        standing = _moved(standing, steps, year)
        if (end := min(date(year, 12, 31), on)) > first:
            joined, left = _came(steps, year), _went(steps, year)
            found.append(GrowthYear(end, standing[Status.FULL], standing[Status.ASSOCIATE], joined, left))
    return found


@dataclass(frozen=True)
class _Step:
    """So many members went in the year from one standing to another; None before their first."""

    year: int
    before: str | None
    after: str
    count: int


def _steps(on: date, first: date) -> Iterator[_Step]:
    before = Window(Lag("status"), partition_by="member_id", order_by=["effective_on", "pk"])
    rows = StatusChange.objects.holding(on).order_by().annotate(year=ExtractYear("effective_on"), before=before)
    inner, params = rows.values("effective_on", "year", "before", "status").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN effective_on > %s THEN year ELSE {OPENING} END, before, status, COUNT(*) "
            f"FROM ({inner}) steps GROUP BY 1, 2, 3",
            [connection.ops.adapt_datefield_value(first), *params],
        )
        for row in cursor.fetchall():
            yield _Step(*row)


def _moved(standing: Counter, steps: list[_Step], year: int) -> Counter:
    """How many stand where after the steps of the year."""
    after = Counter(standing)
    for step in steps:
        if step.year == year:
            after[step.before] -= step.count
            after[step.after] += step.count
    return after


def _came(steps: list[_Step], year: int) -> int:
    return sum(one.count for one in steps if one.year == year and not _in(one.before) and _in(one.after))


def _went(steps: list[_Step], year: int) -> int:
    return sum(one.count for one in steps if one.year == year and _in(one.before) and not _in(one.after))


def _in(status: str | None) -> bool:
    return status in MEMBERSHIP
