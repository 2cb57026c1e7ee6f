"""The fee table as papers print it, with the rule by which it is read, for every paper that shows an amount in it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fees.rules import Tables
from fees.tables import NO_CELL, matrix, scale
from members.models import Kind


def fee_table(kind: str, tables: Tables, cell: Mapping[str, int] = NO_CELL) -> dict:
    """The table of a kind with its `cell` marked: the `matrix` of cities, the `scale` of companies, else neither."""
    return {
        "matrix": matrix(tables, cell) if kind == Kind.CITY else None,
        "scale": scale(tables, cell) if kind == Kind.COMPANY else [],
    }


def rule_lines(kind: str, tables: Tables) -> list[str]:
    """The rule in two lines (R10, R11, R15)."""
    edges = _("A band begins at its lower bound and ends below the next one; figures are not rounded.")
    asks = tables.asks(kind)
    if "gdp" in asks:
        return [_("The fee stands where the row of the GDP per head meets the column of the population."), edges]
    if asks:
        return [_("The fee stands beside the band of the number of employees."), edges]
    return [_("Every member of this kind pays the same fee: %s.") % Kind(kind).label]


def table_labels() -> dict[str, str]:
    """What stands around figures and table."""
    return {
        "figures": _("Figures used"),
        "figure": _("Figure"),
        "value": _("Value"),
        "year": _("Year"),
        "source": _("Source"),
        "band": _("Band"),
        "table": _("Fee table (USD)"),
        "population": _("Population"),
        "gdp": _("GDP per head (PPP), international $"),
        "employees": _("Number of employees"),
        "fee": _("Fee"),
        "schedule": _("Fee schedule"),
        "signature": _("WeGO Secretariat (signature or seal)"),
    }
