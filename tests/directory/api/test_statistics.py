"""Totals for programs: those of the report."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.register import Totals
from tests.asking import Program, refused
from tests.factories import make_associate, make_full, make_opened

pytestmark = pytest.mark.django_db


def test_the_totals_of_2019_are_those_of_the_source(real_register):
    told = Program().get("statistics/", on="2019-12-31").json()

    assert (told["on"], told["members"]) == ("2019-12-31", 191)
    assert told["by_kind"] == {"city": 144, "institution": 17, "company": 30}
    assert told["cities"] == {"capital": 39, "other": 105}
    cities = {row["region"]: row["by_kind"]["city"] for row in told["regions"]}
    assert sorted(cities.values()) == sorted([63, 1, 10, 18, 6, 46])
    assert sum(row["members"] for row in told["regions"]) == 191
    assert told["provisional"] == 191


def test_every_total_shows_the_split(officer):
    make_associate(by=officer)
    make_full(by=officer)
    then, now = (Program().get("statistics/", on=on).json() for on in ("2019-10-01", "2020-01-01"))

    assert (then["by_status"], now["by_status"]) == ({"associate": 2, "full": 0}, {"associate": 1, "full": 1})
    assert now["members"] == Totals.on(date(2020, 1, 1)).total == 2
    assert (now["countries"], now["provisional"]) == (1, 0)


def test_a_day_before_the_register_is_refused():
    make_opened(1)

    refused(Program().get("statistics/", on="2019-12-30"), 400, "before_register", "on")
    refused(Program().get("statistics/", known_at="2020-01-01"), 400, "unknown_parameter", "known_at")


def test_an_empty_register_has_totals_of_nothing():
    assert Program().get("statistics/").json()["members"] == 0


def test_few_queries(real_register):
    with CaptureQueriesContext(connection) as queries:
        Program().get("statistics/")

    assert len(queries) <= 3
