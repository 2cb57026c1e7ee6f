"""Figures of the project's facts (fixtures/): populations of member cities, GDP of their economies (A6)."""

from datetime import date
from decimal import Decimal

from members.models import EconomyFigure, Member, MemberFigure
from wego.fixtures import read_fixture, take_fresh

POPULATIONS = "populations.json"
GDP = "gdp_2024-06-28.json"
FACTS = ("value", "reference_year", "year_basis", "concept", "quality", "source")


def load_populations() -> int:
    """One population for each city of the register that has one; returns how many were made."""
    fresh = [row for _place, row in take_fresh(read_fixture(POPULATIONS))]
    members = {member.number: member for member in Member.objects.filter(number__in=[row["member"] for row in fresh])}
    figures = [
        MemberFigure(
            member=members[row["member"]],
            indicator=MemberFigure.Indicator.POPULATION,
            **{name: row[name] for name in FACTS},
        )
        for row in fresh
    ]
    return len(MemberFigure.objects.bulk_create(figures))


def load_gdp() -> int:
    """GDP per head of the members' economies in one edition; returns how many figures were made.

    What an officer has imported of the same edition before stays as it is.
    """
    fresh = [row for _place, row in take_fresh(read_fixture(GDP))]
    editions = {date.fromisoformat(row["vintage"]) for row in fresh}
    known = set(
        EconomyFigure.objects.filter(vintage__in=editions).values_list(
            "indicator", "vintage", "economy", "reference_year"
        )
    )
    figures = [figure for row in fresh for figure in _gdp_figures(row)]
    return len(
        EconomyFigure.objects.bulk_create(
            figure
            for figure in figures
            if (figure.indicator, figure.vintage, figure.economy_id, figure.reference_year) not in known
        )
    )


def _gdp_figures(row: dict) -> list[EconomyFigure]:
    return [
        EconomyFigure(
            economy_id=row["economy"],
            indicator=row["indicator"],
            reference_year=int(year),
            value=Decimal(value),
            vintage=date.fromisoformat(row["vintage"]),
            source=row["source"],
        )
        for year, value in row["values"].items()
    ]
