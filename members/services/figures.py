"""Figures come in with their source and never erase an earlier one (A6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.models import Country, EconomyFigure, Member
from members.worldbank import AGGREGATES, Value, WorldBankFile, read_world_bank_file
from wego.dates import not_in_the_future, today

WORLD_BANK = "World Bank, World Development Indicators, file of %s (CC BY 4.0)"
SAME_TO = 6  # decimals; SQLite keeps 15 digits


@dataclass(frozen=True)
class GdpImport:
    """What a file of the World Bank brings: `added` figures are new, `same` were recorded before.

    `unknown` codes of the file are no country's here; `without` are economies of members that have no
    figure in the file.
    """

    indicator: str
    vintage: date
    added: int
    same: int
    economies: int
    years: tuple[int, int] | None
    aggregates: int
    unknown: dict[str, str]
    without: list[str]


def import_gdp(data: bytes, *, by, vintage: date | None = None, dry_run: bool = False) -> GdpImport:
    """Record the GDP figures of a World Bank file: all of them, or none (ValidationError).

    `vintage` is asked where the file does not state its "Last Updated Date", and must agree where it
    does. Groups of economies are left out; codes that no country has are reported. An edition says one
    thing: a file of it with other values is refused.
    """
    file = read_world_bank_file(data)
    vintage = _vintage(file, vintage)
    known_here = set(Country.objects.values_list("iso3", flat=True))
    values = [value for value in file.values if value.economy in known_here]
    recorded = _recorded(file.indicator, vintage)
    _refuse_contradiction(values, recorded)
    fresh = [value for value in values if (value.economy, value.year) not in recorded]
    if not dry_run:
        _record(fresh, file.indicator, vintage, by)
    years = [value.year for value in values]
    return GdpImport(
        indicator=file.indicator,
        vintage=vintage,
        added=len(fresh),
        same=len(values) - len(fresh),
        economies=len({value.economy for value in values}),
        years=(min(years), max(years)) if years else None,
        aggregates=sum(code in AGGREGATES for code in file.names),
        unknown={code: name for code, name in file.names.items() if code not in known_here | AGGREGATES},
        without=sorted(_economies_of_members() - {value.economy for value in values}),
    )


def _vintage(file: WorldBankFile, given: date | None) -> date:
    if file.vintage and given and file.vintage != given:
        raise ValidationError(
            _("The file says it was last updated on %(stated)s, not on %(given)s. Nothing was changed."),
            code="other_vintage",
            params={"stated": file.vintage.isoformat(), "given": given.isoformat()},
        )
    vintage = file.vintage or given
    if vintage is None:
        raise ValidationError(
            _("The file does not state when it was last updated. Give its vintage. Nothing was changed."),
            code="no_vintage",
        )
    not_in_the_future(vintage)
    return vintage


def _recorded(indicator: str, vintage: date) -> dict[tuple[str, int], Decimal]:
    edition = EconomyFigure.objects.filter(indicator=indicator, vintage=vintage)
    rows = edition.values_list("economy_id", "reference_year", "value")
    return {(economy, year): value for economy, year, value in rows}


def _refuse_contradiction(values: Iterable[Value], recorded: dict[tuple[str, int], Decimal]) -> None:
    for value in values:
        before = recorded.get((value.economy, value.year))
        if before is not None and round(before, SAME_TO) != round(value.value, SAME_TO):
            raise ValidationError(
                _(
                    "Line %(line)d: %(economy)s %(year)d is %(new)s here, but this edition is recorded with "
                    "%(old)s. Nothing was changed."
                ),
                code="contradiction",
                params={
                    "line": value.line,
                    "economy": value.economy,
                    "year": value.year,
                    "new": f"{value.value.normalize():f}",
                    "old": f"{before.normalize():f}",
                },
            )


def _record(values: Iterable[Value], indicator: str, vintage: date, by) -> None:
    source, retrieved_on = WORLD_BANK % vintage.isoformat(), today()
    figures = (
        EconomyFigure(
            economy_id=value.economy,
            indicator=indicator,
            reference_year=value.year,
            value=value.value,
            vintage=vintage,
            source=source,
            retrieved_on=retrieved_on,
            recorded_by=by,
        )
        for value in values
    )
    try:
        with transaction.atomic():
            EconomyFigure.objects.bulk_create(figures)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody else recorded figures of this edition at the same moment. Nothing was changed: try again."),
            code="at_the_same_time",
        ) from error


def _economies_of_members() -> set[str]:
    """Codes that count for the dues of a member."""
    codes = Member.objects.values_list("economy_code", "country_id").distinct()
    return {economy or country for economy, country in codes}
