"""Two versions of the fee tables side by side: what differs, in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from fees.rules import Tables
from fees.words import band, dollars
from members.models import Kind


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
