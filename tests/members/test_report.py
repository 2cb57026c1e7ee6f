"""The membership status report (paper 19, R25): any day, as known at any instant, in four formats."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.models import City, Language, Member
from members.register import Totals, count_groups, members_on
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from members.services.status import confirm_provisional, correct_status
from tests.factories import CountryFactory, RegionFactory, approve, make_associate, make_full, make_opened

pytestmark = pytest.mark.django_db

DAY = date(2019, 12, 31)


def report(capsys, *arguments, on="2019-12-31"):
    capsys.readouterr()
    call_command("membership_report", "--on", on, *arguments)
    return capsys.readouterr().out


def report_json(capsys, *arguments, on="2019-12-31"):
    return json.loads(report(capsys, "--format", "json", *arguments, on=on))


# --- the real register ---------------------------------------------------------------------------------
def test_report_of_the_real_register(real_register, capsys):
    data = report_json(capsys)

    members = data.pop("members")
    by_country = data.pop("by_country")
    assert data == {
        "on": "2019-12-31",
        "known_at": None,
        "total": 191,
        "provisional": 191,
        "by_kind": {"city": 144, "institution": 17, "company": 30},
        "by_status": {"full": 191},
        "by_region": {
            "city": {"Asia": 63, "Oceania": 1, "Americas": 10, "Europe": 18, "Middle East": 6, "Africa": 46},
            "institution": {"Asia": 7, "Americas": 1, "Europe": 1, "Africa": 8},
            "company": {"Asia": 26, "Americas": 1, "Europe": 3},
        },
        "capital": 39,
        "other": 105,
    }
    assert list(by_country) == ["city", "institution", "company"]
    assert [len(by_country[kind]) for kind in by_country] == [54, 12, 8]
    assert by_country["city"]["NPL"] == 14
    assert {kind: sum(counts.values()) for kind, counts in by_country.items()} == {
        "city": 144,
        "institution": 17,
        "company": 30,
    }
    assert [member["number"] for member in members] == list(range(1, 192))
    assert members[0] == {
        "number": 1,
        "name": "Seoul Metropolitan Government",
        "name_ko": "서울",
        "kind": "city",
        "country": "KOR",
        "region": "Asia",
        "capital": True,
        "status": "full",
        "since": "by 2019-12-31",
        "provisional": True,
    }
    assert {member["capital"] for member in members if member["kind"] != "city"} == {None}


def test_korean_report_has_the_same_data(real_register, capsys):
    assert report_json(capsys, "--lang", "ko") == report_json(capsys)


def test_day_before_the_register_is_refused(real_register):
    with pytest.raises(CommandError) as caught:
        call_command("membership_report", "--on", "2019-12-30")

    assert (caught.value.returncode, str(caught.value)) == (
        1,
        "The register begins on 2019-12-31. Nothing is recorded of 2019-12-30: choose 2019-12-31 or a later day.",
    )


def test_correcting_an_opening_row_does_not_move_the_beginning_of_the_register(officer, capsys):
    (member,) = make_opened(1)
    correct_status(member.status_changes.get(), effective_on=date(2017, 6, 28), reason="letter of 2017", by=officer)

    with pytest.raises(CommandError, match="The register begins on 2019-12-31"):
        call_command("membership_report", "--on", "2018-12-31")
    assert report_json(capsys)["total"] == 1


def test_text_report_follows_the_annex(real_register, capsys):
    lines = report(capsys).splitlines()

    assert lines[:5] == [
        "WeGO membership, as of 31 December 2019",
        "",
        "Members: 191 (cities 144, institutions 17, companies 30)",
        "Full members: 191, associate members: 0",
        "Provisional: 191. The source does not tell associate from full members for these.",
    ]
    headings = [line for line in lines if line and not line.startswith(" ")][4:]
    assert headings == ["Cities: 144 (capitals 39, others 105)", "Institutions: 17", "Companies: 30"]
    regions = [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert regions[:6] == ["Asia (63)", "Oceania (1)", "Americas (10)", "Europe (18)", "Middle East (6)", "Africa (46)"]
    assert "    Belarus 1: capital Minsk" in lines


# --- any day, any instant ------------------------------------------------------------------------------
def test_totals_of_different_days(officer, capsys):
    make_opened(1, 2)
    member = make_associate(accepted_on=date(2020, 3, 2), by=officer)
    approve(member, on=date(2020, 11, 17), by=officer)
    withdraw_member(member, notice_on=date(2021, 1, 1), last_day=date(2021, 6, 30), by=officer)

    found = {
        day: (data["total"], data["provisional"], data["by_status"])
        for day in ("2020-03-01", "2020-03-02", "2020-11-16", "2020-11-17", "2021-06-30", "2021-07-01")
        for data in [report_json(capsys, on=day)]
    }

    assert found == {
        "2020-03-01": (2, 2, {"full": 2}),
        "2020-03-02": (3, 2, {"associate": 1, "full": 2}),
        "2020-11-16": (3, 2, {"associate": 1, "full": 2}),
        "2020-11-17": (3, 2, {"full": 3}),
        "2021-06-30": (3, 2, {"full": 3}),
        "2021-07-01": (2, 2, {"full": 2}),
    }


def test_since_is_the_day_somebody_stated(officer, capsys):
    make_opened(1)
    make_full(approved_on=date(2020, 11, 17), by=officer)

    rows = report_json(capsys, on="2020-12-31")["members"]

    assert [(row["number"], row["since"], row["provisional"]) for row in rows] == [
        (1, "by 2019-12-31", True),
        (2, "2020-11-17", False),
    ]


@pytest.mark.parametrize(
    ("known_at", "total"),
    [
        ("2020-02-01", 1),  # a day alone is its end, in Seoul
        ("2020-02-01T12:00", 1),
        ("2020-02-01T11:59", 0),
        ("2020-02-01T03:00+00:00", 1),
        ("2020-02-01T02:59Z", 0),
        ("2020-01-31", 0),
    ],
)
def test_report_as_it_was_known(time_machine, capsys, known_at, total):
    time_machine.move_to("2020-02-01T12:00+09:00", tick=False)
    make_opened(1)
    time_machine.move_to("2020-03-01T12:00+09:00")

    data = report_json(capsys, "--known-at", known_at)

    assert data["total"] == total
    assert data["known_at"].startswith(known_at[:10])


def test_only_kinds_regions_and_countries_with_members_appear(officer, capsys):
    asia, europe = RegionFactory(code="asia"), RegionFactory(code="europe")
    CountryFactory(iso3="FJI", region=RegionFactory(code="oceania"))
    make_full(country=CountryFactory(iso3="KOR", region=asia), by=officer, capital=True)
    make_associate(country=CountryFactory(iso3="DNK", region=europe), by=officer, kind="company")

    data = report_json(capsys)

    assert (data["by_kind"], data["by_status"]) == ({"city": 1, "company": 1}, {"associate": 1, "full": 1})
    assert (data["by_region"], data["by_country"]) == (
        {"city": {"Asia": 1}, "company": {"Europe": 1}},
        {"city": {"KOR": 1}, "company": {"DNK": 1}},
    )
    assert (data["capital"], data["other"]) == (1, 0)


def test_text_marks_associates_and_provisional_members(officer, capsys):
    make_opened(1)
    make_associate(name_en="Waiting", by=officer, country=Member.objects.get().country)

    assert "    Country KOR 2: others Opened 1?; Waiting*" in report(capsys).splitlines()


def test_past_report_keeps_the_old_name(officer, capsys):
    (member,) = make_opened(1)
    rename_member(
        member, language=Language.EN, name="Astana", valid_from=date(2022, 9, 17), reason="decree", by=officer
    )

    assert [report_json(capsys, on=day)["members"][0]["name"] for day in ("2022-09-16", "2022-09-17")] == [
        "Opened 1",
        "Astana",
    ]


# --- the queries behind it -----------------------------------------------------------------------------
def test_register_asks_the_same_number_of_times_for_one_member_and_for_three(officer, django_assert_num_queries):
    for count in (1, 3):
        while Member.objects.count() < count:
            make_full(by=officer)

        with django_assert_num_queries(1):
            assert sum(group.count for group in count_groups(DAY)) == count
        with django_assert_num_queries(1):
            rows = [(one.name_en, one.country.region.name_en, one.city.capital) for one in members_on(DAY)]
        assert len(rows) == count


def test_counts_equal_the_list_for_every_kind_of_group(real_register, officer):
    confirm_provisional(members=[], associates=Member.objects.filter(number__lte=7), reason="x", by=officer)
    City.objects.filter(member__number__lte=3).update(capital=True)

    totals, members = Totals.on(DAY), list(members_on(DAY))

    for field, value in (("kind", "city"), ("country", "KOR"), ("status", "associate"), ("provisional", True)):
        of_member = {"country": "country_id"}.get(field, field)
        assert totals.count(**{field: value}) == sum(getattr(one, of_member) == value for one in members)
    assert totals.count(capital=True) == sum(one.kind == "city" and one.city.capital for one in members)
    assert totals.by_status == {"associate": 7, "full": 184}


def test_instant_of_the_report_may_be_now(officer):
    make_full(by=officer)

    assert count_groups(DAY, timezone.now()) == count_groups(DAY)
