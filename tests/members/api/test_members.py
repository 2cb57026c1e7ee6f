"""The public list of members, and the page of one of them."""

import json
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.keys import parse_public_key, public_key
from members.models import Contact, Language, Member, MemberFigure, Outcome
from members.register import members_on
from members.services.decisions import Verdict, decide
from members.services.duplicates import merge_records
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from members.services.status import confirm_provisional
from tests import facts
from tests.asking import Program, refused
from tests.factories import (
    MeetingFactory,
    make_associate,
    make_former,
    make_full,
    make_opened,
)

pytestmark = pytest.mark.django_db

ROW = {
    *("key", "number", "name", "name_ko", "name_local", "kind", "country", "region", "capital"),
    *("status", "since", "since_is_opening", "website"),
}


@pytest.fixture
def anyone():
    return Program()


def numbers(rows: list[dict]) -> list[int]:
    return [row["number"] for row in rows]


def test_the_roster_of_2019_is_the_source_name_for_name(real_register, anyone):
    rows = anyone.pages("members/", on="2019-12-31")
    region = facts.region_of_country()

    assert len(rows) == 191
    assert all(set(row) == ROW for row in rows)
    told = [(one["name"], one["name_ko"], one["kind"], one["country"], one["region"], one["capital"]) for one in rows]
    assert sorted(map(str, told)) == sorted(
        str((row["name_en"], row["name_ko"], row["kind"], row["country"], region[row["country"]], capital(row)))
        for row in facts.members()
    )
    assert {(row["status"], row["since"], row["since_is_opening"]) for row in rows} == {("full", "2019-12-31", True)}


def capital(row: dict) -> bool | None:
    return bool(row.get("capital")) if row["kind"] == "city" else None


def test_the_list_is_that_of_the_register(real_register, anyone, officer):
    make_full(by=officer)

    assert numbers(anyone.pages("members/", on="2020-01-01")) == [one.number for one in members_on(date(2020, 1, 1))]


def test_pages_of_fifty_by_number(real_register, anyone):
    first = anyone.get("members/").json()
    second = anyone.follow(first["next"]).json()
    back = anyone.follow(second["previous"]).json()

    assert (len(first["results"]), first["previous"]) == (50, None)
    assert numbers(first["results"]) == list(range(1, 51))
    assert numbers(second["results"]) == list(range(51, 101))
    assert back["results"] == first["results"]
    assert len(anyone.get("members/", page_size="100").json()["results"]) == 100


def test_all_pages_are_of_the_day_of_the_first(anyone, officer):
    last = make_opened(1, 2, 3)[-1]
    withdraw_member(last, notice_on=date(2020, 6, 30), last_day=date(2020, 6, 30), by=officer)
    with time_machine.travel("2020-06-30T14:59:00Z", tick=False):  # a minute before midnight in Seoul
        first = anyone.get("members/", page_size="2").json()
    with time_machine.travel("2020-06-30T15:01:00Z", tick=False):
        assert numbers(anyone.follow(first["next"]).json()["results"]) == [3]
        assert numbers(anyone.pages("members/")) == [1, 2]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "company"},
        {"country": "KOR"},
        {"region": "africa"},
        {"status": "full", "kind": "city", "country": "NPL"},
    ],
)
def test_filters(real_register, anyone, query):
    region = facts.region_of_country()
    expected = [
        row
        for row in facts.members()
        if query.get("kind", row["kind"]) == row["kind"]
        and query.get("country", row["country"]) == row["country"]
        and query.get("region", region[row["country"]]) == region[row["country"]]
    ]

    found = anyone.pages("members/", page_size="7", **query)

    assert sorted(row["name"] for row in found) == sorted(row["name_en"] for row in expected)
    assert found


def test_status_tells_associates_apart(anyone, officer):
    associate, full, former = make_associate(by=officer), make_full(by=officer), make_former(by=officer)

    assert numbers(anyone.pages("members/", status="associate")) == [associate.number]
    assert numbers(anyone.pages("members/", status="full")) == [full.number]
    assert numbers(anyone.pages("members/", on="2019-12-31")) == [associate.number, full.number, former.number]
    assert numbers(anyone.pages("members/", on="2019-12-30", status="associate")) == [associate.number, former.number]


@pytest.mark.parametrize(
    ("typed", "name"), [("바기오", "Baguio City"), ("mugla", "Muğla"), ("Gazi Antep", "Gaziantep")]
)
def test_search_finds_any_spelling_the_best_first(real_register, anyone, typed, name):
    assert name in anyone.get("members/", search=typed).json()["results"][0]["name"]


def test_search_goes_on_over_pages(real_register, anyone):
    whole = anyone.pages("members/", search="city", page_size="100")

    assert len(whole) > 10
    assert numbers(anyone.pages("members/", search="city", page_size="3")) == numbers(whole)
    assert len(set(numbers(whole))) == len(whole)


def test_search_with_filters_and_without_a_match(real_register, anyone):
    assert {row["country"] for row in anyone.pages("members/", search="city", country="PHL")} == {"PHL"}
    assert anyone.get("members/", search="qqqqzzzz").json()["results"] == []
    assert len(anyone.get("members/", search=" ").json()["results"]) == 50


def test_a_day_before_the_register_is_refused_in_its_own_words(real_register, anyone):
    words = refused(anyone.get("members/", on="2019-12-30"), 400, "before_register", "on")

    assert words.startswith("The register begins on 2019-12-31. Nothing is recorded of 2019-12-30")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("on", "31.12.2019"),
        ("on", "0001-01-01"),
        ("on", ""),
        ("kind", "town"),
        ("country", "korea"),
        ("country", "KOR\n"),
        ("status", "former"),
        ("page_size", "0"),
        ("page_size", "101"),
        ("page_size", "x"),
        ("search", "x" * 201),
        ("search", "a\x00b"),
        ("cursor", ""),
        ("known_at", "yesterday"),
        ("known_at", "0001-01-01T00:00:00Z"),
    ],
)
def test_a_wrong_parameter_is_named(real_register, name, value):
    response = Program("register:history").get("members/", **{name: value})

    assert response.status_code == 400
    assert response.json()["error"]["param"] == name


