"""The figures that an amount follows from, as papers say them: from the stored explanation of an assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fees.models import Figure, Settlement
from fees.services.quotes import CURRENCY
from fees.words import band, dollars, whole
from members.models import MemberFigure

VALUES = {Figure.POPULATION: "population", Figure.GDP: "gdp_per_capita", Figure.EMPLOYEES: "employees"}
BANDS = {Figure.POPULATION: "population_band", Figure.GDP: "gdp_band", Figure.EMPLOYEES: "employee_band"}
STATED = MemberFigure.YearBasis.STATED


@dataclass(frozen=True)
class FigureLine:
    """One figure in words. `decision`: how two persons settled on it where it was in question (R13)."""

    label: str
    value: str
    year: str
    source: str
    band: str
    decision: str = ""


def money(amount: Decimal) -> str:
    """An amount as papers state it: USD 5,000.00."""
    return f"{CURRENCY} {cents(amount)}"


def cents(amount: Decimal) -> str:
    return number_format(amount, decimal_pos=2, force_grouping=True)


def figure_lines(basis: Mapping, *, economy: str = "") -> list[FigureLine]:
    """The figures of an explanation; `economy` is the name of the one whose GDP counts."""
    return [_line(figure, basis, economy) for figure in Figure if VALUES[figure] in basis]


def origin(figure: Figure, basis: Mapping) -> Mapping:
    """Where a figure is from: year, source and so on."""
    return basis.get(f"{figure.value}_figure", {})


def value(figure: Figure, basis: Mapping) -> str:
    """Persons, or international $ per head; cents cut off, so that no figure seems to reach the next band."""
    given = basis[VALUES[figure]]
    return dollars(Decimal(given)) if figure == Figure.GDP else whole(given)


def _line(figure: Figure, basis: Mapping, economy: str) -> FigureLine:
    said = origin(figure, basis)
    label = _("GDP per head (PPP), %s") % economy if figure == Figure.GDP and economy else str(figure.label)
    unit = _("%s international $") if figure == Figure.GDP else _("%s persons")
    return FigureLine(
        label=capfirst(label),
        value=unit % value(figure, basis),
        year=str(said.get("year", "-")),
        source=_source(said),
        band=band(*basis[BANDS[figure]]),
        decision=_decision(said.get("settled")),
    )


def _source(said: Mapping) -> str:
    source, vintage = said.get("source", "-"), said.get("vintage")
    parts = [source, said.get("concept")]
    if vintage and vintage not in source:
        parts.append(_("edition of %s") % vintage)
    if said.get("year_basis", STATED) != STATED:
        parts.append(_("year %s") % MemberFigure.YearBasis(said["year_basis"]).label)
    return "; ".join(filter(None, parts))


def _decision(settled: Mapping | None) -> str:
    """How the figure was settled. Who did so stays inside the office."""
    if not settled:
        return ""
    parts = [_("Settled by decision: %s") % Settlement.Way(settled["way"]).label]
    if reason := settled.get("reason"):
        parts.append(_("Reason: %s") % reason)
    if document := settled.get("document"):
        parts.append(_("Decision: %s") % document)
    if day := settled.get("on"):
        parts.append(_("Confirmed on %s") % day)
    return "; ".join(parts)
