"""A dues run: who is assessed, by which figures and when (A10, R9, R12). What a second run does: test_dues_again."""

from datetime import date
from decimal import Decimal

import pytest

from fees.models import DuesException, DuesRun
from fees.services.dues import open_run, plan_run
from fees.services.evaluation import evaluate_all
from members.services.leaving import withdraw_member
from tests.factories import approve, make_associate, make_former, readmit
from tests.fees.dues import (
    EDITION,
    add_figure,
    add_gdp,
    assess_dues,
    dues_of,
    make_city,
    make_company,
    make_institution,
    refusal_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

SUMMER = date(2020, 7, 1)


def leave(member, last_day, *, by):
    withdraw_member(member, notice_on=date(2019, 12, 1), last_day=last_day, by=by)
    return member


# --- who is assessed ---------------------------------------------------------------------------------
def test_full_on_31_december_and_still_a_member_on_1_january(officer):
    def full(**joined):
        return make_city(by=officer, **joined)

    def associate(**joined):
        return make_associate(by=officer, **joined)

    def former(last_day=date(2018, 6, 30)):
        return make_former(accepted_on=date(2018, 1, 2), last_day=last_day, by=officer)

    back_in_time, back_too_late, back_at_once = former(), former(), former(last_day=date(2019, 12, 31))
    add_figure(back_in_time, 1_250_000)
    readmit(back_in_time, on=date(2019, 6, 3), by=officer)
    approve(back_in_time, on=date(2019, 11, 9), by=officer)
    readmit(back_too_late, on=date(2020, 3, 2), by=officer)
    readmit(back_at_once, on=date(2020, 1, 1), by=officer)
    expected = {  # member: dues of 2020, of 2021
        "approved on 30 December": (full(approved_on=date(2019, 12, 30)), 5000, 5000),
        "approved on 31 December": (full(approved_on=date(2019, 12, 31)), 5000, 5000),
        "approved on 1 January": (full(approved_on=date(2020, 1, 1)), "associate", 5000),
        "approved on 2 January": (full(approved_on=date(2020, 1, 2)), "associate", 5000),
        "last day 30 December": (leave(full(), date(2019, 12, 30), by=officer), None, None),
        "last day 31 December": (leave(full(), date(2019, 12, 31), by=officer), "left", None),
        "last day 1 January": (leave(full(), date(2020, 1, 1), by=officer), 5000, None),
        "last day 30 June": (leave(full(), date(2020, 6, 30), by=officer), 5000, None),
        "last day 31 December 2020": (leave(full(), date(2020, 12, 31), by=officer), 5000, "left"),
        "associate": (associate(), "associate", "associate"),
        "associate, last day 31 December": (leave(associate(), date(2019, 12, 31), by=officer), "associate", None),
        "accepted on 31 December": (associate(accepted_on=date(2019, 12, 31)), "associate", "associate"),
        "accepted on 1 January": (associate(accepted_on=date(2020, 1, 1)), "joined_too_late", "associate"),
        "accepted and approved in 2020": (
            full(accepted_on=date(2020, 2, 1), approved_on=date(2020, 11, 17)),
            "joined_too_late",
            5000,
        ),
        "accepted in 2021": (associate(accepted_on=date(2021, 2, 1)), None, "joined_too_late"),
        "came and went in 2020": (
            leave(associate(accepted_on=date(2020, 2, 1)), date(2020, 5, 1), by=officer),
            "joined_too_late",
            None,
        ),
        "readmitted and approved in 2019": (back_in_time, 5000, 5000),
        "readmitted in 2020": (back_too_late, "joined_too_late", "associate"),
        "last day 31 December, readmitted on the next": (back_at_once, "associate", "associate"),
        "institution": (make_institution(by=officer), "no_schedule", "no_schedule"),
        "institution, associate": (associate(kind="institution"), "associate", "associate"),
        "company": (make_company(by=officer), 2000, 2000),
    }

    for year in (2020, 2021):
        assess_dues(year, by=officer)

    found = {name: (member, dues_of(member, 2020), dues_of(member, 2021)) for name, (member, *_) in expected.items()}
    assert found == expected


def test_run_early_in_its_year_does_not_know_who_joins_later(officer, time_machine):
    member = make_associate(accepted_on=date(2020, 3, 2), by=officer)

    time_machine.move_to("2020-03-01T12:00+09:00")
    assess_dues(2020, by=officer)
    assert dues_of(member, 2020) is None

    time_machine.move_to("2020-03-02T12:00+09:00")
    assess_dues(2020, by=officer)
    assert dues_of(member, 2020) == "joined_too_late"


def test_exit_on_31_december_that_lies_ahead_is_known_to_a_preview(officer, time_machine):
    time_machine.move_to("2019-12-20T12:00+09:00")
    make_city(by=officer)
    leave(make_city(by=officer), date(2019, 12, 31), by=officer)

    assert [outcome.reason for outcome in evaluate_all(plan_run(2020))] == ["", "left"]


# --- by which figures --------------------------------------------------------------------------------
def test_newest_population_not_later_than_the_dues_year(officer):
    city = make_city(299_999, year=2019, by=officer)
    add_figure(city, 300_000, 2020)
    add_figure(city, 600_000, 2021)

    run = assess_dues(2020, by=officer)

    basis = run.assessments.get().basis
    assert (basis["population"], basis["population_figure"]["year"]) == (300_000, 2020)


def test_newest_gdp_not_later_than_the_year_before_last_in_the_edition_of_the_run(officer):
    make_city(by=officer)
    add_gdp(14_990, year=2019)  # too new for 2020
    for year, value in ((2017, 999), (2018, 15_020), (2019, 20_000)):
        add_gdp(value, year=year, vintage=SUMMER)

    old = {outcome.basis["gdp_per_capita"] for outcome in evaluate_all(plan_run(2020, vintage=EDITION))}
    new = {outcome.basis["gdp_per_capita"] for outcome in evaluate_all(plan_run(2020))}
    next_year = {outcome.basis["gdp_per_capita"] for outcome in evaluate_all(plan_run(2021, vintage=EDITION))}

    assert (old, new, next_year) == ({"12300"}, {"15020"}, {"14990"})


def test_economy_without_a_figure_in_the_edition_does_not_take_one_of_another(officer):
    city = make_city(by=officer)
    add_gdp(20_000, economy="NPL", vintage=SUMMER)

    assess_dues(2020, by=officer)

    assert dues_of(city, 2020) == "no_gdp"
    assert DuesException.objects.get().facts == {"economy": "KOR", "reference_year": 2018}


def test_edition_of_a_later_day_is_not_taken(officer, time_machine):
    add_gdp(20_000, vintage=SUMMER)

    time_machine.move_to("2020-06-30T12:00+09:00")
    assert plan_run(2020).vintage == EDITION
    time_machine.move_to("2020-07-01T12:00+09:00")
    assert plan_run(2020).vintage == SUMMER


def test_assessment_explains_itself(officer):
    city = make_city(by=officer)

    run = assess_dues(2020, by=officer)

    assessment = run.assessments.get()
    assert (assessment.member, assessment.amount, assessment.warnings) == (city, Decimal("5000.00"), [])
    assert (assessment.recorded_by, assessment.supersedes, assessment.reason) == (officer, None, "")
    assert assessment.basis == {
        "dues_year": 2020,
        "schedule": {"title": "Fee tables of January 2020", "first_dues_year": 2020},
        "kind": "city",
        "population": 1_250_000,
        "population_band": [1_000_000, 2_000_000],
        "population_figure": {"year": 2018, "year_basis": "stated", "quality": "A", "source": "census"},
        "gdp_per_capita": "12300",
        "gdp_band": [10_000, 15_000],
        "gdp_figure": {
            "economy": "KOR",
            "year": 2018,
            "source": "World Bank, file of 2019-12-18",
            "vintage": "2019-12-18",
        },
        "cell": {"row": 7, "column": 4},
    }


def test_warnings_are_kept(officer):
    city = make_city(None, by=officer)
    add_figure(city, 1_250_000, 2010, year_basis="assumed", quality="C", concept="own unit \\ “x”\t")

    assessment = assess_dues(2020, by=officer).assessments.get()

    assert assessment.warnings == ["old_population", "assumed_year", "quality_c"]
    assert assessment.basis["population_figure"]["concept"] == "own unit \\ “x”\t"


# --- when --------------------------------------------------------------------------------------------
def test_run_is_refused_before_1_january_in_seoul(officer, time_machine):
    make_city(by=officer)
    time_machine.move_to("2019-12-31T14:59+00:00")

    refusal = refusal_of(lambda: open_run(2020, by=officer))

    assert refusal.messages == [
        "The dues of 2020 can be assessed from 2020-01-01 on. Nothing was saved: preview them instead."
    ]
    assert not DuesRun.objects.exists()
    assert len(evaluate_all(plan_run(2020))) == 1
    time_machine.move_to("2019-12-31T15:00+00:00")
    assert assess_dues(2020, by=officer).data_on == date(2020, 1, 1)


@pytest.mark.parametrize("year", [-1, 0, 1999, 2201, 10_000])
def test_what_is_no_year_is_refused(officer, year):
    for act in (lambda: open_run(year, by=officer), lambda: plan_run(year)):
        assert refusal_of(act).messages == [f"A dues year is a year like 2020, not {year}. Nothing was saved."]


def test_year_before_the_first_schedule_is_refused(officer):
    refusal = refusal_of(lambda: open_run(2019, by=officer))

    assert refusal.messages == ["No fee schedule is in force for the dues year 2019."]
    assert not DuesRun.objects.exists()


@pytest.mark.parametrize(
    ("now", "asked", "due"),
    [
        ("2020-01-02", None, date(2020, 3, 31)),
        ("2020-01-02", date(2020, 4, 30), date(2020, 4, 30)),
        ("2020-06-01", None, date(2020, 6, 1)),
    ],
)
def test_due_date_is_31_march_unless_typed_and_not_before_the_run(officer, time_machine, now, asked, due):
    time_machine.move_to(f"{now}T12:00+09:00")

    assert open_run(2020, due_on=asked, by=officer).due_on == due


def test_due_date_before_the_day_of_the_data_is_refused(officer):
    refusal = refusal_of(lambda: open_run(2020, due_on=date(2019, 12, 31), by=officer))

    assert refusal.messages == ["The due date is not before the day of the data."]
    assert not DuesRun.objects.exists()
