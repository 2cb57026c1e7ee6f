"""`/members/`: whom WeGO consists of on any day."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.register import Listing, Wanted
from members.models import Member, Region
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from tests.directory.pages import get, names, plain
from tests.factories import CountryFactory, RegionFactory, make_associate, make_full, make_opened
from tests.facts import members as roster

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # the API asks the same on both

PAGE = "/members/"


@pytest.fixture
def some(officer):
    """A full capital of Asia, an associate company of Africa, a city that left on 30 June 2020."""
    africa = CountryFactory(iso3="KEN", region=RegionFactory(code="africa", order=2))
    full = make_full(name_en="Aville", name_ko="가시", capital=True, by=officer)
    make_associate(name_en="Bcorp", kind="company", country=africa, by=officer)
    left = make_full(name_en="Ctown", by=officer)
    withdraw_member(left, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=officer)
    return full


def test_lists_the_191_of_the_roster_by_name(client, real_register):
    listed = [name for page in range(1, 11) for name in names(get(client, PAGE, on="2019-12-31", page=page))]

    assert len(listed) == 191
    assert sorted(listed) == sorted(row["name_en"] for row in roster())


@pytest.mark.parametrize("asked", [{}, {"kind": "city"}, {"region": "africa", "capital": False}, {"country": "KOR"}])
def test_the_pages_together_are_the_whole_list_in_its_order(real_register, asked):
    if "region" in asked:
        asked = asked | {"region": Region.objects.get(code=asked["region"]).pk}
    wanted = Wanted(on=date(2019, 12, 31), **asked)
    pages = Listing(wanted).page(1).paginator

    paged = [member.number for number in pages.page_range for member in pages.page(number)]

    assert paged == [member.number for member in Listing(wanted).all()]
    assert paged == [no for no in in_the_order_of_the_annex() if no in set(paged)]


def in_the_order_of_the_annex() -> list[int]:
    members = Member.objects.select_related("country__region")
    place = {one: (one.country.region.order, one.country.order, one.country.name_en, one.number) for one in members}
    return [one.number for one in sorted(members, key=place.get)]


def test_heading_counts_members_and_countries(client, real_register):
    html = get(client, PAGE, on="2019-12-31")

    assert "191 members in 59 countries" in html
    assert "Page 1 of 10" in html
    assert "144 members in 54 countries" in get(client, PAGE, on="2019-12-31", kind="city")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"kind": "city"}, 144),
        ({"kind": "institution"}, 17),
        ({"kind": "company"}, 30),
        ({"capital": "yes"}, 39),
        ({"capital": "no"}, 105),
        ({"region": "oceania"}, 1),
        ({"region": "africa", "kind": "city"}, 46),
        ({"country": "KOR", "kind": "city"}, 7),
        ({"standing": "full"}, 191),
    ],
)
def test_filters_narrow_down_and_the_heading_counts_what_is_listed(client, real_register, asked, count):
    context = client.get(PAGE, {"on": "2019-12-31", **asked}).context

    assert context["page"].paginator.count == count
    assert sum(len(context["page"].paginator.page(number)) for number in context["page"].paginator.page_range) == count


def test_standing_since_and_capital_of_a_row(client, some):
    html = get(client, PAGE, on="2020-06-30", q="Aville")
    [row] = re.findall(r'<tr role="row"><th scope="row".*?</tr>', html, re.S)

    assert plain(row) == "Aville Country KOR Asia 8 November 2019 Full yes"


def test_members_with_which_the_register_began_are_members_by_that_day(client, db):
    make_opened(1)

    assert "by 31 December 2019" in get(client, PAGE)


@pytest.mark.parametrize(
    ("on", "listed"),
    [
        ("2019-03-20", ["Aville", "Ctown", "Bcorp"]),
        ("2020-06-30", ["Aville", "Ctown", "Bcorp"]),
        ("2020-07-01", ["Aville", "Bcorp"]),
        ("", ["Aville", "Bcorp"]),
    ],
)
def test_lists_the_members_of_the_day(client, some, on, listed):
    assert names(get(client, PAGE, on=on)) == listed


def test_names_are_those_of_the_day(client, some, officer):
    rename_member(some, language="en", name="Newville", valid_from=date(2020, 1, 1), by=officer, reason="renamed")

    assert "Aville" in names(get(client, PAGE, on="2019-12-31"))
    assert "Newville" in names(get(client, PAGE))


@pytest.mark.parametrize("q", ["Aville", "avile", "가시", "  AVILLE "])
def test_search_takes_any_spelling_and_script(client, some, q):
    assert names(get(client, PAGE, q=q)) == ["Aville"]


def test_search_and_filters_go_together(client, real_register):
    assert names(get(client, PAGE, q="Nairobi")) == names(get(client, PAGE, q="Nairobi", region="africa"))
    assert "Nairobi City County" not in names(get(client, PAGE, q="Nairobi", region="europe"))


def test_search_finds_no_former_member(client, some):
    assert names(get(client, PAGE, q="Ctown")) == []
    assert names(get(client, PAGE, q="Ctown", on="2020-06-30")) == ["Ctown"]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2019-12-30", "The register begins on 2019-12-31. Nothing is recorded of 2019-12-30"),
        ("0001-01-01", "The register begins on 2019-12-31"),
        ("9999-12-31", "9999-12-31 has not come yet. Choose today or an earlier day."),
        ("2020-02-30", "Type a day that exists"),
        ("31.12.2019", "Type a day that exists"),
    ],
)
def test_a_day_that_is_none_is_answered_beside_its_field(client, db, on, words):
    make_opened(1)

    html = get(client, PAGE, on=on)

    [error] = [part for part in html.split("<p") if 'id="id_on_error"' in part]
    assert words in error
    assert html.count('class="error-summary"') == 1
    assert "<title>Error: Members" in html
    assert names(html) == []
    assert f'value="{on}"' in html


@pytest.mark.parametrize("asked", [{"kind": "x"}, {"country": "X"}, {"region": "x"}, {"capital": "2"}, {"q": "a\0"}])
def test_any_other_wrong_question_is_answered_beside_its_field(client, some, asked):
    html = get(client, PAGE, **asked)

    assert f'id="id_{next(iter(asked))}_error"' in html
    assert names(html) == []


def test_empty_states_are_friendly(client, some):
    assert "Nobody is called “zzqqxx”" in get(client, PAGE, q="zzqqxx")
    assert "The filters leave no member" in get(client, PAGE, kind="institution")


def test_an_empty_register_has_a_page(client, db):
    CountryFactory()

    assert "The filters leave no member" in get(client, PAGE)


@pytest.mark.parametrize(("page", "shown"), [("x", 1), ("0", 2), ("99", 2), ("2", 2), ("-1", 2)])
def test_a_page_that_is_none_shows_the_nearest(client, db, page, shown):
    make_opened(*range(1, 22))

    assert client.get(PAGE, {"page": page}).context["page"].number == shown


def test_links_keep_what_was_asked(client, real_register):
    html = get(client, PAGE, kind="city", region="asia", on="2019-12-31", page="2", other="x")

    asked = "region=asia&amp;kind=city&amp;on=2019-12-31"
    assert f'href="/members/?{asked}&amp;page=3"' in html
    assert f'href="/members/?{asked}&amp;page=1"' in html
    assert f'href="/data/members.csv?{asked}"' in html
    assert 'href="/members/mem_' in html and '/?on=2019-12-31"' in html


@pytest.mark.parametrize("asked", [{}, {"q": "Opened"}, {"kind": "city", "region": "asia"}])
def test_as_many_queries_for_three_members_as_for_one(client, db, asked):
    counts = []
    for numbers in ([1], [2, 3]):
        make_opened(*numbers)
        with CaptureQueriesContext(connection) as queries:
            listed = names(get(client, PAGE, **asked))
        counts.append((len(listed), len(queries)))

    (one, first), (three, second) = counts
    assert (one, three) == (1, 3)
    assert first == second


def test_only_the_members_of_the_page_leave_the_database(client, db):
    """The names of all members are read for none but those shown, apart from the dots of the map."""
    make_opened(*range(1, 46))

    with CaptureQueriesContext(connection) as queries:
        get(client, PAGE, page="2")

    paged = [query["sql"] for query in queries if " LIMIT 20 OFFSET 20" in query["sql"]]
    assert len(paged) == 1


def test_the_map_has_a_dot_for_each_city_with_a_position(client, real_register):
    html = get(client, PAGE, on="2019-12-31")
    found = client.get(PAGE, {"on": "2019-12-31"}).context["map"]

    assert html.count("<circle") == len(found.dots) == found.placed == 130
    assert "Dots: 130 member cities. Without a position on record: 14." in html
    assert 'role="img"' in html
    assert [dot.y for dot in found.dots] == sorted(dot.y for dot in found.dots)
    assert "<title>Seoul Metropolitan Government</title>" in html
    assert "<a" not in html[html.index("<svg role") : html.index("</svg>", html.index("<svg role"))]
