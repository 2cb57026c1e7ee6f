"""`assess_dues`: the result as JSON and as text, exit status 0 with exceptions, a refusal in one sentence."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import activate

from fees.models import Assessment, DuesRun
from members.services.members import rename_member
from tests.factories import CountryFactory, RegionFactory, make_associate, make_opened
from tests.fees.dues import EDITION, add_figure, add_gdp, assess_dues, make_city, make_company, make_institution
from tests.processes import run_manage

pytestmark = pytest.mark.django_db

SCHEDULE = {"title": "Fee tables of January 2020", "first_dues_year": 2020}


def printed_json(capsys, *options) -> dict:
    capsys.readouterr()
    call_command("assess_dues", "2020", *options, "--format", "json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def members(data_2020, officer):
    """Members 1 to 6: three cities, one without figures; a company, an institution, an associate."""
    nepal = CountryFactory(iso3="NPL")
    france = CountryFactory(iso3="FRA", region=RegionFactory(code="europe"))
    RegionFactory(code="africa")  # nobody is there
    add_gdp("42000.5", economy="FRA")
    make_city(name_en="City X", by=officer)
    make_city(10_000_000, year=2012, name_en="City of Light", country=france, by=officer)
    make_city(None, name_en="Hill Town", country=nepal, by=officer)
    make_company(name_en="Works", country=france, by=officer)
    make_institution(name_en="Agency", country=nepal, by=officer)
    make_associate(name_en="Newcomer", by=officer)


def test_json(members, capsys):
    added = {"year_basis": "stated", "quality": "A", "source": "census"}
    edition = {"source": "World Bank, file of 2019-12-18", "vintage": "2019-12-18", "year": 2018}
    expected = {
        "year": 2020,
        "preview": False,
        "currency": "USD",
        "assessed": 3,
        "total": "17000.00",
        "by_kind": {
            "city": {"assessed": 2, "total": "15000.00"},
            "institution": {"assessed": 0, "total": "0.00"},
            "company": {"assessed": 1, "total": "2000.00"},
        },
        "by_region": {
            "Asia": {"assessed": 1, "total": "5000.00"},
            "Europe": {"assessed": 2, "total": "12000.00"},
        },
        "assessments": [
            {
                "number": 1,
                "name": "City X",
                "kind": "city",
                "country": "KOR",
                "amount": "5000.00",
                "basis": {
                    "dues_year": 2020,
                    "schedule": SCHEDULE,
                    "kind": "city",
                    "population": 1_250_000,
                    "population_band": [1_000_000, 2_000_000],
                    "population_figure": {"year": 2018} | added,
                    "gdp_per_capita": "12300",
                    "gdp_band": [10_000, 15_000],
                    "gdp_figure": {"economy": "KOR"} | edition,
                    "cell": {"row": 7, "column": 4},
                },
                "warnings": [],
            },
            {
                "number": 2,
                "name": "City of Light",
                "kind": "city",
                "country": "FRA",
                "amount": "10000.00",
                "basis": {
                    "dues_year": 2020,
                    "schedule": SCHEDULE,
                    "kind": "city",
                    "population": 10_000_000,
                    "population_band": [10_000_000, None],
                    "population_figure": {"year": 2012} | added,
                    "gdp_per_capita": "42000.5",
                    "gdp_band": [20_000, None],
                    "gdp_figure": {"economy": "FRA"} | edition,
                    "cell": {"row": 9, "column": 8},
                },
                "warnings": ["old_population"],
            },
            {
                "number": 4,
                "name": "Works",
                "kind": "company",
                "country": "FRA",
                "amount": "2000.00",
                "basis": {
                    "dues_year": 2020,
                    "schedule": SCHEDULE,
                    "kind": "company",
                    "employees": 480,
                    "employee_band": [0, 500],
                    "employees_figure": {"year": 2018} | added,
                    "cell": {"row": 1},
                },
                "warnings": [],
            },
        ],
        "exceptions": [
            {
                "number": 3,
                "name": "Hill Town",
                "kind": "city",
                "reason": "no_population",
                "detail": "No population on record. No GDP figure of the economy NPL up to 2018 in this edition.",
            }
        ],
        "not_assessed": [
            {"number": 5, "name": "Agency", "kind": "institution", "reason": "no_schedule"},
            {"number": 6, "name": "Newcomer", "kind": "city", "reason": "associate"},
        ],
    }

    assert printed_json(capsys, "--preview") == expected | {"preview": True}
    assert not DuesRun.objects.exists()
    assert printed_json(capsys) == expected
    assert printed_json(capsys) == expected
    assert printed_json(capsys, "--preview") == expected | {"preview": True}
    assert Assessment.objects.count() == 3


@pytest.mark.parametrize("options", [(), ("--preview",)])
def test_json_without_any_member(printed, capsys, options):
    none = {"assessed": 0, "total": "0.00"}

    assert printed_json(capsys, *options) == {
        "year": 2020,
        "preview": bool(options),
        "currency": "USD",
        **none,
        "by_kind": {"city": none, "institution": none, "company": none},
        "by_region": {},
        "assessments": [],
        "exceptions": [],
        "not_assessed": [],
    }


def test_text(members, capsys):
    capsys.readouterr()
    call_command("assess_dues", "2020", "--due-on", "2199-01-01")

    out, errors = capsys.readouterr()
    run = DuesRun.objects.get()
    assert out.splitlines() == [
        "Dues of 2020",
        "Fee schedule: Fee tables of January 2020 (2020)",
        "GDP figures of the World Bank's file of 2019-12-18",
        f"Data as of {run.data_on.isoformat()}",
        "Due date: 2199-01-01",
        "",
        "Assessed: 3 members, 17,000 USD",
        "  city: 2, 15,000 USD",
        "  institution: 0, 0 USD",
        "  company: 1, 2,000 USD",
        "  Asia: 1, 5,000 USD",
        "  Europe: 2, 12,000 USD",
        "",
        "  City X (1): 5,000 USD",
        "  City of Light (2): 10,000 USD",
        "  Works (4): 2,000 USD",
        "",
        "Needs a decision: 1",
        "  Hill Town (3): No population on record. No GDP figure of the economy NPL up to 2018 in this edition.",
        "",
        "Not assessed: 2",
        "  Agency (5): no dues schedule for this kind",
        "  Newcomer (6): associate member on 31 December before",
    ]
    assert errors == "Assessed now: 3\n"


def test_command_speaks_english_whatever_language_is_active(printed, capsys):
    activate("ko")

    call_command("assess_dues", "2020", "--preview")

    assert capsys.readouterr().out.startswith(
        "Dues of 2020, preview\nFee schedule: Fee tables of January 2020 (2020)\n"
    )


def test_names_are_those_of_the_day_of_the_data(data_2020, officer, time_machine, capsys):
    city = make_city(name_en="Nur-Sultan", by=officer)
    time_machine.move_to("2020-01-02T12:00+09:00")
    assess_dues(2020, by=officer)
    time_machine.move_to("2022-12-31T12:00+09:00")
    rename_member(city, language="en", name="Astana", valid_from=date(2022, 9, 17), reason="decree", by=officer)

    assert [line["name"] for line in printed_json(capsys)["assessments"]] == ["Nur-Sultan"]


def test_options_reach_the_run(data_2020, officer, capsys):
    [city] = make_opened(1)
    add_figure(city, 1_250_000)
    add_gdp(20_000, vintage=date(2020, 7, 1))

    data = printed_json(capsys, "--include-provisional", "--vintage", "2019-12-18", "--due-on", "2199-01-01")

    assert (data["assessed"], data["total"]) == (1, "5000.00")
    run = DuesRun.objects.get()
    assert (run.include_provisional, run.vintage, run.due_on) == (True, EDITION, date(2199, 1, 1))


def test_provisional_members_are_exceptions_unless_they_are_included(data_2020, capsys):
    [city] = make_opened(1)
    add_figure(city, 1_250_000)

    (line,) = printed_json(capsys, "--preview")["exceptions"]
    included = printed_json(capsys, "--preview", "--include-provisional")

    assert (line["reason"], line["detail"]) == (
        "provisional",
        "The source does not tell whether it is a full member: confirm its standing.",
    )
    assert (included["assessed"], included["exceptions"]) == (1, [])


def test_preview_of_an_opened_year_shows_what_stands_and_what_would_be_added(members, officer, capsys):
    assess_dues(2020, by=officer)
    before = printed_json(capsys, "--preview")
    add_figure(Assessment.objects.first().member, 299_999, 2019)
    make_city(299_999, name_en="Latecomer", by=officer)

    after = printed_json(capsys, "--preview")

    assert after["assessments"] == [*before["assessments"], after["assessments"][-1]]
    assert (after["assessments"][-1]["name"], after["total"]) == ("Latecomer", "20500.00")
    assert Assessment.objects.count() == 3


REFUSED = {
    "no schedule": (("2019",), "No fee schedule is in force for the dues year 2019."),
    "too early": (
        ("2200",),
        "The dues of 2200 can be assessed from 2200-01-01 on. Nothing was saved: preview them instead.",
    ),
    "no year": (("20200", "--preview"), "A dues year is a year like 2020, not 20200. Nothing was saved."),
    "edition": (
        ("2020", "--vintage", "2020-07-01"),
        "No GDP figures of the edition 2020-07-01 are on record. Nothing was saved.",
    ),
    "due date": (("2020", "--due-on", "2020-01-01"), "The due date is not before the day of the data."),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED)
def test_refusal_is_one_sentence_and_status_1(data_2020, capsys, options, words):
    with pytest.raises(CommandError) as caught:
        call_command("assess_dues", *options)

    assert (str(caught.value), caught.value.returncode) == (words, 1)
    assert capsys.readouterr().out == ""
    assert not DuesRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_from_the_command_line(printed, officer):
    make_city(by=officer)

    done, refused = run_manage("assess_dues", "2020", "--format", "json"), run_manage("assess_dues", "2019")

    assert (done.returncode, json.loads(done.stdout)["exceptions"][0]["reason"]) == (0, "no_gdp")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "CommandError: No fee schedule is in force for the dues year 2019.\n"
