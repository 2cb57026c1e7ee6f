"""One person of every kind, and rows of two countries for them to see or not."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client

from members.models import OfMemberQuerySet, RegionalOffice
from tests.factories import UserFactory
from tests.members.admin.rows import COUNTRIES, make_rows
from wego.models import User
from wego.roles import Role

COLUMNS = {
    "anon": "nobody signed in",
    "none": "staff without a role",
    "adm": Role.ADMINISTRATOR,
    "mem": Role.MEMBERSHIP,
    "fin": Role.FINANCE,
    "gov": Role.GOVERNANCE,
    "sg": Role.SECRETARY_GENERAL,
    "aud": Role.AUDITOR,
    "read": Role.READ_ONLY,
    "own": Role.REGIONAL_OFFICE,
    "other": Role.REGIONAL_OFFICE,
    "all": "all rights",
}
"""The columns of the table. `own` and `other`: the regional office, and rows of its own and of another country."""
OWN, OTHER = 1, 2  # rounds of make_rows: each has a country


@dataclass
class World:
    """The newest row of every table, of each of the two countries."""

    rows: dict[int, dict[type[Model], Model]]

    def row_of(self, column: str):
        return self.rows[OTHER if column == "other" else OWN].get


def make_world(models) -> World:
    chief = UserFactory(username="chief", is_superuser=True)
    for column in COLUMNS:
        make_person(column)
    rows = {}
    for turn in (OWN, OTHER):
        make_rows(turn, by=chief)
        newest = {model: _newest(model, COUNTRIES[turn]) for model in models}
        rows[turn] = {model: row for model, row in newest.items() if row}
    office = RegionalOffice.objects.get(name_en=f"Office {OWN}")
    office.staff.set(User.objects.filter(username__in=["own", "other"]))
    return World(rows)


def make_person(column: str) -> User:
    person = UserFactory(username=column, is_superuser=column == "all")
    if COLUMNS[column] in Role:
        person.groups.add(Group.objects.get(name=COLUMNS[column]))
    return person


def _newest(model: type[Model], country: str) -> Model | None:
    rows = model._default_manager.order_by("-pk")
    paths = rows.country_paths if isinstance(rows, OfMemberQuerySet) else []
    return rows.filter(**dict.fromkeys(paths, country)).first() or rows.first()


def browser_of(column: str) -> Client:
    """A browser of the person, who stays signed in whatever an address does to the session."""
    client = Client(raise_request_exception=False)
    if column != "anon":
        client.force_login(User.objects.get(username=column))
    return client
