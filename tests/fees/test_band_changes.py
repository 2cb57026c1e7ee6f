"""Who changes band when figures are newer: the data refresh of a dues year (paper 9, R12)."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fees.models import Assessment, DuesException, DuesRun
from fees.services.comparing import compare_editions, list_editions
from tests.factories import make_opened
from tests.fees.dues import EDITION, add_figure, add_gdp, assess_dues, make_city, make_company, refusal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

SUMMER, NEXT_SUMMER = date(2020, 7, 1), date(2021, 7, 1)
SEOUL = ZoneInfo("Asia/Seoul")


def changes(result) -> dict:
    """For each member that moves: what it pays before and after."""
    return {line.member.pk: (line.before.amount, line.after.amount) for line in result.comparison.moved}


def run_command(capsys, *arguments):
    capsys.readouterr()
    call_command("band_changes", *arguments)
    return capsys.readouterr().out


# --- editions ----------------------------------------------------------------------------------------
def test_newest_edition_against_the_one_before(officer):
    city = make_city(by=officer)
    add_gdp(14_999, vintage=SUMMER)
    add_gdp(15_000, vintage=NEXT_SUMMER)

    newest, asked = compare_editions(2021), compare_editions(2021, before=NEXT_SUMMER, after=EDITION)

    assert (newest.before, newest.after, changes(newest)) == (SUMMER, NEXT_SUMMER, {city.pk: (5000, 6000)})
    assert (asked.before, asked.after, changes(asked)) == (NEXT_SUMMER, EDITION, {city.pk: (6000, 5000)})
    assert changes(compare_editions(2021, after=SUMMER)) == {}


def test_edition_of_the_last_run_is_the_one_before(officer):
    city = make_city(by=officer)
    assess_dues(2020, by=officer, vintage=EDITION)
    add_gdp(14_999, vintage=SUMMER)
    add_gdp(15_000, vintage=NEXT_SUMMER)

    assert compare_editions(2021).before == EDITION
    assess_dues(2021, by=officer, vintage=NEXT_SUMMER)
    result = compare_editions(2022)

    assert (result.before, result.after, changes(result)) == (SUMMER, NEXT_SUMMER, {city.pk: (5000, 6000)})


def test_missing_figures_are_counted_on_either_side(officer):
    without, nepali = make_city(None, by=officer), make_city(by=officer)
    nepali.economy_code, nepali.economy_reason = "NPL", "asked for"
    nepali.save()
    add_gdp(12_300, vintage=SUMMER)
    add_gdp(3_450, economy="NPL", vintage=SUMMER)

    comparison = compare_editions(2020).comparison

    assert comparison.reasons == {"no_gdp": (1, 0), "no_population": (1, 1)}
    assert [line.member.pk for line in comparison.exceptions] == [without.pk, nepali.pk]
    assert [(line.member.pk, line.change) for line in comparison.moved] == [(nepali.pk, "newly_assessed")]


def test_nothing_is_written_and_assessed_dues_stay(officer):
    make_city(by=officer)
    assess_dues(2020, by=officer)
    make_city(None, by=officer)
    add_gdp(15_020, vintage=SUMMER)
    before = [list(model.objects.values()) for model in (DuesRun, Assessment, DuesException)]

    compare_editions(2020)

    assert [list(model.objects.values()) for model in (DuesRun, Assessment, DuesException)] == before


def test_editions_are_listed_once_the_newest_first():
    add_gdp(1_000, economy="NPL")
    add_gdp(12_300, vintage=SUMMER)

    assert list_editions() == [SUMMER, EDITION]


@pytest.mark.parametrize(
    ("year", "terms", "words"),
    [
        (2020, {}, "Both sides follow the edition of 2019-12-18 and the figures on record now"),
        (2020, {"before": SUMMER}, "No GDP figures of the edition 2020-07-01 are on record."),
        (2020, {"after": SUMMER}, "No GDP figures of the edition 2020-07-01 are on record."),
        (2019, {"known_at": datetime(2020, 1, 1, tzinfo=SEOUL)}, "No fee schedule is in force"),
    ],
)
def test_what_cannot_be_compared_is_refused(year, terms, words):
    assert words in refusal_of(lambda: compare_editions(year, **terms)).messages[0]


# --- populations and employees -----------------------------------------------------------------------
def test_figures_recorded_after_an_instant_count_only_after(officer, time_machine):
    time_machine.move_to("2020-10-01T12:00+09:00", tick=False)
    city, company, new = make_city(by=officer), make_company(by=officer), make_city(None, by=officer)
    same = make_city(by=officer)
    noon = datetime(2020, 10, 1, 12, tzinfo=SEOUL)
    time_machine.move_to("2020-10-01T12:01+09:00")
    add_figure(city, 985_000, 2019)
    add_figure(company, 520, 2019)
    add_figure(new, 180_000, 2019)
    add_figure(same, 1_999_999, 2019)

    result = compare_editions(2021, known_at=noon)
    later = compare_editions(2021, known_at=datetime(2020, 10, 1, 13, tzinfo=SEOUL))

    assert (result.before, result.after) == (EDITION, EDITION)
    assert changes(result) == {city.pk: (5000, 4500), company.pk: (2000, 4000), new.pk: (None, 3500)}
    assert changes(later) == {}


# --- the command -------------------------------------------------------------------------------------
def test_command_says_who_changes_band_and_by_how_much(officer, capsys):
    make_city(name_en="City U", population=850_000, by=officer)
    make_city(None, name_en="City V", by=officer)
    add_gdp(15_020, vintage=SUMMER)

    assert run_command(capsys, "2021").splitlines() == [
        "Data refresh for the dues of 2021",
        "Before: GDP figures of the World Bank's file of 2019-12-18",
        "After: GDP figures of the World Bank's file of 2020-07-01",
        "Populations and employees are those on record now, on both sides.",
        "Fee schedule: Fee tables of January 2020 (2020)",
        "",
        "4,500 -> 5,500 USD",
        "Difference: +1,000 USD",
        "  pays more: 1 (+1,000 USD)",
        "  not assessed on either side: 1 (0 USD)",
        "",
        "Members that change band: 1",
        "  City U (1): 4,500 -> 5,500 USD (+1,000); GDP per head: 12,300 (2018) -> 15,020 (2018); "
        "band: 10,000 to below 15,000 -> 15,000 to below 20,000; "
        "population: 850,000 (2018); band: 600,000 to below 1,000,000",
        "",
        "Needs a decision: 1",
        "  City V (2): No population on record.",
    ]


def test_command_as_json(officer, capsys):
    [member] = make_opened(7)
    add_figure(member, 850_000)
    add_gdp(15_020, vintage=SUMMER)
    options = ("--format", "json", "--from", "2020-07-01", "--to", "2019-12-18", "--known-at", "2020-12-31")

    excluded = json.loads(run_command(capsys, "2021", *options))
    data = json.loads(run_command(capsys, "2021", *options[:-2], "--include-provisional"))

    assert (excluded["known_at"], excluded["include_provisional"]) == ("2020-12-31T23:59:59.999999+09:00", False)
    assert excluded["exceptions"] == [
        {"number": 7, "name": "Opened 7", "kind": "city", "before": "provisional", "after": "provisional"}
    ]
    [change] = data.pop("changes")
    bands = [change[side].pop("basis")["gdp_band"] for side in ("before", "after")]
    assert bands == [[15_000, 20_000], [10_000, 15_000]]
    assert change == {
        "number": 7,
        "name": "Opened 7",
        "kind": "city",
        "country": "KOR",
        "before": {"amount": "5500.00", "reason": None},
        "after": {"amount": "4500.00", "reason": None},
        "difference": "-1000.00",
    }
    sums = {
        "before": {"assessed": 1, "total": "5500.00"},
        "after": {"assessed": 1, "total": "4500.00"},
        "difference": "-1000.00",
    }
    assert data == {
        "year": 2021,
        "currency": "USD",
        "schedule": {"title": "Fee tables of January 2020", "first_dues_year": 2020},
        "include_provisional": True,
        "from": "2020-07-01",
        "to": "2019-12-18",
        "known_at": None,
        **sums,
        "by_kind": {"city": sums},
        "by_region": {"Asia": sums},
        "members": {
            "more": 0,
            "less": 1,
            "same": 0,
            "newly_assessed": 0,
            "no_longer_assessed": 0,
            "not_assessed": 0,
        },
        "exceptions": [],
    }


def test_command_refuses_in_one_sentence():
    with pytest.raises(CommandError, match=r"^Both sides follow the edition of 2019-12-18 .* were known\.$"):
        call_command("band_changes", "2021")


def test_queries_do_not_grow_with_the_members(officer):
    add_gdp(15_020, vintage=SUMMER)
    counts = []
    for members in (1, 2):
        for _one in range(members):
            make_city(by=officer)
            make_city(None, by=officer)
        with CaptureQueriesContext(connection) as captured:
            compare_editions(2021)
        counts.append(len(captured))

    assert counts == [35, 35]
