"""`verify_assessments`: every stored explanation gives its amount still, and what was tampered with is named (A8)."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from fees.models import Assessment
from fees.services.corrections import supersede_assessment
from fees.services.schedules import adopt_schedule
from fees.services.verification import verify_assessments
from tests.fees.dues import SOURCE, add_figure, assess_dues, make_city, make_company, make_no_population

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]


CENSUS = {"year": 2018, "year_basis": "stated", "quality": "A", "source": "census"}
WORLD_BANK = {"economy": "KOR", "year": 2018, "source": "World Bank, file of 2019-12-18", "vintage": "2019-12-18"}


@pytest.fixture
def city(officer):
    """The assessment of 5,000 for 2020, beside one of a company."""
    member = make_city(by=officer)
    make_company(by=officer)
    run = assess_dues(2020, by=officer)
    return run.assessments.get(member=member)


def tamper(statement, *values):
    """Change what nobody may change: past the models, and past the triggers of PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def verified(capsys, *options) -> tuple[int, list[str]]:
    """Exit status and lines."""
    capsys.readouterr()
    status = 0
    try:
        call_command("verify_assessments", *options)
    except SystemExit as ended:
        status = ended.code
    return status, capsys.readouterr().out.splitlines()


def test_all_is_well(city, capsys):
    assert verified(capsys) == (0, ["2 assessments evaluated, 0 differ."])
    assert verified(capsys, "--year", "2020") == (0, ["2 assessments evaluated, 0 differ."])
    assert verified(capsys, "--year", "2021") == (0, ["0 assessments evaluated, 0 differ."])


TAMPERED = {
    "population": {"population": 2_000_000},
    "population in words": {"population": "many"},
    "no population": {"population": None},
    "population band": {"population_band": [1_000_000, 3_000_000]},
    "GDP": {"gdp_per_capita": "9999.99"},
    "GDP band": {"gdp_band": [8_000, 10_000]},
    "cell": {"cell": {"row": 7, "column": 5}},
    "kind": {"kind": "company"},
    "year": {"dues_year": 2021},
    "schedule": {"schedule": {"title": "Fee tables of January 2020", "first_dues_year": 2021}},
    "something more": {"discount": "10%"},
    # What gives the same amount all the same, but is not what is on record:
    "population of the same band": {"population": 1_250_001},
    "GDP of the same band": {"gdp_per_capita": "12300.5"},
    "year of the population": {"population_figure": {**CENSUS, "year": 2019}},
    "source of the population": {"population_figure": {**CENSUS, "source": "letter"}},
    "population without an origin": {"population_figure": None},
    "edition of the GDP": {"gdp_figure": {**WORLD_BANK, "vintage": "2020-07-01"}},
    "economy": {"gdp_figure": {**WORLD_BANK, "economy": "NPL"}},
    "settled by nobody": {"gdp_figure": {"year": 2018, "source": "x", "settled": {"settlement": 1}}},
}


def write_basis(city, basis):
    tamper("UPDATE fees_assessment SET basis = %s WHERE id = %s", json.dumps(basis), city.pk)


def test_changed_explanation_is_found_and_named(city, capsys):
    for case, change in TAMPERED.items():
        write_basis(city, {name: said for name, said in (city.basis | change).items() if said is not None})

        status, lines = verified(capsys)

        assert (case, status, lines[-1]) == (case, 1, "2 assessments evaluated, 1 differ.")
        assert lines[0] == f"Dues 2020: Member no. {city.member.number}, no. {city.pk}"
        assert lines[1].startswith("  stored:    5000.00 ")
        assert len(lines) == 4

    write_basis(city, city.basis)
    assert verified(capsys)[0] == 0


def test_explanation_that_is_none_is_found(city, capsys):
    for basis in ({}, [], None, "x"):
        write_basis(city, basis)

        assert verified(capsys)[1][-1] == "2 assessments evaluated, 1 differ.", basis


def test_changed_amount_is_found(city, capsys):
    tamper("UPDATE fees_assessment SET amount = 5000.01 WHERE id = %s", city.pk)

    status, lines = verified(capsys)

    assert status == 1
    assert lines[1].startswith("  stored:    5000.01 ")
    assert lines[2].startswith("  evaluated: 5000.00 ")


@pytest.mark.parametrize(
    ("statement", "evaluated"),
    [
        ("UPDATE fees_matrixcell SET amount = 5500 WHERE gdp_lower = 10000 AND population_lower = 1000000", "5500.00"),
        ("UPDATE fees_feeschedule SET title_en = 'Another'", "5000.00"),
    ],
)
def test_changed_schedule_is_found(city, capsys, statement, evaluated):
    tamper(statement)

    status, lines = verified(capsys)

    assert status == 1
    assert any(line.startswith(f"  evaluated: {evaluated}") for line in lines), lines


def test_changed_band_is_found(city, capsys):
    tamper("UPDATE fees_employeeband SET lower = 499 WHERE lower = 500")

    status, lines = verified(capsys)

    assert (status, lines[-1]) == (1, "2 assessments evaluated, 1 differ.")
    assert "'employee_band': [0, 500]" in lines[1]
    assert "'employee_band': [0, 499]" in lines[2]


def test_settled_figures_are_proven(officer, settle, capsys):
    settle(make_no_population(by=officer), way="other_source", value="985000", **SOURCE)
    assert verified(capsys) == (0, ["1 assessments evaluated, 0 differ."])
    tamper("UPDATE fees_settlement SET value = 985001")

    status, lines = verified(capsys)

    assert (status, lines[2].endswith(", population not on record")) == (1, True)


def test_run_that_names_another_schedule_is_found(city, draft, officer, capsys):
    adopt_schedule(draft, decision="General Assembly", by=officer)
    tamper("UPDATE fees_duesrun SET schedule_id = %s", draft.pk)

    assert verified(capsys)[1][-1] == "2 assessments evaluated, 2 differ."


def test_superseded_assessments_are_proven_too(city, officer, capsys):
    add_figure(city.member, 1_300_000)
    new = supersede_assessment(city, reason="census", by=officer)
    assert verified(capsys) == (0, ["3 assessments evaluated, 0 differ."])
    tamper("UPDATE fees_assessment SET amount = 4500 WHERE id = %s", city.pk)

    assert [difference.assessment for difference in verify_assessments()] == [city]
    assert new in Assessment.objects.standing()


def test_years_are_proven_by_their_own_schedule(city, draft, officer, capsys):
    adopt_schedule(draft, decision="General Assembly", by=officer)
    assess_dues(2022, by=officer)

    assert verified(capsys) == (0, ["4 assessments evaluated, 0 differ."])
    tamper(
        "UPDATE fees_matrixcell SET amount = 5500 WHERE schedule_id = %s AND amount = 5000 AND gdp_lower = 10000",
        draft.pk,
    )
    assert verified(capsys, "--year", "2020")[0] == 0
    assert verified(capsys, "--year", "2022")[0] == 1


def test_queries_do_not_grow_with_the_assessments(city, officer, django_assert_num_queries):
    with django_assert_num_queries(10):
        assert list(verify_assessments()) == []
    make_city(by=officer)
    make_city(by=officer)
    assess_dues(2020, by=officer)

    with django_assert_num_queries(10):
        assert list(verify_assessments()) == []
