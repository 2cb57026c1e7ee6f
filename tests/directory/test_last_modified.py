"""The time of the last change: told once it has settled, and never in place of the tag."""

from datetime import datetime, timedelta

import pytest
from django.utils.http import http_date

from tests.directory.test_freshness import rename
from tests.factories import make_full

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def settled(time_machine):
    """The afternoon of a day on which nothing has changed for a while."""

    def move(**later):
        time_machine.move_to(datetime.fromisoformat("2031-03-01T15:00+09:00") + timedelta(**later), tick=False)

    move()
    return move


def test_time_of_the_last_change_is_told_and_understood(client, officer, settled):
    member = make_full(by=officer)
    settled(minutes=2)

    response = client.get("/members/")

    told = response.headers["Last-Modified"]
    assert told == http_date(datetime.fromisoformat("2031-03-01T15:00+09:00").timestamp())
    assert client.get("/members/", headers={"If-Modified-Since": told}).status_code == 304

    rename(member, officer)
    assert client.get("/members/", headers={"If-Modified-Since": told}).status_code == 200


def test_no_time_is_told_until_the_change_has_settled(client, officer, settled):
    """Two changes of one second have one time, and a row is seen later than it was written."""
    make_full(by=officer)
    settled(seconds=59)

    assert "Last-Modified" not in client.get("/members/").headers
    assert "ETag" in client.get("/members/").headers


def test_the_tag_goes_before_the_time(client, officer, settled):
    make_full(by=officer)
    settled(minutes=2)
    told = client.get("/members/").headers["Last-Modified"]

    other = {"If-Modified-Since": told, "If-None-Match": '"other"'}
    assert client.get("/members/", headers=other).status_code == 200


def test_a_day_that_begins_changes_a_page(client, officer, settled):
    make_full(by=officer)
    settled(days=1)

    assert client.get("/members/").headers["Last-Modified"] == "Sat, 01 Mar 2031 15:00:00 GMT"
