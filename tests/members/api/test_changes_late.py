"""The feed on PostgreSQL: what is committed late comes late, and each change has one place."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from members.models import FeedEntry, Language
from members.services.feed import place_changes
from members.services.members import rename_member
from tests.factories import make_opened
from tests.members.api.mirroring import Mirror

pytestmark = pytest.mark.django_db


# --- what is committed late ----------------------------------------------------------------------
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_comes_late(officer):
    """The first of two acts commits after the second was read: it is neither lost nor put before what was read."""
    early, late = make_opened(1, 2)
    copy = Mirror()
    copy.sync()
    written, go_on = threading.Event(), threading.Event()

    def slow_name():
        with transaction.atomic():
            rename_member(early, language=Language.EN, name="Early", valid_from=date(2021, 1, 1), by=None, reason="x")
            written.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow_name)
    thread.start()
    written.wait(20)
    rename_member(late, language=Language.EN, name="Late", valid_from=date(2021, 1, 1), by=officer, reason="x")
    first = [copy.sync(), [one["name"] for one in copy.members("2021-01-01")]]
    go_on.set()
    thread.join()
    second = [copy.sync(), [one["name"] for one in copy.members("2021-01-01")]]

    assert (first, second) == ([1, ["Opened 1", "Late"]], [1, ["Early", "Late"]])
    assert copy.differences("2021-01-01") == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_give_each_change_one_place(real_register):
    results = []

    def look():
        results.append(place_changes())
        connection.close()

    threads = [threading.Thread(target=look) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = list(FeedEntry.objects.values_list("number", flat=True))
    assert sum(results) == len(numbers)
    assert numbers == list(range(1, len(numbers) + 1))
