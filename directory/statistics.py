"""The register of a day in numbers: the table of the annex, and how it grew (R25)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from members.lifecycle import Status
from members.models import City, Country, Kind, Member, Region, StatusChange
from members.movements import GrowthYear, years_until
from members.register import Group, Totals

READS = (Member, City, StatusChange, Country, Region)
"""The tables from which the numbers come."""


@dataclass(frozen=True)
class Counts:
    """How many members share something. Cities are capitals and others as an officer entered it."""

    cities: int
    capitals: int
    others: int
    institutions: int
    companies: int
    full: int
    associate: int
    provisional: int
    """Of them, those of whom the source does not tell whether they are full or associate members."""

    @classmethod
    def of(cls, groups: tuple[Group, ...]) -> "Counts":
        count = Totals(groups).count
        return cls(
            cities=count(kind=Kind.CITY),
            capitals=count(kind=Kind.CITY, capital=True),
            others=count(kind=Kind.CITY, capital=False),
            institutions=count(kind=Kind.INSTITUTION),
            companies=count(kind=Kind.COMPANY),
            full=count(status=Status.FULL),
            associate=count(status=Status.ASSOCIATE),
            provisional=count(provisional=True),
        )

    @property
    def members(self) -> int:
        return self.cities + self.institutions + self.companies


@dataclass(frozen=True)
class RegionRow:
    region: Region
    counts: Counts
    countries: list[tuple[Country, Counts]]


@dataclass(frozen=True)
class Statistics:
    on: date
    totals: Totals

    @classmethod
    def of(cls, on: date) -> "Statistics":
        return cls(on, Totals.on(on))

    @cached_property
    def years(self) -> list[GrowthYear]:
        """From the opening of the register to the day."""
        return years_until(self.on)

    @cached_property
    def all(self) -> Counts:
        return Counts.of(self.totals.groups)

    @cached_property
    def countries(self) -> int:
        return len(self.totals.by(lambda group: group.country))

    @cached_property
    def regions(self) -> list[RegionRow]:
        """Region by region in WeGO's order, each with its countries; those without members are left out."""
        by_region = self._grouped(lambda group: group.region)
        by_country = self._grouped(lambda group: group.country)
        countries = Country.objects.filter(pk__in=by_country).order_by("order", "name_en")
        rows: dict[int, list] = {}
        for country in countries:
            rows.setdefault(country.region_id, []).append((country, Counts.of(by_country[country.pk])))
        regions = Region.objects.filter(pk__in=by_region)
        return [RegionRow(region, Counts.of(by_region[region.pk]), rows[region.pk]) for region in regions]

    @property
    def this_year(self) -> GrowthYear | None:
        """The current year of the day; None where the register began in it and nothing has moved since."""
        return self.years[-1] if self.years and not self.years[-1].opening else None

    def _grouped(self, key: Callable[[Group], object]) -> dict[object, tuple[Group, ...]]:
        found: dict[object, tuple[Group, ...]] = {}
        for group in self.totals.groups:
            found[key(group)] = (*found.get(key(group), ()), group)
        return found
