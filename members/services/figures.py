"""Figures come in with their source and never erase an earlier one (A6)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.models import Application, Country, EconomyFigure, Kind, Member, MemberFigure
from members.persons import read_persons
from members.services.status import lock_members
from members.webhooks import tell_changed
from members.worldbank import AGGREGATES, Value, WorldBankFile, read_world_bank_file
from wego.dates import not_in_the_future, today
from wego.imports.inserting import insert
from wego.imports.sheets import violation

Indicator = MemberFigure.Indicator
INDICATOR_OF = {Kind.CITY: Indicator.POPULATION, Kind.COMPANY: Indicator.EMPLOYEES}
"""What is kept of a member by its kind (R10, R15); nothing of institutions (R16)."""
KEY = ("member_id", "indicator", "reference_year", "value", "source")
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


@transaction.atomic
def record_figures(*, figures: Sequence[MemberFigure], by) -> None:
    """Add figures of members in their order, all or none (ValidationError); no earlier one is erased, and
    of one year the last counts from now on (A6). What is on record with its value and source is refused."""
    lock_members(figure.member for figure in figures)
    of_members = MemberFigure.objects.counting().filter(member__in={figure.member_id for figure in figures})
    recorded = {figure_key(*row) for row in of_members.values_list(*KEY)}
    for figure in figures:
        check_figure(figure)
        key = figure_key(*(getattr(figure, name) for name in KEY))
        if key in recorded:
            raise ValidationError(
                _(
                    "This figure is on record already, with the same year, value and source. Nothing was saved: "
                    "if a later one is wrong, name in the source what confirms this one."
                ),
                code="recorded",
            )
        recorded.add(key)
        figure.recorded_by = by
    insert(MemberFigure, figures)
    tell_changed({figure.member_id: [str(figure.indicator)] for figure in figures})


def figure_key(member: int, indicator: str, year: int, value: int, source: str) -> tuple:
    """Equal for figures that say the same of the same source."""
    return member, indicator, year, value, " ".join(source.split())


def check_figure(figure: MemberFigure) -> None:
    """Refuse a figure that cannot be recorded: ValidationError with what is wrong by field."""
    found: dict = dict(_refusals(figure))
    try:
        figure.clean_fields(exclude=["member", "recorded_by", *found])
    except ValidationError as refusal:
        found |= refusal.error_dict
    if found:
        raise ValidationError(found)


def _refusals(figure: MemberFigure) -> Iterator[tuple[str, ValidationError]]:
    """Field and refusal of what the rules of figures say beyond the fields of the model."""
    if figure.indicator != INDICATOR_OF.get(Kind(figure.member.kind)):
        yield "indicator", ValidationError(violation(Application, "application_figure_of_kind"), code="other_kind")
    elif refusal := _refused(read_persons, figure.value, figure.indicator):
        yield "value", refusal
    if figure.reference_year and figure.reference_year > today().year:
        yield (
            "reference_year",
            ValidationError(
                _("The year %(year)d has not come yet. A figure is of this year or of an earlier one."),
                code="in_the_future",
                params={"year": figure.reference_year},
            ),
        )
    for field in ("vintage", "retrieved_on"):
        if (day := getattr(figure, field)) and (refusal := _refused(not_in_the_future, day)):
            yield field, refusal
    if not figure.source.strip():
        yield "source", ValidationError(violation(MemberFigure, "figure_has_source"), code="no_source")


def _refused(check: Callable, *given) -> ValidationError | None:
    try:
        check(*given)
    except ValidationError as refusal:
        return refusal
    return None
