"""The front page and the frame around every public page."""

import re
from contextlib import suppress
from datetime import date

import pytest
from django.urls import NoReverseMatch, reverse

from members.services.leaving import withdraw_member
from tests.directory.pages import PAGES, get, plain
from tests.factories import make_associate, make_full

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def numbers(html: str) -> str:
    return plain(re.search(r'<dl class="numbers">(.*?)</dl>', html, re.S)[1])


def test_numbers_of_today(client, officer, time_machine):
    make_full(by=officer)
    left = make_full(by=officer)
    make_associate(kind="company", by=officer)
    make_associate(kind="institution", by=officer)
    withdraw_member(left, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=officer)

    time_machine.move_to("2020-06-30T12:00+09:00")
    assert numbers(get(client, "/")) == (
        "Members 4 full members: 2, associate members: 2 Cities 2 Institutions 1 Companies 1"
    )
    time_machine.move_to("2020-07-01T12:00+09:00")
    html = get(client, "/")
    assert numbers(html).startswith("Members 3 full members: 1, associate members: 2")
    assert "Members on 1 July 2020" in html


def test_an_empty_register_has_a_front_page(client, db):
    assert '<dl class="numbers">' not in get(client, "/")


@pytest.mark.parametrize("prefix", ["", "/ko"])
def test_the_ways_to_go(client, db, prefix):
    html = get(client, f"{prefix}/")
    main = html[html.index("<main") : html.index("</main>")]

    ways = re.findall(r'href="(.*?)"', main)
    there = ("members", "statistics", "fees/quote", *apply(), "certificates", "about")
    assert ways == [f"{prefix}/{way}/" for way in there]


def apply() -> list[str]:
    """The online application, where this site has one."""
    with suppress(NoReverseMatch):
        return [reverse("members:apply").strip("/").removeprefix("ko/")]
    return []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_same_header_and_footer(client, db, address):
    html = get(client, address)
    header, footer = (re.search(rf"<{tag}\b.*?</{tag}>", html, re.S)[0] for tag in ("header", "footer"))

    for way in ("/", "/members/", "/statistics/", "/about/", "/fees/quote/"):
        assert f'href="{way}"' in header
    for way in ("/about/", "/data/", "/certificates/"):
        assert f'href="{way}"' in footer
    here = re.findall(r'<a href="([^"]*)" aria-current="page"', header)
    assert here == ([address] if address in ("/members/", "/statistics/", "/about/") else [])
