"""How the register grew: the opening is no movement, and every year adds up."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.changes import list_changes
from members.models import StatusChange
from members.movements import years_until
from members.register import Totals
from members.services.leaving import withdraw_member
from members.services.status import correct_status
from tests.factories import approve, make_associate, make_full, make_opened, readmit

pytestmark = pytest.mark.django_db


def told(on: date) -> list[tuple]:
    return [(year.on.isoformat(), year.members, year.full, year.joined, year.left) for year in years_until(on)]


@pytest.fixture
def moved(officer):
    """Three with the opening. One leaves with 2020 and comes back in 2022; one joins in 2021 and is full in 2022."""
    first, *_others = make_opened(1, 2, 3)
    withdraw_member(first, notice_on=date(2020, 11, 1), last_day=date(2020, 12, 31), by=officer)
    fresh = make_associate(accepted_on=date(2021, 5, 3), by=officer)
    readmit(first, on=date(2022, 2, 1), by=officer)
    approve(fresh, on=date(2022, 6, 1), by=officer)


def test_years_of_a_register(moved):
    assert told(date(2022, 12, 31)) == [
        ("2019-12-31", 3, 3, None, None),
        ("2020-12-31", 3, 3, 0, 0),
        ("2021-12-31", 3, 2, 1, 1),
        ("2022-12-31", 4, 3, 1, 0),
    ]


def test_the_last_year_ends_with_the_day(moved):
    assert told(date(2022, 3, 1))[-1] == ("2022-03-01", 4, 2, 1, 0)
    assert told(date(2022, 1, 31))[-1] == ("2022-01-31", 3, 2, 0, 0)


def test_the_day_of_the_opening_and_the_days_before(moved):
    assert told(date(2019, 12, 31)) == [("2019-12-31", 3, 3, None, None)]
    assert told(date(2019, 12, 30)) == []


def test_every_year_agrees_with_the_register_and_with_the_change_list(moved):
    years = years_until(date(2022, 12, 31))

    for before, year in pairwise(years):
        totals, changes = Totals.on(year.on), list_changes(before.on, year.on)
        assert (year.members, year.full) == (totals.total, totals.by_status["full"])
        assert (year.joined, year.left) == (len(changes.joined), len(changes.left))


def test_the_register_opens_without_anybody_joining(real_register):
    assert told(date(2019, 12, 31)) == [("2019-12-31", 191, 191, None, None)]
    assert told(date(2020, 6, 30))[1:] == [("2020-06-30", 191, 191, 0, 0)]


def test_a_member_since_before_the_register_by_a_correction_belongs_to_the_opening(officer):
    [member] = make_opened(1)
    row = StatusChange.objects.history_of(member).get()
    correct_status(row, effective_on=date(2010, 9, 7), status="full", reason="founder", by=officer)

    assert told(date(2020, 12, 31)) == [("2019-12-31", 1, 1, None, None), ("2020-12-31", 1, 1, 0, 0)]


def test_without_an_opening_the_first_day_is_the_opening(officer):
    make_full(accepted_on=date(2019, 3, 20), approved_on=date(2019, 11, 8), by=officer)

    assert told(date(2020, 1, 1)) == [
        ("2019-03-20", 1, 0, None, None),
        ("2019-12-31", 1, 1, 0, 0),
        ("2020-01-01", 1, 1, 0, 0),
    ]


def test_an_empty_register_has_no_years(db):
    assert years_until(date(2020, 1, 1)) == []


def test_as_many_queries_for_ten_years_as_for_one(moved):
    counts = []
    for year in (2020, 2029):
        with CaptureQueriesContext(connection) as queries:
            years_until(date(year, 12, 31))
        counts.append(len(queries))

    assert counts == [2, 2]
