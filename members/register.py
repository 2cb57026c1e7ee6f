"""The register as it stood on any day, and as it was known at any instant (R25). Reads only."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from members.lifecycle import MEMBERSHIP, Ground, Status
from members.models import Country, Kind, Member, StatusChange


def begins_on() -> date | None:
    """The day on which the register was opened; None while it is empty."""
    return StatusChange.objects.opened_on() or StatusChange.objects.aggregate(day=Min("effective_on"))["day"]


def check_covered(on: date) -> None:
    """Refuse a day before the register begins: nothing is known of it."""
    first = begins_on()
    if first is not None and on < first:
        raise ValidationError(
            _("The register begins on %(first)s. Nothing is recorded of %(day)s: choose %(first)s or a later day."),
            code="before_register",
            params={"first": first.isoformat(), "day": on.isoformat()},
        )


def since_words(since: date, ground: str) -> str:
    """A date that somebody stated, or "by <date>" where the register only began with it (R25)."""
    if ground == Ground.OPENING:
        return str(_("by %(day)s") % {"day": since.isoformat()})
    return since.isoformat()


@dataclass(frozen=True)
class Group:
    """How many members share all of this on the day."""

    kind: str
    country: str
    region: int
    capital: bool | None
    status: str
    provisional: bool
    count: int


def count_groups(on: date, known_at: datetime | None = None) -> list[Group]:
    """Members on `on` (associate and full), counted by kind, country, region, capital, status and
    provisional mark: one query over the events, from which every total of the report is a sum."""
    latest = StatusChange.objects.standings(on, known_at).values("member_id", "status", "provisional")
    inner, params = latest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT member.kind, member.country_id, country.region_id, city.capital,
                   standing.status, standing.provisional, COUNT(*)
            FROM (
                SELECT member_id, status, provisional FROM ({inner}) latest WHERE status IN (%s, %s)
            ) standing
            JOIN members_member member ON member.id = standing.member_id
            JOIN members_country country ON country.iso3 = member.country_id
            LEFT JOIN members_city city ON city.member_id = member.id
            GROUP BY 1, 2, 3, 4, 5, 6
            """,
            [*params, *MEMBERSHIP],
        )
        return [
            Group(kind, country, region, None if capital is None else bool(capital), status, bool(mark), count)
            for kind, country, region, capital, status, mark, count in cursor.fetchall()
        ]


@dataclass(frozen=True)
class Totals:
    """Sums over the groups of one day."""

    groups: tuple[Group, ...]

    @classmethod
    def on(cls, on: date, known_at: datetime | None = None) -> "Totals":
        return cls(tuple(count_groups(on, known_at)))

    def count(self, **wanted) -> int:
        """Members whose group has all the wanted values, e.g. count(kind="city", capital=True)."""
        return sum(
            group.count
            for group in self.groups
            if all(getattr(group, field) == value for field, value in wanted.items())
        )

    def by(self, key: Callable[[Group], object], **wanted) -> dict:
        """Counts per `key`; only keys with members appear."""
        counts: Counter = Counter()
        for group in self.groups:
            if all(getattr(group, field) == value for field, value in wanted.items()):
                counts[key(group)] += group.count
        return dict(counts)

    @cached_property
    def total(self) -> int:
        return self.count()

    @cached_property
    def by_kind(self) -> dict[str, int]:
        found = self.by(lambda group: group.kind)
        return {kind: found[kind] for kind in Kind.values if kind in found}

    @cached_property
    def by_status(self) -> dict[str, int]:
        found = self.by(lambda group: group.status)
        return {status: found[status] for status in Status.values if status in found}


def members_on(on: date, known_at: datetime | None = None):
    """The members of the register on `on` with names, standing, country and region, by number."""
    return (
        Member.objects.in_membership(on, known_at)
        .with_names(on, known_at)
        .select_related("country__region", "city")
        .order_by("number")
    )


@dataclass(frozen=True)
class Report:
    """The membership status report (회원현황, paper 19) of one day.

    A member is `in_doubt` where it is provisional and others are not: worth a mark of its own.
    """

    on: date
    known_at: datetime | None
    totals: Totals
    members: list[Member]

    @classmethod
    def of(cls, on: date, known_at: datetime | None = None) -> "Report":
        check_covered(on)
        totals, members = Totals.on(on, known_at), list(members_on(on, known_at))
        some = 0 < totals.count(provisional=True) < totals.total
        for member in members:
            member.in_doubt = some and member.provisional
        return cls(on, known_at, totals, members)

    @cached_property
    def sections(self) -> list["Section"]:
        """The annex's three tables, in its order; a kind without members has none."""
        return [Section.of(kind, self) for kind in Kind.values if kind in self.totals.by_kind]


@dataclass(frozen=True)
class CountryRow:
    country: Country
    members: list[Member]

    @property
    def capitals(self) -> list[Member]:
        return [member for member in self.members if is_capital(member)]

    @property
    def others(self) -> list[Member]:
        return [member for member in self.members if not is_capital(member)]


@dataclass(frozen=True)
class Section:
    """One kind of members: region by region, country by country, with names."""

    kind: Kind
    count: int
    capital: int
    other: int
    regions: list[tuple]

    @classmethod
    def of(cls, kind: str, report: Report) -> "Section":
        rows: dict[Country, list[Member]] = {}
        for member in report.members:
            if member.kind == kind:
                rows.setdefault(member.country, []).append(member)
        ordered = sorted(rows, key=lambda c: (c.region.order, c.order, c.name_en))
        regions: dict = {}
        for country in ordered:
            regions.setdefault(country.region, []).append(CountryRow(country, rows[country]))
        totals = report.totals
        return cls(
            kind=Kind(kind),
            count=totals.count(kind=kind),
            capital=totals.count(kind=kind, capital=True),
            other=totals.count(kind=kind, capital=False),
            regions=[
                (region, totals.count(kind=kind, region=region.pk), countries) for region, countries in regions.items()
            ],
        )


def is_capital(member: Member) -> bool | None:
    """The capital flag of a city; None for other kinds."""
    return member.city.capital if member.kind == Kind.CITY else None
