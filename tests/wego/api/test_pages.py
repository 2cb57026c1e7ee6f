"""Pages: nothing twice, nothing left out, in both directions, while rows come and go."""

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from members.models import Country
from tests.asking import Program, refused
from tests.factories import CountryFactory
from wego.api.pages import Page, seal, unseal

pytestmark = pytest.mark.django_db

ORDER = ["-order", "iso3"]


@pytest.fixture
def countries():
    return [
        CountryFactory(iso3=f"A{letter}A", iso2=f"A{letter}", order=place // 3)
        for place, letter in enumerate("ABCDEFGH")
    ]


def codes(page: Page) -> str:
    return "".join(country.iso3[1] for country in page.results)


def page(cursor: str | None = "", size: int = 3) -> Page:
    return Page(Country.objects.all(), ORDER, cursor=cursor or "", size=size)


def test_pages_follow_the_order(countries):
    first = page()
    second = page(first.next_cursor)
    third = page(second.next_cursor)

    assert [codes(one) for one in (first, second, third)] == ["GHD", "EFA", "BC"]
    assert (first.previous_cursor, third.next_cursor) == (None, None)


def test_back_is_the_way_one_came(countries):
    first = page()
    third = page(page(first.next_cursor).next_cursor)
    second = page(third.previous_cursor)
    back = page(second.previous_cursor)

    assert [codes(one) for one in (second, back)] == ["EFA", "GHD"]
    assert back.previous_cursor is None
    assert codes(page(back.next_cursor)) == "EFA"


def test_rows_that_come_and_go_shift_nothing(countries):
    first = page()
    CountryFactory(iso3="AZA", iso2="AZ", order=9)
    Country.objects.get(iso3="AGA").delete()

    assert codes(page(first.next_cursor)) == "EFA"


def test_all_rows_on_one_page(countries):
    whole = page(size=8)

    assert codes(whole) == "GHDEFABC"
    assert (whole.next_cursor, whole.previous_cursor) == (None, None)


def test_an_empty_page_leads_nowhere():
    empty = page()

    assert (empty.results, empty.next_cursor, empty.previous_cursor) == ([], None, None)


def test_addresses_are_public_and_keep_the_question(countries, settings):
    request = Request(RequestFactory().get("/api/v1/x/", {"kind": "city", "cursor": "old"}, headers={"Host": "evil"}))
    address = page().answer(request, [])["next"]

    assert address.startswith(f"{settings.SITE_URL}/api/v1/x/?kind=city&cursor=")
    assert "old" not in address


def test_a_cursor_cannot_be_read_or_made():
    cursor = seal([["pk"], False, [4711]])

    assert "4711" not in cursor
    assert seal([["pk"], False, [4711]]) == cursor
    assert unseal(cursor) == [["pk"], False, [4711]]


@pytest.mark.parametrize(
    "spoil", [lambda c: c[:-4], lambda c: "A" + c[1:] if c[0] != "A" else "B" + c[1:], lambda c: "é"]
)
def test_a_spoiled_cursor_is_refused(real_register, spoil):
    cursor = seal([["number"], False, [1]])

    assert Program().get("members/", cursor=cursor).status_code == 200
    refused(Program().get("members/", cursor=spoil(cursor)), 400, "bad_cursor", "cursor")


def test_a_cursor_of_another_list_is_refused(real_register):
    cursor = seal([["-rank", "number"], False, [1.0, 1]])

    refused(Program().get("members/", cursor=cursor), 400, "bad_cursor", "cursor")
