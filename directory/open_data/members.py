"""One row for each member of a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import register
from directory.register import Listing
from directory.words import is_by
from members.keys import public_key
from members.models import Kind, Member, MemberFigure
from members.register import is_capital

READS = (*register.READS, MemberFigure)
"""The tables from which the file is made."""

TYPES = {
    "text": pgettext_lazy("type of a value", "text"),
    "boolean": pgettext_lazy("type of a value", "yes or no"),
    "date": pgettext_lazy("type of a value", "date"),
    "number": pgettext_lazy("type of a value", "number"),
}


@dataclass(frozen=True)
class Row:
    member: Member
    population: MemberFigure | None


@dataclass(frozen=True)
class Column:
    name: str
    json: str
    """Type of the value as JSON has it, or what it stands for."""
    about: str | Promise
    value: Callable[[Row], Any]

    @property
    def type(self) -> str | Promise:
        return TYPES[self.json]


def _position(row: Row, name: str) -> float | None:
    value: Decimal | None = getattr(row.member.city, name) if row.member.kind == Kind.CITY else None
    return None if value is None else float(value)


def _city(row: Row, name: str) -> str:
    return getattr(row.member.city, name) if row.member.kind == Kind.CITY else ""


def _figure(row: Row, name: str) -> Any:
    return getattr(row.population, name, None)


COLUMNS = (
    Column("key", "text", _("Public key; stays the same for ever."), lambda row: public_key(row.member)),
    Column("kind", "text", _("city, institution or company."), lambda row: row.member.kind),
    Column("name_en", "text", _("Official English name on the day."), lambda row: row.member.name_en),
    Column("name_ko", "text", _("Official Korean name on the day."), lambda row: row.member.name_ko),
    Column("name_local", "text", _("Official name in the local language."), lambda row: row.member.name_local),
    Column("country", "text", _("ISO 3166 alpha-3 code."), lambda row: row.member.country_id),
    Column("country_en", "text", _("Country as WeGO names it, English."), lambda row: row.member.country.name_en),
    Column("country_ko", "text", _("Country as WeGO names it, Korean."), lambda row: row.member.country.name_ko),
    Column("region", "text", _("Code of WeGO's region."), lambda row: row.member.country.region.code),
    Column("region_en", "text", _("Region, English."), lambda row: row.member.country.region.name_en),
    Column("region_ko", "text", _("Region, Korean."), lambda row: row.member.country.region.name_ko),
    Column(
        "capital", "boolean", _("Of a city: whether WeGO counts it as a capital."), lambda row: is_capital(row.member)
    ),
    Column("level", "text", _("Of a city: level of government."), lambda row: _city(row, "level")),
    Column("standing", "text", _("full or associate."), lambda row: row.member.status),
    Column(
        "standing_provisional",
        "boolean",
        _("Yes where the source does not tell whether the member is full or associate."),
        lambda row: bool(row.member.provisional),
    ),
    Column("since", "date", _("First day of this standing; see since_basis."), lambda row: row.member.since),
    Column(
        "since_basis",
        "text",
        _("on: of that day. by: of that day or an earlier one, because the register began with it."),
        lambda row: "by" if is_by(row.member.ground) else "on",
    ),
    Column("website", "text", _("Address of the website."), lambda row: row.member.website),
    Column("latitude", "number", _("Of a city: degrees north."), lambda row: _position(row, "latitude")),
    Column("longitude", "number", _("Of a city: degrees east."), lambda row: _position(row, "longitude")),
    Column("position_source", "text", _("Where the position comes from."), lambda row: _city(row, "position_source")),
    Column(
        "population",
        "number",
        _("Of a city: inhabitants, the newest figure up to the year of the day."),
        lambda row: _figure(row, "value"),
    ),
    Column("population_year", "number", _("Year of that figure."), lambda row: _figure(row, "reference_year")),
    Column("population_source", "text", _("Source of that figure."), lambda row: _figure(row, "source") or ""),
)


def rows(listing: Listing) -> Iterator[Row]:
    """As on the pages, in their order. Two queries besides the count, whatever the number of members."""
    figures = MemberFigure.objects.newest(MemberFigure.Indicator.POPULATION, until=listing.wanted.on.year)
    population = {figure.member_id: figure for figure in figures}
    for member in listing.all():
        yield Row(member, population.get(member.pk))


def header() -> list[str]:
    return [column.name for column in COLUMNS]


def cells(row: Row) -> list:
    return [column.value(row) for column in COLUMNS]


def as_json(row: Row) -> dict:
    """By column; nothing known is null, also where a table has an empty cell."""
    values = ((column.name, column.value(row)) for column in COLUMNS)
    return {name: value if value not in ("", None) else None for name, value in values}


def as_feature(row: Row) -> dict:
    """A GeoJSON feature; without a geometry where no position is on record."""
    properties = as_json(row)
    place = [properties.pop("longitude"), properties.pop("latitude")]
    geometry = None if None in place else {"type": "Point", "coordinates": place}
    return {"type": "Feature", "id": properties["key"], "geometry": geometry, "properties": properties}
