"""The feed while others write: what is committed late comes late, and each change has one place. On PostgreSQL."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from members.models import FeedEntry, Language
from members.services.feed import SERIES, place_changes
from members.services.members import rename_member
from tests.asking import Program, refused
from tests.factories import make_opened
from tests.members.api.mirroring import Mirror
from wego.api.docs import description
from wego.models import next_number

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_what_is_committed_late_comes_late(officer):
    """The first of two acts commits after the second was read: it is neither lost nor put before what was read."""
    with transaction.atomic():
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


def test_while_another_reader_gives_places_one_is_told_to_come_back(real_register):
    program = Program("register:history")
    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        next_number(SERIES, count=0)
        answer = threads.submit(asking(program)).result()

    refused(answer, 409, "busy")
    assert "409" in json.loads(description())["paths"]["/api/v1/changes/"]["get"]["responses"]
    assert answer["Retry-After"] == "1"
    assert program.get("changes/").status_code == 200


def asking(program: Program):
    def ask():
        try:
            return Program(text=program.text).get("changes/")
        finally:
            connection.close()

    return ask
