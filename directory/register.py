"""The members of a day as the public reads them: searched, narrowed down, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from members.dots import Place
from members.models import City, Country, Kind, Member, MemberName, RecordMerge, Region, StatusChange, in_language
from members.register import Totals
from members.search import find_members

PAGE = 20
"""Members on a page."""
NAMED_AT_MOST = 400
"""Dots of a map up to which each has its name."""
READS = (Member, MemberName, City, StatusChange, RecordMerge, Country, Region)
"""The tables from which the members of a day are listed."""
COUNTRIES = ("region__order", "region__name_en", "order", "name_en")
ANNEX = (*(f"country__{name}" for name in COUNTRIES), "number")
"""The order of the annex: by region and country, as WeGO lists them."""


@dataclass(frozen=True)
class Wanted:
    """Which members of the day `on`; empty values leave all. `region` is the key of its row."""

    on: date
    q: str = ""
    kind: str = ""
    region: int | None = None
    country: str = ""
    capital: bool | None = None
    standing: str = ""

    @property
    def group(self) -> dict:
        """What the groups of members.register.Totals have in common that are wanted."""
        asked = {"kind": self.kind, "region": self.region, "country": self.country, "status": self.standing}
        return {name: value for name, value in asked.items() if value} | self._capital("capital")

    def members(self) -> QuerySet[Member]:
        """Those of the day, in no order, with nothing but their status."""
        paths = {"kind": "kind", "region": "country__region", "country": "country", "status": "status"}
        asked = {paths[name]: value for name, value in self.group.items() if name in paths}
        return Member.objects.in_membership(self.on).filter(**asked, **self._capital("city__capital"))

    def _capital(self, name: str) -> dict:
        return {} if self.capital is None else {name: self.capital}


@dataclass(frozen=True)
class Listing:
    """The members that are wanted. Without a search they stay in the database but for those of a page."""

    wanted: Wanted

    @cached_property
    def totals(self) -> Totals:
        """Of all members of the day."""
        return Totals.on(self.wanted.on)

    @cached_property
    def found(self) -> list[Member] | None:
        """What a search finds, the likest first: at most as many as search compares. None without a search."""
        if not self.wanted.q:
            return None
        return list(find_members(self.wanted.q, self._told(self.wanted.members())))

    @cached_property
    def count(self) -> int:
        return len(self.found) if self.found is not None else self.totals.count(**self.wanted.group)

    @cached_property
    def countries(self) -> int:
        if self.found is not None:
            return len({member.country_id for member in self.found})
        return len(self.totals.by(lambda group: group.country, **self.wanted.group))

    @cached_property
    def cities(self) -> int:
        if self.found is not None:
            return sum(member.kind == Kind.CITY for member in self.found)
        cities = self.wanted.group | {"kind": Kind.CITY}
        return self.totals.count(**cities) if self.wanted.kind in ("", Kind.CITY) else 0

    def page(self, number: str | int | None) -> Page:
        """Members with names, standing, country and region; a number that is no page gives the nearest one."""
        return Paginator(self, PAGE).get_page(number)

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> list[Member]:
        if self.found is not None:
            return self.found[rows]
        countries, before = self._countries_of(rows)
        members = self.wanted.members().filter(country__in=countries).order_by(*ANNEX)
        keys = list(members.values_list("pk", flat=True)[rows.start - before : rows.stop - before])
        place = {key: at for at, key in enumerate(keys)}
        found = self._told(Member.objects.filter(pk__in=keys).with_status(self.wanted.on))
        return sorted(found, key=lambda member: place[member.pk])

    def _countries_of(self, rows: slice) -> tuple[list[str], int]:
        """The countries whose members stand in these rows, and how many members the countries before them have: so
        that the standing is looked up of no others, however many there are."""
        counts = self.totals.by(lambda group: group.country, **self.wanted.group)
        found, before, passed = [], 0, 0
        for country in Country.objects.order_by(*COUNTRIES).filter(pk__in=counts).values_list("pk", flat=True):
            if passed + counts[country] <= rows.start:
                before = passed + counts[country]
            elif passed < rows.stop:
                found.append(country)
            passed += counts[country]
        return found, before

    def all(self) -> list[Member]:
        """All of them, in the order of the pages."""
        return list(self._told(self.wanted.members()).order_by(*ANNEX)) if self.found is None else self.found

    def _told(self, members: QuerySet[Member]) -> QuerySet[Member]:
        """With all that a row shows."""
        return members.with_names(self.wanted.on).select_related("country__region", "city")

    def places(self) -> Iterator[Place]:
        """Where the cities among them are, as far as that is on record; with their names unless they are too many."""
        if self.found is not None:
            cities = (member for member in self.found if member.kind == Kind.CITY)
            return (_place(city) for city in cities if city.city.latitude is not None)
        rows, names = self.wanted.members().filter(city__latitude__isnull=False), []
        if self.cities <= NAMED_AT_MOST:
            rows, names = rows.with_names(self.wanted.on), ["name_en", "name_ko"]
        rows = rows.values_list("city__latitude", "city__longitude", *names).iterator()
        return (Place(*row[:2], in_language(*row[2:]) if names else "") for row in rows)


def _place(member: Member) -> Place:
    return Place(member.city.latitude, member.city.longitude, in_language(member.name_en, member.name_ko))
