"""`/statistics/`: the table of the annex and how the register grew, for any day."""

import re
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.statistics import Statistics
from members.services.leaving import withdraw_member
from members.services.status import confirm_provisional
from tests.directory.pages import get, plain
from tests.factories import CountryFactory, RegionFactory, make_associate, make_opened
from tests.facts import by_region

pytestmark = pytest.mark.django_db

PAGE = "/statistics/"
DAY = date(2019, 12, 31)


def annex(html: str) -> dict[str, list[int]]:
    """Cities, capitals, others, institutions, companies and members by region, country and in total."""
    table = re.search(r'<table class="annex">(.*?)</table>', html, re.S)[1]
    rows = [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)[1:]]
    return {name.strip(): [int(one) for one in numbers.split()] for name, numbers in map(split, rows)}


def split(row: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)((?: \d+){6})", row)
    return found[1], found[2]


def section(html: str, name: str) -> str:
    return re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', html, re.S)[1]


def years(html: str) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", section(html, "growth"), re.S)[1]
    return [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]


def test_totals_of_the_annex(client, real_register):
    rows = annex(get(client, PAGE, on="2019-12-31"))

    assert rows["Total"] == [144, 39, 105, 17, 30, 191]
    assert rows["Korea, Rep. of"][0] == 7


def test_regions_of_the_annex(client, real_register):
    found = Statistics.of(DAY).regions

    for column, kind in (("cities", "city"), ("institutions", "institution"), ("companies", "company")):
        counted = {row.region.code: getattr(row.counts, column) for row in found}
        assert Counter(counted) == Counter(by_region(kind))


def test_every_row_adds_up(client, real_register):
    numbers = Statistics.of(DAY)

    for row in numbers.regions:
        assert sum(counts.members for _country, counts in row.countries) == row.counts.members
        assert row.counts.capitals + row.counts.others == row.counts.cities
        assert row.counts.full + row.counts.associate == row.counts.members
    assert sum(row.counts.members for row in numbers.regions) == numbers.all.members == 191


def test_the_opening_is_no_movement(client, real_register):
    html = get(client, PAGE, on="2019-12-31")

    assert years(html) == ["31 December 2019 opening of the register 191 0 191"]
    assert "The register was opened on 31 December 2019. Nobody joined or left with that." in section(html, "movements")
    assert "Joined in 2019" not in html


@pytest.fixture
def moved(officer):
    """Two with the opening, of whom one left on 31 May 2020; one joined on 3 June."""
    first, second = make_opened(1, 2)
    confirm_provisional(members=[first, second], reason="asked", by=officer)
    withdraw_member(first, notice_on=date(2020, 5, 1), last_day=date(2020, 5, 31), by=officer)
    return make_associate(accepted_on=date(2020, 6, 3), by=officer)


def test_joined_and_left_in_a_year(client, moved):
    html = get(client, PAGE, on="2020-12-31")

    assert years(html) == ["31 December 2019 opening of the register 2 0 2", "31 December 2020 1 1 1 1 2"]
    titles = {name: re.findall(r"<title>(.*?)</title>", section(html, name)) for name in ("movements", "growth")}
    assert titles == {"movements": ["2020: 1", "2020: 1"], "growth": ["2019: 2", "2020: 2"]}
    cards = plain(re.search(r'<dl class="numbers">(.*?)</dl>', html, re.S)[1])
    assert "Joined in 2020 1" in cards and "Left in 2020 1" in cards


def test_full_and_associate(client, moved):
    bars = section(get(client, PAGE, on="2020-12-31"), "by-standing")

    assert [plain(one) for one in re.findall(r"<li>(.*?)</li>", bars, re.S)] == ["Associate member 1", "Full member 1"]
    assert "does not tell" not in bars


@pytest.mark.sqlite
def test_what_is_provisional_is_said(client, real_register):
    assert "For 191 members the source of the register does not tell" in get(client, PAGE)


@pytest.mark.sqlite
def test_every_chart_has_its_data_as_a_table_and_as_a_file(client, moved):
    html = get(client, PAGE, on="2020-12-31")

    for name, part in (("by-region", "regions"), ("growth", "years"), ("movements", "years")):
        assert f'href="/data/statistics.csv?on=2020-12-31&amp;part={part}"' in section(html, name)
    for name in ("growth", "movements"):
        assert re.search(r"<details>.*<table>", section(html, name), re.S)
    assert 'href="/data/statistics.csv?on=2020-12-31"' in html
    assert html.count('role="img"') == 3
    assert " style=" not in html and "<style" not in html


@pytest.mark.sqlite
@pytest.mark.parametrize("on", ["2019-12-30", "2019-02-29", "3000-01-01"])
def test_a_day_that_is_none_is_answered_beside_its_field(client, moved, on):
    html = get(client, PAGE, on=on)

    assert 'id="id_on_error"' in html
    assert '<table class="annex">' not in html


@pytest.mark.sqlite
def test_an_empty_register_has_a_page(client, db):
    assert "The register has not been opened yet." in get(client, PAGE)


def test_as_many_queries_for_three_countries_as_for_one(client, officer):
    counts = []
    for codes in (["AAA"], ["BBB", "CCC"]):
        for place, code in enumerate(codes):
            region = RegionFactory(code=f"r-{code.lower()}", order=place)
            country = CountryFactory(iso3=code, region=region)
            make_associate(country=country, accepted_on=date(2020 + place, 1, 2), by=officer)
        with CaptureQueriesContext(connection) as queries:
            rows = annex(get(client, PAGE))
        counts.append((len(rows), len(queries)))

    (few, first), (many, second) = counts
    assert (few, many) == (1 + 2, 1 + 6)
    assert first == second
