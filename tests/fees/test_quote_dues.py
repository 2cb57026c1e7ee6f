"""`quote_dues`: an amount with its basis, or one clear sentence and never an amount (R10, R11, R14-R16)."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from fees.services.schedules import adopt_schedule
from tests.processes import run_manage

pytestmark = pytest.mark.django_db

CITY = ("--kind", "city")
COMPANY = ("--kind", "company")


def quoted(capsys, *options: str) -> dict:
    call_command("quote_dues", *options, "--format", "json")
    return json.loads(capsys.readouterr().out)


def city(population: str, gdp: str) -> tuple[str, ...]:
    return *CITY, f"--population={population}", f"--gdp-per-capita={gdp}"


def test_city_as_json(printed, capsys):
    assert quoted(capsys, *city("299999", "3450"), "--year", "2020") == {
        "amount": "500.00",
        "currency": "USD",
        "basis": {
            "dues_year": 2020,
            "schedule": {"title": "Fee tables of January 2020", "first_dues_year": 2020},
            "kind": "city",
            "population": 299_999,
            "population_band": [0, 300_000],
            "gdp_per_capita": "3450",
            "gdp_band": [2000, 4000],
            "cell": {"row": 3, "column": 1},
        },
    }


@pytest.mark.parametrize(
    ("options", "amount"),
    [
        (city("300000", "3450"), "750.00"),
        (city("1", "1"), "400.00"),
        (city("1", "0.01"), "400.00"),
        (city("10000000", "20000"), "10000.00"),
        ((*COMPANY, "--employees", "1999"), "4000.00"),
        ((*COMPANY, "--employees", "0"), "2000.00"),
    ],
)
def test_amounts(printed, capsys, options, amount):
    assert quoted(capsys, *options)["amount"] == amount


def test_company_as_text(printed, capsys):
    call_command("quote_dues", *COMPANY, "--employees", "1999", "--year", "2026")

    assert capsys.readouterr().out.splitlines() == [
        "4,000.00 USD for the dues year 2026",
        "Employees: 1999 (500 to below 2,000)",
        "Schedule: Fee tables of January 2020, first dues year 2020",
    ]


@pytest.mark.parametrize(("now", "year"), [("2026-12-31 14:59", 2026), ("2026-12-31 15:00", 2027)])
def test_year_is_the_current_one_in_seoul(printed, capsys, monkeypatch, now, year):
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    assert quoted(capsys, *COMPANY, "--employees", "1")["basis"]["dues_year"] == year


def test_year_chooses_the_schedule(printed, draft, officer, capsys):
    adopt_schedule(draft, decision="General Assembly", by=officer)

    titles = {
        year: quoted(capsys, *COMPANY, "--employees", "1", "--year", year)["basis"]["schedule"]["title"]
        for year in ("2021", "2022")
    }

    assert titles == {"2021": "Fee tables of January 2020", "2022": "Proposal"}


REFUSED = {
    "no kind": ((), "State the kind: city, company or institution."),
    "unknown kind": (("--kind", "village"), "The kind is city, company or institution, not “village”."),
    "institution": (
        ("--kind", "institution"),
        "The fee schedule has no table for institutions: institutions are not assessed.",
    ),
    "no population": ((*CITY, "--gdp-per-capita", "3450"), "State the population, in persons."),
    "blank population": (city("", "3450"), "State the population, in persons."),
    "words": (
        city("many", "3450"),
        "Population must be a whole number of persons like 1070000, not “many”.",
    ),
    "not finite": (
        city("inf", "3450"),
        "Population must be a whole number of persons like 1070000, not “inf”.",
    ),
    "not a number": (
        city("nan", "3450"),
        "Population must be a whole number of persons like 1070000, not “nan”.",
    ),
    "negative": (city("-5", "3450"), "Population cannot be negative: -5."),
    "fractional": (city("1000.5", "3450"), "Population must be a whole number of persons, not 1000.5."),
    "population 0": (city("0", "3450"), "Population 0 is a missing figure, not a number of persons."),
    "no GDP": ((*CITY, "--population", "1000"), "State the GDP per head (PPP), in international $."),
    "GDP in words": (
        city("1000", "high"),
        "GDP per head must be an amount in international $ like 3450.5, not “high”.",
    ),
    "GDP not finite": (
        city("1000", "-inf"),
        "GDP per head must be an amount in international $ like 3450.5, not “-inf”.",
    ),
    "GDP 0": (city("1000", "0"), "GDP per head must be above 0, not 0."),
    "GDP negative": (city("1000", "-1"), "GDP per head must be above 0, not -1."),
    "no employees": (COMPANY, "State the number of employees."),
    "employees in words": (
        (*COMPANY, "--employees", "some"),
        "Employees must be a whole number of persons like 480, not “some”.",
    ),
    "employees negative": ((*COMPANY, "--employees=-1"), "The number of employees cannot be negative: -1."),
    "employees fractional": (
        (*COMPANY, "--employees", "1.5"),
        "Employees must be a whole number of persons, not 1.5.",
    ),
    "year before the first schedule": (
        (*COMPANY, "--employees", "1", "--year", "2019"),
        "No fee schedule is in force for the dues year 2019.",
    ),
    "year in words": (
        (*COMPANY, "--employees", "1", "--year", "next"),
        "The dues year is a year like 2020, not “next”.",
    ),
    "year of five digits": (
        (*COMPANY, "--employees", "1", "--year", "20200"),
        "The dues year is a year like 2020, not “20200”.",
    ),
    "format": ((*COMPANY, "--employees", "1", "--format", "xml"), "The format is text or json, not “xml”."),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED)
def test_refusal_is_one_sentence_and_no_amount(printed, capsys, options, words):
    with pytest.raises(CommandError) as caught:
        call_command("quote_dues", *options)

    assert str(caught.value) == words
    assert caught.value.returncode == 1
    assert capsys.readouterr().out == ""


def test_without_a_schedule_there_is_no_amount(db):
    with pytest.raises(CommandError, match=r"^No fee schedule is in force for the dues year 2026\.$"):
        call_command("quote_dues", *COMPANY, "--employees", "1", "--year", "2026")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--kind", "institution"), "CommandError: The fee schedule has no table for institutions"),
        (("--kind", "city", "--population", "-inf"), "Argument --population: expected one argument."),
        (("--kind", "city", "--persons", "5"), "Unrecognized arguments: --persons 5."),
    ],
)
def test_from_the_command_line_a_refusal_is_status_1_on_stderr(printed, options, words):
    ended = run_manage("quote_dues", *options)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(words)
    assert len(ended.stderr.splitlines()) == 1
