"""A year of the register: what it began and ended with, who stayed, five years side by side (paper 24). Reads only."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.changes import ChangeList, list_changes
from members.lifecycle import MEMBERSHIP
from members.models import Member, Region, StatusChange
from members.register import Totals, begins_on, check_covered, members_on
from wego.dates import today

YEARS = 5
"""Year ends of the series, the report's own among them."""


@dataclass(frozen=True)
class YearEnd:
    """The register at the end of a year, or today in the current one; None where it had not begun."""

    year: int
    on: date
    totals: Totals | None


@dataclass(frozen=True)
class Retention:
    """Of the members with which the year began, those that were members at its end (associate and full alike)."""

    began: int
    stayed: int

    @property
    def rate(self) -> float | None:
        """Per cent; None where the year began without members."""
        return 100 * self.stayed / self.began if self.began else None


@dataclass(frozen=True)
class RegisterYear:
    """`opened_on` is the last day before the year, or the day on which the register begins in it."""

    year: int
    opened_on: date
    closed_on: date
    begins_on: date
    changes: ChangeList
    opening: Totals
    closing: Totals
    retention: Retention
    series: list[YearEnd]
    members: list[Member]
    regions: list[Region]

    @classmethod
    def of(cls, year: int) -> "RegisterYear":
        """Refused for a year that has not begun, and for one before the register."""
        begins, closed_on = begins_on(), end_of(year)
        if date(year, 1, 1) > today() or begins is None:
            raise ValidationError(
                _("There is nothing to report of %(year)s yet. Choose an earlier year."),
                code="not_begun",
                params={"year": year},
            )
        check_covered(closed_on)
        opened_on = max(date(year - 1, 12, 31), begins)
        return cls(
            year=year,
            opened_on=opened_on,
            closed_on=closed_on,
            begins_on=begins,
            changes=list_changes(opened_on, closed_on),
            opening=Totals.on(opened_on),
            closing=Totals.on(closed_on),
            retention=_retention(opened_on, closed_on),
            series=[_year_end(one, begins) for one in range(year - YEARS + 1, year + 1)],
            members=list(members_on(closed_on)),
            regions=list(Region.objects.all()),
        )

    @property
    def is_over(self) -> bool:
        return self.closed_on == date(self.year, 12, 31)


def end_of(year: int) -> date:
    """Its last day; today in the current year."""
    return min(date(year, 12, 31), today())


def reportable_years() -> list[int]:
    """The years that the register covers, the newest first."""
    begins = begins_on()
    return list(range(today().year, begins.year - 1, -1)) if begins else []


def _year_end(year: int, begins: date) -> YearEnd:
    on = end_of(year)
    return YearEnd(year, on, Totals.on(on) if on >= begins else None)


def _retention(opened_on: date, closed_on: date) -> Retention:
    began = _members(opened_on)
    return Retention(len(began), len(began & _members(closed_on)))


def _members(on: date) -> set[int]:
    rows = StatusChange.objects.standings(on).values_list("member_id", "status")
    return {member for member, status in rows if status in MEMBERSHIP}
