"""Every address of the site for every kind of person against the table in matrix.txt.

Two tests plant a hole and look at what is reported: an address that nobody wrote into the table, and a row of another
country that an office finds.
"""

import pytest
from django.http import HttpResponse
from django.urls import path

from members.models import Member, OfMemberQuerySet
from tests.roles.addresses import addresses
from tests.roles.people import COLUMNS
from tests.roles.table import cells, differences, read_table
from wego import urls
from wego.visibility import VisibleQuerySet

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

ALL = addresses()
EXPECTED = read_table()
MARKS = dict.fromkeys(["mem", "gov", "sg", "aud"], pytest.mark.proof)
"""Columns that wait for `make proof`: on every run stay those who may nothing, only read, only pay, and all."""
AT_LEAST = 4000
"""Cells of the table."""

urlpatterns = [path("open/", lambda request: HttpResponse("all of it"), name="open"), *urls.urlpatterns]


@pytest.mark.parametrize("column", [pytest.param(one, marks=MARKS.get(one, ())) for one in COLUMNS])
def test_everybody_may_do_what_the_table_says(world, column):
    assert differences(column, EXPECTED, cells(column, ALL, world)) == []


def test_every_address_has_a_name_of_its_own():
    assert len({one.name for one in ALL}) == len(ALL)


def test_the_table_has_enough_cells():
    letters = [answer for line in EXPECTED.values() for answer in line.values()]

    assert len(letters) > AT_LEAST
    assert "5" not in "".join(letters)


# --- what the table must never say ---------------------------------------------------------------
def told(column: str, *, without=()) -> dict[str, str]:
    """By address in the back office what the person is answered."""
    return {
        one.name: EXPECTED[one.name][column]
        for one in ALL
        if one.route.startswith("admin/") and not one.name.endswith(("admin:login", "admin:logout", *without))
    }


def test_nobody_comes_in_without_signing_in():
    assert {name: answer for name, answer in told("anon").items() if set(answer) != {">"}} == {}


def test_an_office_finds_no_row_of_another_country():
    ends = ("<path:object_id>/",)  # leads on to the page of the row, whether there is one or not
    about = {one.name for one in ALL if one.model and isinstance(one.model._default_manager.all(), VisibleQuerySet)}
    answers = {name: answer for name, answer in told("other", without=ends).items() if name in about}

    assert len(answers) > 50
    assert {name: answer for name, answer in answers.items() if "y" in answer} == {}


@pytest.mark.parametrize("column", ["aud", "read", "own"])
def test_who_only_looks_can_send_nothing(column):
    own = ("index", "app_list", "logout", "password_change", "password_change_done")  # everybody's own pages
    files = (
        "contact_list",
        "fees_duesrun_list",
        "members_application_file",
        "members_paper_file",
    )  # sending asks for a file, nothing else
    sent = {name: answer for name, answer in told(column, without=(*own, *files)).items() if answer[1:] == "y"}

    assert sent == {}


# --- planted holes -------------------------------------------------------------------------------
def test_an_unguarded_page_is_reported(world, settings):
    settings.ROOT_URLCONF = __name__
    found = cells("anon", [one for one in addresses(__name__) if one.name in ("open", "admin:index")], world)

    reported = differences("anon", {name: EXPECTED[name] for name in EXPECTED if name in found}, found)

    assert reported == ["open: not in the table; anon is answered yy"]


def test_a_line_without_an_address_is_reported():
    assert differences("anon", {"gone": {"anon": "yy"}}, {}) == ["gone: in the table, but there is no such address"]


def test_a_row_of_another_country_that_is_found_is_reported(world, monkeypatch):
    monkeypatch.setattr(OfMemberQuerySet, "own_of", lambda rows, user: rows)
    page = [one for one in ALL if one.model is Member and one.name == "admin:members_member_change"]

    reported = differences("other", {one.name: EXPECTED[one.name] for one in page}, cells("other", page, world))

    assert reported == ["admin:members_member_change: other should be answered -., is answered y."]
