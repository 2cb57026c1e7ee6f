"""`/members/<key>/`: what is public of one member on any day."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import City, Kind, Member, MemberFigure, OfficerCity
from members.services.decisions import Verdict, decide
from members.services.duplicates import merge_records, undo_merge
from members.services.leaving import split_member, withdraw_member
from members.services.members import MemberFacts, rename_member
from tests.directory.pages import get, page_of, plain
from tests.factories import CountryFactory, MeetingFactory, make_associate, make_full, make_opened

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def city(officer):
    facts = {"name_en": "Aville", "name_ko": "가시", "name_local": "Âville", "capital": True, "level": "city"}
    return make_full(accepted_on=date(2019, 3, 20), approved_on=date(2019, 11, 8), by=officer, **facts)


def facts(html: str) -> dict[str, str]:
    return {
        plain(label): plain(value) for label, value in re.findall(r"<dt>(.*?)</dt>\s*<dd.*?>(.*?)</dd>", html, re.S)
    }


def table(html: str, name: str) -> list[str]:
    found = re.search(rf'<caption id="{name}">.*?<tbody>(.*?)</tbody>', html, re.S)
    return [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", found[1], re.S)] if found else []


def standing(html: str) -> str:
    return plain(re.search(r'<p class="(?:answer|notice)">(.*?)</p>', html, re.S)[1])


def test_names_kind_country_and_capital(client, city):
    html = get(client, page_of(city))

    assert "<h1>Aville</h1>" in html
    told = facts(html)
    assert told["Name (English)"] == "Aville"
    assert told["Name (Korean)"] == "가시"
    assert told["Name (local language)"] == "Âville"
    assert (told["Kind"], told["Country"], told["Region"]) == ("City city", "Country KOR", "Asia")
    assert told["Capital"] == "yes"
    assert "<h1>가시</h1>" in get(client, f"/ko{page_of(city)}")


def test_standing_through_time_and_the_decision(client, city):
    html = get(client, page_of(city))

    assert standing(html) == "Full member since 8 November 2019."
    assert table(html, "standings") == [
        "Associate member 20 March 2019 7 November 2019",
        "Full member 8 November 2019",
    ]
    [decision] = table(html, "decisions")
    assert decision == "8 November 2019 Executive Committee 2019-11-08 Full membership Approved"


def test_on_a_day_nothing_later_is_told(client, city, officer):
    rename_member(city, language="en", name="Bville", valid_from=date(2020, 1, 1), by=officer, reason="renamed")
    OfficerCity.objects.create(member=city, office="president", starts_on=date(2019, 12, 1), ends_on=date(2021, 1, 1))
    early, late = get(client, page_of(city), on="2019-11-07"), get(client, page_of(city), on="2020-12-31")

    assert standing(early) == "Associate member since 20 March 2019."
    assert table(early, "decisions") == []
    assert "Bville" not in early and "President" not in early
    assert "<h1>Bville</h1>" in late
    assert facts(late)["President City"] == "since 1 December 2019"
    assert facts(get(client, page_of(city)))["President City"] == "1 December 2019 to 1 January 2021"


def test_an_earlier_name_stands_with_its_days(client, city, officer):
    rename_member(city, language="en", name="Bville", valid_from=date(2020, 1, 1), by=officer, reason="renamed")

    html = get(client, page_of(city))

    names = [plain(one) for one in re.findall(r"<dt>Name \(English\)</dt>\s*<dd.*?>(.*?)</dd>", html, re.S)]
    assert names == ["Bville since 1 January 2020", "Aville until 31 December 2019"]


def test_a_member_of_the_opening_is_one_by_that_day_and_provisional(client, db):
    [member] = make_opened(1)

    html = get(client, page_of(member))

    assert standing(html) == (
        "Full member by 31 December 2019, the day on which the register begins. "
        "The source does not tell whether it is a full or an associate member."
    )
    assert table(html, "standings") == ["Full member by 31 December 2019"]


def test_a_former_member_says_so_and_not_why(client, city, officer):
    withdraw_member(city, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=officer)

    html = get(client, page_of(city))

    assert standing(html) == "Former member since 1 July 2020."
    assert table(html, "standings")[-1] == "Former member 1 July 2020"
    assert "withdraw" not in html.lower()
    assert standing(get(client, page_of(city), on="2020-06-30")) == "Full member since 8 November 2019."


def test_a_rejection_is_not_told(client, officer):
    member = make_associate(by=officer)
    meeting = MeetingFactory(held_from=date(2020, 5, 4))
    decide(meeting, verdicts=[Verdict(member, "rejected", "not a city")], decided_on=date(2020, 5, 4), by=officer)

    html = get(client, page_of(member))

    assert standing(html) == "Former member since 4 May 2020."
    assert table(html, "decisions") == []
    assert "reject" not in html.lower() and "not a city" not in html


def test_before_it_came_it_is_no_member_yet(client, officer):
    make_full(by=officer)
    later = make_associate(accepted_on=date(2021, 1, 5), by=officer)

    assert standing(get(client, page_of(later), on="2020-01-01")) == "Not a member yet."


def test_population_stands_with_its_year_and_source(client, city):
    facts_of = {"member": city, "indicator": "population", "source": "census"}
    for year, value in ((2018, 1_070_000), (2020, 1_090_000)):
        MemberFigure.objects.create(value=value, reference_year=year, **facts_of)

    assert facts(get(client, page_of(city)))["Population"] == "1,090,000 Year: 2020. census"
    assert facts(get(client, page_of(city), on="2019-12-31"))["Population"] == "1,070,000 Year: 2018. census"


@pytest.mark.parametrize(
    ("website", "shown"),
    [("https://a.example/", True), ("http://a.example/", True), ("ftp://a.example/", False), ("javascript:x", False)],
)
def test_only_a_website_that_a_browser_may_open_is_linked(client, city, website, shown):
    Member.objects.filter(pk=city.pk).update(website=website)

    html = get(client, page_of(city))

    assert (f'<a rel="noopener" href="{website}">' in html) is shown
    assert (website in html) is shown


def test_a_city_that_lies_within_another(client, city, officer):
    inner = make_full(name_en="Inner", by=officer)
    City.objects.filter(pk=inner.pk).update(lies_within=city)

    assert facts(get(client, page_of(inner)))["Lies within"] == "Aville"
    assert page_of(city) in get(client, page_of(inner))


def test_a_split_leads_on_and_back(client, city, officer):
    meeting = MeetingFactory(held_from=date(2020, 5, 4))
    parts = [MemberFacts(kind=Kind.CITY, country=CountryFactory(), name_en=f"Part {no}") for no in (1, 2)]
    split_member(city, into=parts, meeting=meeting, decided_on=date(2020, 5, 4), last_day=date(2020, 5, 31), by=officer)

    html = get(client, page_of(city))

    assert re.findall(r"<dt>Continued by</dt><dd><a href=.*?>(.*?)</a>", html) == ["Part 1", "Part 2"]
    part = next(one for one in Member.objects.with_names() if one.name_en == "Part 1")
    assert facts(get(client, page_of(part)))["Continues"] == "Aville Split, 1 June 2020"
    assert "Part 1" not in get(client, page_of(city), on="2020-05-31")


@pytest.mark.parametrize("key", ["mem_" + "0" * 32, "1", "mem_1", "x" * 300])
def test_who_is_unknown_is_not_found(client, city, key):
    assert client.get(f"/members/{key}/").status_code == 404


def test_neither_number_nor_database_key_nor_plain_uuid_finds_anybody(client, city):
    for key in (city.pk, city.number, city.key):
        assert client.get(f"/members/{key}/").status_code == 404


def test_a_merged_record_leads_to_the_one_that_is_kept_until_that_is_undone(client, officer):
    kept, twice = make_opened(1, 2)
    merge = merge_records(kept, duplicate=twice, reason="entered twice", by=officer).merge

    response = client.get(page_of(twice))
    assert (response.status_code, response.headers["Location"]) == (302, page_of(kept))

    undo_merge(merge, reason="two bodies", by=officer)
    assert client.get(page_of(twice)).status_code == 200


@pytest.mark.parametrize("on", ["2018-12-31", "x", "9999-01-01"])
def test_a_day_that_is_none_is_answered_beside_its_field(client, city, on):
    html = get(client, page_of(city), on=on)

    assert 'id="id_on_error"' in html
    assert "Aville" not in plain(html)


def test_versions_in_both_languages_point_at_each_other(client, city):
    html = get(client, page_of(city), on="2020-01-01")

    for code, prefix in (("en", ""), ("ko", "/ko")):
        address = f"https://members.example.org{prefix}{page_of(city)}?on=2020-01-01"
        assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in html


def test_as_many_queries_with_many_rows_as_with_few(client, city, officer):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            get(client, page_of(city))
        return len(queries)

    make_opened(1001)
    OfficerCity.objects.create(member=city, office="president", starts_on=date(2019, 12, 1))
    rename_member(city, language="en", name="Bville", valid_from=date(2020, 1, 1), by=officer, reason="renamed")
    few = counted()
    for year in (2021, 2022, 2023):
        start = date(year, 1, 1)
        OfficerCity.objects.create(member=city, office="vice_president", starts_on=start, ends_on=start)
        rename_member(city, language="en", name=f"C {year}", valid_from=start, by=officer, reason="renamed")

    assert counted() == few
