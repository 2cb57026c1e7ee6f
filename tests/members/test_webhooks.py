"""What partners are told of the register: every public change, as it is recorded."""

import json
from datetime import date, timedelta

import pytest

from members.models import Contact, Language, Member, MemberFigure, MemberName
from members.services.decisions import annul_decision
from members.services.duplicates import merge_records, undo_merge
from members.services.figures import record_figures
from members.services.imports import Admission, admit_many, write_names, write_rows
from members.services.leaving import withdraw_member
from members.services.members import change_economy, rename_member
from members.services.status import confirm_provisional
from members.webhooks import CHANGED, RENAMED, STATUS_CHANGED
from tests.factories import (
    ApplicationFactory,
    CountryFactory,
    approve,
    make_associate,
    make_full,
    make_opened,
)
from tests.members.telling import news, subscribe
from wego.dates import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(officer):
    subscribe(by=officer)


def test_acceptance_tells_the_member_as_it_is(told, officer):
    member = make_associate(by=officer, name_en="Suwon", name_ko="수원시", accepted_on=date(2019, 3, 20))

    assert news() == [
        (
            STATUS_CHANGED,
            {
                "key": f"mem_{member.key.hex}",
                "number": member.number,
                "kind": "city",
                "country": "KOR",
                "name": "Suwon",
                "name_ko": "수원시",
                "name_local": "",
                "website": "",
                "status": "associate",
                "effective_on": "2019-03-20",
                "ground": "acceptance",
                "change": {
                    "status": "associate",
                    "effective_on": "2019-03-20",
                    "ground": "acceptance",
                    "corrects": None,
                },
            },
        )
    ]


def test_every_decision_and_exit_is_told(told, officer):
    member = make_full(by=officer, accepted_on=date(2019, 3, 20), approved_on=date(2019, 11, 8))
    withdraw_member(member, notice_on=date(2019, 12, 1), last_day=date(2019, 12, 31), by=officer)

    changes = [data["change"] for event_type, data in news() if event_type == STATUS_CHANGED]

    assert [(one["status"], one["effective_on"], one["ground"]) for one in changes] == [
        ("associate", "2019-03-20", "acceptance"),
        ("full", "2019-11-08", "approval"),
        ("former", "2020-01-01", "withdrawn"),
    ]


def test_change_that_lies_ahead_is_told_beside_the_standing_of_today(told, officer):
    member = make_full(by=officer)
    news()
    last_day = today() + timedelta(days=30)

    withdraw_member(member, notice_on=today(), last_day=last_day, by=officer)

    [(_type, data)] = news()
    assert data["status"] == "full"
    assert (data["change"]["status"], data["change"]["effective_on"]) == (
        "former",
        (last_day + timedelta(days=1)).isoformat(),
    )


def test_correction_is_told_with_what_it_corrects(told, officer):
    member = make_associate(by=officer)
    decision = approve(member, on=date(2019, 11, 8), by=officer)
    news()

    annul_decision(decision, reason="entered in error", by=officer)

    [(event_type, data)] = news()
    assert (event_type, data["status"], data["ground"]) == (STATUS_CHANGED, "associate", "acceptance")
    assert data["change"]["status"] == "annulled"
    assert data["change"]["corrects"] == {"status": "full", "effective_on": "2019-11-08", "ground": "approval"}


def test_confirmed_opening_is_told(told, officer):
    full, associate = make_opened(1, 2)
    news()

    confirm_provisional(members=[full], associates=[associate], reason="list of 2020", by=officer)

    assert sorted((data["number"], data["status"], data["ground"]) for _type, data in news()) == [
        (1, "full", "opening"),
        (2, "associate", "opening"),
    ]


def test_members_by_spreadsheet_are_told(told, officer):
    applications = [ApplicationFactory.build(country=CountryFactory(), name_en=name) for name in ("One", "Two")]

    admit_many([Admission(one, accepted_on=date(2019, 3, 20)) for one in applications], by=officer)

    assert [(data["name"], data["change"]["ground"]) for _type, data in news()] == [
        ("One", "acceptance"),
        ("Two", "acceptance"),
    ]


# --- names and other facts -----------------------------------------------------------------------
def test_new_name_is_told_beside_the_name_of_today(told, officer):
    member = make_full(by=officer, name_en="Nur-Sultan")
    news()
    begins = today() + timedelta(days=10)

    rename_member(member, language=Language.EN, name="Astana", valid_from=begins, reason="law", by=officer)

    [(event_type, data)] = news()
    assert (event_type, data["name"]) == (RENAMED, "Nur-Sultan")
    assert data["renamed"] == {"language": "en", "text": "Astana", "valid_from": begins.isoformat()}


def test_names_by_spreadsheet_are_told_aliases_are_not(told, officer):
    member = make_full(by=officer, name_en="Seul")
    news()
    corrected = member.names.get(language="en")
    corrected.text = "Seoul"
    added = [
        MemberName(member=member, language="ko", text="서울"),
        MemberName(member=member, language="en", text="Séoul", alias=True),
    ]

    write_names(added=added, changed=[corrected], by=officer, reason="sheet")

    assert [(event_type, data["renamed"]["text"]) for event_type, data in news()] == [
        (RENAMED, "서울"),
        (RENAMED, "Seoul"),
    ]


def test_facts_by_spreadsheet_are_told_if_they_are_public(told, officer):
    member = make_full(by=officer)
    news()
    member.website, member.remarks = "https://example.org", "secret"

    for fields in (["website", "remarks"], ["remarks"]):
        write_rows(Member, added=(), changed=[member], fields=fields, by=officer, reason="sheet")
    write_rows(Contact, added=(), changed=[], fields=["name"], by=officer, reason="sheet")

    [(event_type, data)] = news()
    assert (event_type, data["changed"], data["website"]) == (CHANGED, ["website"], "https://example.org")
    assert "secret" not in json.dumps(data)


def test_population_is_told(told, officer):
    member = make_full(by=officer)
    news()
    figure = MemberFigure(
        member=member, indicator="population", value=5_000, reference_year=2020, source="census", recorded_by=officer
    )

    record_figures(figures=[figure], by=officer)

    assert [(event_type, data["changed"]) for event_type, data in news()] == [(CHANGED, ["population"])]


def test_what_is_the_offices_own_is_not_told(told, officer):
    member = make_full(by=officer)
    news()

    change_economy(member, economy_code="HKG", reason="customs territory", by=officer)
    member.contacts.create(role="other", name="Kim", email="kim@example.org")

    assert news() == []


def test_merge_of_records_and_its_undoing_are_told(told, officer):
    kept, duplicate = make_opened(1, 2)
    duplicate.website = "https://example.org"
    duplicate.save()
    news()

    merge = merge_records(kept, duplicate=duplicate, reason="twice", by=officer).merge
    assert [(event_type, data["number"], data["status"]) for event_type, data in news()] == [
        (STATUS_CHANGED, 2, None),
        (CHANGED, 1, "full"),
    ]

    undo_merge(merge, reason="two towns", by=officer)
    assert [(event_type, data["number"], data["status"]) for event_type, data in news()] == [
        (CHANGED, 1, "full"),
        (STATUS_CHANGED, 2, "full"),
    ]
