"""The statistics as tables: by region, by country, and by year since the register began."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.statistics import Counts, Statistics
from wego.spreadsheets import Sheet

COUNTS = {
    "members": _("Associate and full members at the end of the day."),
    "cities": _("Of them cities and local governments."),
    "capitals": _("Of the cities those that WeGO counts as capitals."),
    "others": _("The other cities."),
    "institutions": _("Of the members institutions."),
    "companies": _("Of the members companies."),
    "full": _("Of the members full ones, approved by a decision or so recorded when the register began."),
    "associate": _("Of the members associate ones, accepted and not yet approved."),
    "provisional": _("Of the members those whose source does not tell full from associate."),
}
"""Columns that count, with their definitions."""
REGION = {"region": _("Code of WeGO's region."), "region_en": _("Region, English."), "region_ko": _("Region, Korean.")}
COUNTRY = {
    "country": _("ISO 3166 alpha-3 code."),
    "country_en": _("Country as WeGO names it, English."),
    "country_ko": _("Country as WeGO names it, Korean."),
}
YEAR = {
    "as_of": _(
        "Last day of the year, or the day of the answer. The first row is the day on which the register begins."
    ),
    "opening": _("Whether the row is the opening of the register: these members joined before, nobody knows when."),
    "members": COUNTS["members"],
    "full": COUNTS["full"],
    "associate": COUNTS["associate"],
    "joined": _("Who became a member in the year; nothing at the opening."),
    "left": _("Whose membership ended in the year; nothing at the opening."),
}


@dataclass(frozen=True)
class Part:
    """One of the tables: its columns with what they mean, and its rows."""

    title: str
    columns: dict[str, str | Promise]
    rows: Callable[[Statistics], list[list]]

    def sheet(self, numbers: Statistics) -> Sheet:
        return Sheet(self.title, list(self.columns), self.rows(numbers))

    def as_json(self, numbers: Statistics) -> list[dict]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows(numbers)]


def _counted(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in COUNTS]


def _names(row) -> list[str]:
    return [row.name_en, row.name_ko]


def _regions(numbers: Statistics) -> list[list]:
    return [[one.region.code, *_names(one.region), *_counted(one.counts)] for one in numbers.regions]


def _countries(numbers: Statistics) -> list[list]:
    return [
        [country.iso3, *_names(country), one.region.code, *_names(one.region), *_counted(counts)]
        for one in numbers.regions
        for country, counts in one.countries
    ]


def _years(numbers: Statistics) -> Sequence[list]:
    return [[getattr(year, "on" if name == "as_of" else name) for name in YEAR] for year in numbers.years]


PARTS = {
    "countries": Part("countries", COUNTRY | REGION | COUNTS, _countries),
    "regions": Part("regions", REGION | COUNTS, _regions),
    "years": Part("years", YEAR, _years),
}
"""The first one is the CSV file where no part is asked for."""
