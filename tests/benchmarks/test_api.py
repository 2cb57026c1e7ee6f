"""What the API costs on top of Django and of the database: a page of 50 members out of 10,000, and the feed."""

import pytest
from django.db import connection
from django.http import JsonResponse
from django.test import Client
from django.urls import path

from members.register import members_on
from members.services.feed import place_changes
from tests.asking import V1, Program
from tests.benchmarks.conftest import FIRST, add_members, analyze, clear, median_seconds
from wego import urls
from wego.dates import today

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

MEMBERS = 10_000
PAGE = 50


def first_page():
    return members_on(today())[: PAGE + 1]


def bare(request):
    """The same rows by hand, without anything that the API does besides."""
    rows = [
        {
            "key": f"mem_{one.key.hex}",
            "number": one.number,
            "name": one.name_en,
            "name_ko": one.name_ko,
            "name_local": one.name_local,
            "kind": one.kind,
            "country": one.country_id,
            "region": one.country.region.code,
            "capital": one.city.capital if one.kind == "city" else None,
            "status": one.status,
            "since": one.since,
            "since_is_opening": one.ground == "opening",
            "website": one.website,
        }
        for one in first_page()[:PAGE]
    ]
    return JsonResponse({"results": rows})


urlpatterns = [path("bare/", bare), *urls.urlpatterns]


@pytest.fixture(scope="module")
def ten_thousand(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        add_members(range(FIRST, FIRST + MEMBERS))
        analyze()
        yield MEMBERS
        clear()


def bare_sql() -> list:
    sql, params = first_page().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_a_page_against_a_bare_view_and_against_its_sql(ten_thousand, settings, report):
    settings.ROOT_URLCONF = __name__
    client = Client()
    told, by_hand = client.get(f"{V1}members/").json()["results"], client.get("/bare/").json()["results"]
    assert (told, len(bare_sql())) == (by_hand, PAGE + 1)

    api = median_seconds(lambda: client.get(f"{V1}members/"), times=15)
    view = median_seconds(lambda: client.get("/bare/"), times=15)
    sql = median_seconds(bare_sql, times=15)

    report(f"page of {PAGE} of {MEMBERS:,} members against a bare view", api, view, at_most=2.5)
    report("the same against its bare SQL", api, sql)


def test_a_page_far_behind_costs_what_the_first_costs(ten_thousand, report):
    anyone = Program()
    cursor = ""
    for _turn in range(60):
        cursor = anyone.get("members/", page_size="100", **cursor_of(cursor)).json()["next"].rpartition("cursor=")[2]

    far = median_seconds(lambda: anyone.get("members/", page_size="50", cursor=cursor))
    first = median_seconds(lambda: anyone.get("members/", page_size="50"))

    report("page behind 6,000 members against the first", far, first, at_most=2.0)


def cursor_of(text: str) -> dict:
    return {"cursor": text} if text else {}


def test_asking_for_what_is_new_when_nothing_is(ten_thousand, report):
    program = Program("register:history")
    place_changes()
    cursor = program.get("changes/", page_size="500", since="2199-01-01T00:00:00Z").json()["cursor"]
    last = program.get("changes/", page_size="1", cursor=cursor).json()["cursor"]

    feed = median_seconds(lambda: program.get("changes/", page_size="1", cursor=last))
    page = median_seconds(lambda: program.get("members/"))

    report("the feed with its 40,000 entries against a page of members", feed, page)
