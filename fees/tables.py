"""The fee tables as they are printed, and two versions of them side by side: what differs, in words."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from fees.rules import Tables, equal_neighbours
from fees.words import band, dollars, whole
from members.models import Kind

NO_CELL: Mapping[str, int] = {}


def matrix(tables: Tables, cell: Mapping[str, int] = NO_CELL) -> dict | None:
    """The table of cities, a row for each GDP band. `equal` marks an amount like its neighbour's; `marked` the
    `cell` (row and column from 1, as in the basis of a quotation) and the bands in which it lies."""
    if tables.city is None:
        return None
    city, equal = tables.city, equal_neighbours(tables.city.cells)
    at_row, at_column = cell.get("row"), cell.get("column")
    return {
        "columns": [
            {"label": band(*city.population.edges(column)), "marked": column + 1 == at_column}
            for column in range(len(city.population))
        ],
        "rows": [
            {
                "label": band(*city.gdp.edges(row)),
                "marked": row + 1 == at_row,
                "cells": [
                    {
                        "amount": dollars(amount),
                        "equal": (row, column) in equal,
                        "marked": (row + 1, column + 1) == (at_row, at_column),
                    }
                    for column, amount in enumerate(amounts)
                ],
            }
            for row, amounts in enumerate(city.cells)
        ],
        "equal": bool(equal),
    }


def scale(tables: Tables, cell: Mapping[str, int] = NO_CELL) -> list[dict]:
    """The table of companies, a row for each band of employees; `marked` is the one of the `cell`."""
    if tables.company is None:
        return []
    bands = tables.company.employees
    return [
        {"label": band(*bands.edges(place)), "amount": dollars(amount), "marked": place + 1 == cell.get("row")}
        for place, amount in enumerate(tables.company.amounts)
    ]


def entries(tables: Tables) -> dict[str, Decimal]:
    """Every amount of the tables under the words for its place."""
    found = {}
    if city := tables.city:
        for row, amounts in enumerate(city.cells):
            for column, amount in enumerate(amounts):
                place = {"gdp": band(*city.gdp.edges(row)), "population": band(*city.population.edges(column))}
                found[_("City, GDP %(gdp)s, population %(population)s") % place] = amount
    if company := tables.company:
        for place, amount in enumerate(company.amounts):
            found[_("Company, employees %s") % band(*company.employees.edges(place))] = amount
    for kind, flat in tables.flat.items():
        found[_("Every member of the kind: %s") % Kind(kind).label] = flat.amount
    return found


def differences(before: Tables, after: Tables) -> list[str]:
    """A line for each amount that is changed, new or gone."""
    old, new = entries(before), entries(after)
    return [
        _("%(place)s: %(old)s -> %(new)s USD")
        % {
            "place": place,
            "old": dollars(old[place]) if place in old else "-",
            "new": dollars(new[place]) if place in new else "-",
        }
        for place in {**old, **new}
        if old.get(place) != new.get(place)
    ]


def changed_bounds(before: Tables, after: Tables) -> list[str]:
    """A line for each axis whose bands are others: lower bounds before and after."""
    axes = [
        (_("Population from (persons): %(old)s -> %(new)s"), before.city, after.city, "population"),
        (_("GDP from (international $ per head): %(old)s -> %(new)s"), before.city, after.city, "gdp"),
        (_("Employees from (persons): %(old)s -> %(new)s"), before.company, after.company, "employees"),
    ]
    said = [(words, _bounds(old, axis), _bounds(new, axis)) for words, old, new, axis in axes]
    return [words % {"old": old, "new": new} for words, old, new in said if old != new]


def _bounds(table, axis: str) -> str:
    return "; ".join(map(whole, getattr(table, axis).lowers)) if table else "-"
