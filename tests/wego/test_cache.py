"""Counters in the cache of the database count every request, also of many at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection

from wego.cache import CountingCache

TABLE = "counts"
AT_ONCE, TIMES = 6, 20


@pytest.fixture
def counts(db):
    call_command("createcachetable", TABLE, verbosity=0)
    yield CountingCache(TABLE, {})
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost(counts):
    counts.add("key", 0)
    start = Barrier(AT_ONCE)

    def count(_place):
        start.wait()
        for _turn in range(TIMES):
            counts.incr("key")
        connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(count, range(AT_ONCE)))

    assert counts.get("key") == AT_ONCE * TIMES


@pytest.mark.django_db(transaction=True)
def test_what_is_not_there_is_not_counted(counts):
    with pytest.raises(ValueError, match="not found"):
        counts.incr("nothing")