def test_known_at_shows_what_was_known(officer):
    [member] = make_opened(1)
    before = timezone.now()
    rename_member(member, language=Language.EN, name="Later", valid_from=date(2020, 1, 1), by=officer, reason="law")
    make_full(by=officer)
    program = Program("register:history")

    then = program.get("members/", known_at=before.isoformat(), on="2020-06-01").json()["results"]
    now = program.get("members/", known_at=timezone.now().isoformat(), on="2020-06-01").json()["results"]

    assert [row["name"] for row in then] == ["Opened 1"]
    assert [row["name"] for row in now] == ["Later", now[1]["name"]]


def test_queries_do_not_grow_with_the_list(anyone, officer):
    counts = []
    for more in (1, 2):
        make_opened(*range(more * 10, more * 10 + more))
        with CaptureQueriesContext(connection) as queries:
            rows = anyone.get("members/").json()["results"]
        counts.append((len(rows), len(queries)))

    assert counts[0][0] == 1 and counts[1][0] == 3
    assert counts[0][1] == counts[1][1] <= 3


# --- one member ----------------------------------------------------------------------------------
def page_of(anyone, member) -> dict:
    return anyone.get(f"members/{public_key(member)}/").json()


def test_a_member_with_its_history(anyone, officer):
    member = make_full(by=officer, name_ko="군산", population=1000, figure_year=2018, figure_source="census")
    rename_member(member, language=Language.EN, name="Gunsan", valid_from=date(2021, 1, 1), by=officer, reason="law")
    first = member.names.get(language="en", valid_from=None).text
    page = page_of(anyone, member)

    assert page["names"] == [
        {"language": "en", "name": first, "valid_from": None},
        {"language": "en", "name": "Gunsan", "valid_from": "2021-01-01"},
        {"language": "ko", "name": "군산", "valid_from": None},
    ]
    assert page["standings"] == [
        {"status": "associate", "since": "2019-03-20", "since_is_opening": False},
        {"status": "full", "since": "2019-11-08", "since_is_opening": False},
    ]
    assert page["population"] == {"persons": 1000, "year": 2018, "source": "census"}
    assert page["decisions"] == [
        {"question": "admission", "outcome": "approved", "decided_on": "2019-11-08", "body": "Executive Committee"}
    ]
    assert (page["name"], page["status"], page["merged_into"]) == ("Gunsan", "full", None)


def test_no_person_and_no_number_of_the_database_is_told(anyone, officer):
    member = make_full(by=officer, liaison_name="Kim Person", liaison_email="kim@example.org", head_name="Lee Person")
    Contact.objects.create(member=member, role="other", name="Park Person", email="park@example.org")
    member.remarks = "internal"
    member.save()
    told = json.dumps(page_of(anyone, member))

    for secret in ("Person", "@example.org", "internal", "officer", '"id"', '"pk"'):
        assert secret not in told


def test_deferrals_and_refusals_are_not_told(anyone, officer):
    member = make_associate(by=officer)
    meeting = MeetingFactory()
    for verdict, on in ((Outcome.DEFERRED, meeting), (Outcome.REJECTED, MeetingFactory(held_from=date(2020, 1, 7)))):
        decide(on, verdicts=[Verdict(member, verdict, "not a city")], decided_on=on.held_from, by=officer)
    page = page_of(anyone, member)

    assert page["decisions"] == []
    assert "not a city" not in json.dumps(page)
    assert [one["status"] for one in page["standings"]] == ["associate", "former"]


def test_the_newest_population_with_its_year(anyone, officer):
    [member] = make_opened(1)
    for value, year in ((10, 2015), (30, 2018), (20, 2017)):
        MemberFigure(member=member, indicator="population", value=value, reference_year=year, source="census").save()

    assert page_of(anyone, member)["population"] == {"persons": 30, "year": 2018, "source": "census"}


def test_a_merged_record_leads_to_the_one_that_is_kept(anyone, officer):
    kept, duplicate = make_opened(1, 2)
    merge_records(kept, duplicate=duplicate, reason="one city", by=officer)
    page = page_of(anyone, duplicate)

    assert (page["merged_into"], page["standings"], page["status"]) == (public_key(kept), [], None)


def test_what_was_never_a_member_is_not_found(anyone, officer):
    member = make_associate(by=officer)
    without = Member.objects.create(number=99, kind="city", country=member.country)

    refused(anyone.get(f"members/{public_key(without)}/"), 404, "not_found")
    assert anyone.get(f"members/{public_key(member)}/").status_code == 200


@pytest.mark.parametrize("key", ["1", "mem_1", "mem_" + "g" * 32, "MEM_" + "0" * 32, "mem_" + "0" * 33])
def test_a_key_that_is_none_is_not_found(anyone, key):
    refused(anyone.get(f"members/{key}/"), 404, "not_found")


def test_keys_are_the_members_own(officer):
    [member] = make_opened(1)

    assert public_key(member) == f"mem_{member.key.hex}"
    assert parse_public_key(public_key(member)) == member.key
    assert parse_public_key(public_key(member) + "\n") is None


def test_confirmed_rows_keep_their_opening(anyone, officer):
    [member] = make_opened(1)
    confirm_provisional(members=[member], reason="minutes", by=officer)

    assert page_of(anyone, member)["since_is_opening"] is True
    assert page_of(anyone, member)["since"] == "2019-12-31"
