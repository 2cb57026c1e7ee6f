"""What tells that tables have changed, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Country, MeetingResult, Region, StatusChange
from members.services.status import confirm_provisional
from tests.factories import CountryFactory, MeetingFactory, RegionFactory, make_associate, make_opened
from wego.conditional import State
from wego.release import release

pytestmark = pytest.mark.django_db


def test_equal_as_long_as_nothing_changed(officer):
    make_associate(by=officer)
    tables = (Region, StatusChange, MeetingResult)

    assert State.of(tables) == State.of(tables)


def test_a_change_of_master_data_is_seen(db):
    region = RegionFactory()
    before = State.of([Region])

    region.name_en = "Another"
    region.save()

    assert State.of([Region]) != before


def test_a_row_that_is_gone_is_seen(db):
    country = CountryFactory()
    before = State.of([Country])

    country.delete()

    assert State.of([Country]) != before


def test_a_row_of_history_is_seen(officer):
    [member] = make_opened(1)
    before = State.of([StatusChange])

    confirm_provisional(members=[member], associates=[], reason="asked", by=officer)

    assert State.of([StatusChange]) != before


def test_a_change_of_a_table_without_history_is_seen(db):
    result = MeetingFactory().results.create(text_en="Decided")
    before = State.of([MeetingResult])

    result.text_en = "Put off"
    result.save()

    assert State.of([MeetingResult]) != before


def test_a_change_of_another_table_is_not(db):
    before = State.of([Country])

    RegionFactory()

    assert State.of([Country]) == before


def test_tells_when_the_newest_change_was(db, time_machine):
    for day in (3, 1, 2):  # the newest row counts, and then the newest table
        time_machine.move_to(datetime(2020, 1, day, 12, tzinfo=UTC), tick=False)
        (RegionFactory if day == 2 else MeetingFactory)()

    assert State.of([Region]).changed_at == datetime(2020, 1, 2, 12, tzinfo=UTC)


def test_tells_no_time_where_no_table_does(db):
    assert State.of([MeetingResult]).changed_at is None
    assert State.of([Region]).changed_at is None


def test_one_query_for_all_tables_with_history(db):
    with CaptureQueriesContext(connection) as queries:
        State.of([Region, Country, StatusChange])

    assert len(queries) == 1


def test_a_release_is_named_by_its_files():
    assert len(release().digest) == 64
    assert timedelta(0) < timezone.now() - release().installed_at
