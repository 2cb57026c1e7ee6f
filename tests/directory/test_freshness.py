"""Public answers can be kept and asked about again: nothing stale is ever confirmed."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import network, profile, register, statistics
from directory.open_data import members as members_file
from directory.views import statistics as statistics_page
from members.models import City, Meeting, Member, MemberFigure, MemberName, OfficerCity, Partner, Region
from members.services.figures import record_figures
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from tests.directory.pages import DATED, FILES, PAGES, page_of
from tests.factories import MeetingFactory, make_full
from wego import conditional
from wego.release import Release

pytestmark = pytest.mark.django_db

READS = {
    "/": statistics.READS,
    "/members/": register.READS,
    "/statistics/": statistics_page.READS,
    "/about/": network.READS,
    "/data/": statistics.READS,
    **dict.fromkeys(FILES, members_file.READS),
}
OWN = {"members_namekey"}
"""Tables that follow from others by themselves."""
TABLE = re.compile(r'(?:FROM|JOIN) "?((?:members|fees|wego|auth|django)_\w+)"?')


@pytest.fixture
def member(officer):
    member = make_full(name_en="Aville", capital=True, by=officer)
    OfficerCity.objects.create(member=member, office="president", starts_on=date(2020, 1, 1))
    return member


def tag(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.headers["ETag"]


def again(client, address: str, known: str):
    return client.get(address, headers={"If-None-Match": known})


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_unchanged_is_answered_with_304(client, member, address):
    response = again(client, address, tag(client, address))

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["ETag"] == tag(client, address)


@pytest.mark.sqlite
def test_the_page_of_a_member_too(client, member):
    assert again(client, page_of(member), tag(client, page_of(member))).status_code == 304


@pytest.mark.sqlite
def test_a_list_of_tags_and_a_tag_made_weak_or_strong_by_a_proxy_are_understood(client, member):
    known = tag(client, "/members/")

    assert again(client, "/members/", f'"other", {known}').status_code == 304
    assert again(client, "/members/", known.removeprefix("W/")).status_code == 304
    assert again(client, "/members/", '"other"').status_code == 200


def rename(member, by):
    rename_member(member, language="en", name="Bville", valid_from=date(2020, 1, 1), by=by, reason="renamed")


def leave(member, by):
    withdraw_member(member, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=by)


def spell(member, by):
    MemberName.objects.create(member=member, language="en", text="Vatopia", alias=True)


def correct_city(member, by):
    City.objects.get(pk=member.pk).save()


def correct_region(member, by):
    Region.objects.get(pk=member.country.region_id).save()


CHANGES = {
    rename: ("/members/", *FILES[:4]),
    leave: ("/", "/members/", "/statistics/", *FILES),
    spell: ("/members/", *FILES[:4]),
    correct_city: ("/", "/members/", "/statistics/", *FILES),
    correct_region: ("/", "/members/", "/statistics/", *FILES),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_data_is_answered_anew(client, member, officer, change):
    addresses = (*CHANGES[change], page_of(member))
    known = {address: tag(client, address) for address in addresses}

    change(member, officer)

    answers = {address: again(client, address, known[address]).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 200)


def test_a_website_a_figure_and_an_office_change_the_page_of_the_member(client, member, officer):
    page, row = page_of(member), Member.objects.get(pk=member.pk)

    def website():
        row.website = "https://aville.example"
        row.save()

    def figure():
        facts = {"indicator": "population", "value": 1000, "reference_year": 2019, "source": "census"}
        record_figures(figures=[MemberFigure(member=member, **facts)], by=officer)

    def office():
        OfficerCity.objects.update_or_create(member=member, defaults={"ends_on": date(2021, 1, 1)})

    for change in (website, figure, office):
        known = tag(client, page)
        change()
        assert again(client, page, known).status_code == 200, change


@pytest.mark.sqlite
def test_partners_and_results_of_meetings_change_the_page_about_wego(client, member):
    known = tag(client, "/about/")
    Partner.objects.create(name_en="A partner")
    assert again(client, "/about/", known).status_code == 200

    result = MeetingFactory().results.create(text_en="Decided")
    known = tag(client, "/about/")
    result.text_en = "Put off"
    result.save()
    assert again(client, "/about/", known).status_code == 200


@pytest.mark.sqlite
def test_other_data_is_no_reason_to_answer_anew(client, member):
    known = tag(client, "/members/")

    Meeting.objects.create(body=Meeting.objects.first().body, held_from=date(2021, 1, 1), held_to=date(2021, 1, 1))

    assert again(client, "/members/", known).status_code == 304


@pytest.mark.sqlite
def test_each_language_has_a_tag_of_its_own(client, member):
    assert tag(client, "/members/") != tag(client, "/ko/members/")
    assert again(client, "/ko/members/", tag(client, "/members/")).status_code == 200


@pytest.mark.sqlite
def test_a_file_is_the_same_for_readers_of_every_language(client, member):
    english, korean = (client.get(FILES[0], headers={"Accept-Language": language}) for language in ("en", "ko"))

    assert english.content == korean.content
    assert english.headers["ETag"] == korean.headers["ETag"]
    assert "Vary" not in english.headers
    assert korean.headers["Content-Language"] == "en"


@pytest.mark.sqlite
def test_a_new_day_release_and_licence_are_answered_anew(client, member, settings, monkeypatch, time_machine):
    time_machine.move_to("2021-03-01T23:59+09:00")
    known = tag(client, "/data/")
    time_machine.move_to("2021-03-02T00:01+09:00")
    assert again(client, "/data/", known).status_code == 200

    known = tag(client, "/data/")
    settings.OPEN_DATA_LICENCE = "CC0 https://creativecommons.org/publicdomain/zero/1.0/"
    assert again(client, "/data/", known).status_code == 200

    known = tag(client, "/data/")
    monkeypatch.setattr(conditional, "release", lambda: Release("0" * 64, timezone.now()))
    assert again(client, "/data/", known).status_code == 200


# --- what the tag follows from -------------------------------------------------------------------
@pytest.mark.sqlite
@pytest.mark.parametrize("address", [*PAGES, "/members/?q=Aville&kind=city", *FILES])
def test_a_page_reads_no_table_that_its_tag_does_not_follow(client, member, address):
    followed = {table._meta.db_table for table in READS[address.partition("?")[0]]}

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert read(queries) - OWN - followed - histories(followed) == set()


@pytest.mark.sqlite
def test_the_page_of_a_member_reads_no_table_that_its_tag_does_not_follow(client, member, officer):
    followed = {table._meta.db_table for table in profile.READS}

    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(member))

    assert {"members_decision", "members_memberfigure", "members_officercity"} <= read(queries)
    assert read(queries) - OWN - followed - histories(followed) == set()


def read(queries) -> set[str]:
    return {table for query in queries for table in TABLE.findall(query["sql"])}


def histories(tables: set[str]) -> set[str]:
    many_to_many = {"members_activity_members"}  # changes of the list are in the history of the activity
    return {f"members_historical{table.removeprefix('members_')}" for table in tables} | many_to_many


@pytest.mark.parametrize("address", ["/members/", "/statistics/", FILES[0]])
def test_304_costs_one_look_at_the_tables(client, member, address):
    known = tag(client, address)

    with CaptureQueriesContext(connection) as queries:
        assert again(client, address, known).status_code == 304

    assert len(queries) <= (6 if address in FILES else 2)  # a file looks at the question first


@pytest.mark.sqlite
@pytest.mark.parametrize("address", ["/members/mem_" + "0" * 32 + "/", "/members/1/", "/data/members.pdf"])
def test_what_is_not_there_is_never_unchanged(client, member, address):
    assert again(client, address, "*").status_code == 404


@pytest.mark.sqlite
@pytest.mark.parametrize("address", FILES)
def test_a_refusal_of_a_file_is_never_unchanged(client, member, address):
    response = again(client, f"{address}?on=x", tag(client, address))

    assert response.status_code == 400
    assert "ETag" not in response.headers


@pytest.mark.sqlite
@pytest.mark.parametrize("address", DATED)
def test_every_day_has_an_answer_of_its_own(client, member, address):
    early, late = (client.get(address, {"on": day}).content for day in ("2019-03-20", "2020-01-01"))

    assert early != late
