"""What a run makes of proposals and settlements, and what closes an exception (R12, R13)."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from fees.models import Adjustment, Assessment, DuesException, Settlement
from fees.services.dues import assess_members, plan_run
from fees.services.evaluation import evaluate_all
from fees.services.settlements import propose_settlement, review_settlement, take_exception
from members.services.leaving import withdraw_member
from members.services.members import change_economy
from tests.factories import CountryFactory
from tests.fees.dues import SOURCE, add_figure, assess_dues, dues_of, make_no_population, refusal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

STATED = {"way": "other_source", "value": "2100000", **SOURCE}
WAIVED = {**STATED, "way": "waiver", "document": "ExCom 2019-11-08, item 5"}


@pytest.fixture
def exception(officer):
    """A city without any figure, in an economy without any."""
    return make_no_population(country=CountryFactory(iso3="VEN"), by=officer)


def now(exception):
    exception.refresh_from_db()
    return exception.state, exception.reason


# --- one figure after the other ----------------------------------------------------------------------
def test_two_missing_figures_are_settled_one_after_the_other(exception, settle):
    assert exception.facts["also"] == ["no_gdp"]

    settle(exception, **STATED)
    assert now(exception) == ("open", "no_gdp")
    assert exception.facts == {"economy": "VEN", "reference_year": 2018}

    settle(exception, way="other_source", value="17800", **SOURCE)
    assert now(exception) == ("assessed", "no_gdp")
    assessment = Assessment.objects.get()
    assert assessment.amount == 6500
    settled = {name for name, said in assessment.basis.items() if "settled" in str(said)}
    assert settled == {"population_figure", "gdp_figure"}


def test_waiver_of_the_first_figure_holds_when_the_second_is_settled(exception, settle):
    settle(exception, **WAIVED)
    settle(exception, way="other_source", value="17800", **SOURCE)

    assert (Assessment.objects.get().amount, dues_of(exception.member, 2020)) == (6500, 0)
    assert Adjustment.objects.count() == 1


def test_waiver_of_the_first_figure_holds_when_the_second_is_recorded(exception, settle, officer):
    settle(exception, **WAIVED)
    change_economy(exception.member, economy_code="KOR", reason="x", by=officer)

    for _turn in range(2):
        assess_members(exception.run, by=officer)

    assert now(exception)[0] == "assessed"
    assert (Assessment.objects.get().amount, dues_of(exception.member, 2020)) == (5500, 0)
    assert Adjustment.objects.get().document == WAIVED["document"]


# --- what is not confirmed ---------------------------------------------------------------------------
def test_proposal_changes_nothing_until_it_is_confirmed(officer, second_officer):
    exception = make_no_population(by=officer)
    proposal = propose_settlement(exception, reason="x", by=officer, **STATED)

    assert assess_members(exception.run, by=officer)["assessed"] == 0
    assert [outcome.reason for outcome in evaluate_all(plan_run(2020))] == ["no_population"]
    review_settlement(proposal, outcome="refused", note="no", by=second_officer)
    assert assess_members(exception.run, by=officer)["assessed"] == 0
    assert dues_of(exception.member, 2020) == "no_population"


def test_settlement_is_of_its_run_alone(exception, settle, officer):
    settle(exception, **STATED)

    assess_dues(2021, by=officer)

    assert dues_of(exception.member, 2021) == "no_population"


def test_figure_that_is_recorded_meanwhile_does_not_displace_a_settled_one(exception, settle, officer):
    settle(exception, **STATED)
    add_figure(exception.member, 1)

    settle(exception, way="other_source", value="17800", **SOURCE)

    assert dues_of(exception.member, 2020) == 6500


# --- whose it is, and what closes it -----------------------------------------------------------------
def test_who_proposes_takes_the_exception_unless_somebody_has_it(officer, second_officer):
    one, other = make_no_population(by=officer), make_no_population(by=officer)
    take_exception(other, by=second_officer)

    for exception in (one, other):
        propose_settlement(exception, reason="x", by=officer, **STATED)

    assert list(DuesException.objects.values_list("owner", flat=True)) == [officer.pk, second_officer.pk]


def test_closed_exception_refuses(officer, second_officer):
    exception = make_no_population(by=officer)
    proposal = propose_settlement(exception, reason="x", by=officer, **STATED)
    add_figure(exception.member, 1_250_000)
    assess_members(exception.run, by=officer)

    refusals = [
        refusal_of(lambda: take_exception(exception, by=second_officer)),
        refusal_of(lambda: propose_settlement(exception, reason="x", by=officer, **STATED)),
        refusal_of(lambda: review_settlement(proposal, outcome="confirmed", by=second_officer)),
    ]

    assert {refusal.messages[0] for refusal in refusals} == {"This exception is closed: assessed. Nothing was saved."}
    assert Settlement.objects.get().outcome == ""
    assert (Assessment.objects.count(), dues_of(exception.member, 2020)) == (1, 5000)


def test_exception_lapses_if_the_member_is_not_in_question_any_more(exception, officer, second_officer):
    proposal = propose_settlement(exception, reason="x", by=officer, **STATED)
    withdraw_member(exception.member, notice_on=date(2019, 12, 1), last_day=date(2019, 12, 31), by=officer)

    review_settlement(proposal, outcome="confirmed", by=second_officer)

    assert now(exception) == ("lapsed", "no_population")
    assert not Assessment.objects.exists()


# --- what the database refuses -----------------------------------------------------------------------
def settlement_of(exception, **values):
    given = {"figure": "population", "way": "other_source", "value": 1, "reference_year": 2018, "source": "x"}
    return Settlement(exception=exception, **{"reason": "x", **given, **values})


def test_database_refuses_what_is_not_whole(exception, officer, second_officer):
    reviewed = {"outcome": "confirmed", "reviewed_by": second_officer, "reviewed_at": timezone.now()}
    bad = [
        {"recorded_by": None},
        {"reason": ""},
        {"source": ""},
        {"value": 0},
        {"way": "waiver"},  # without a decision
        reviewed | {"reviewed_by": None},
        reviewed | {"reviewed_at": None},
        reviewed | {"outcome": ""},
        reviewed | {"reviewed_by": officer},  # the own proposal
    ]

    for values in bad:
        with pytest.raises(DatabaseError), transaction.atomic():
            settlement_of(exception, **{"recorded_by": officer, **values}).save()
            pytest.fail(f"taken: {values}")
    settlement_of(exception, recorded_by=officer, **reviewed).save()


def test_database_refuses_two_that_are_open_and_two_that_are_confirmed(exception, officer, second_officer):
    confirmed = {"outcome": "confirmed", "reviewed_by": second_officer, "reviewed_at": timezone.now()}
    for values in ({}, confirmed):
        settlement_of(exception, recorded_by=officer, **values).save()
        with pytest.raises(DatabaseError), transaction.atomic():
            settlement_of(exception, recorded_by=officer, **values).save()

    settlement_of(exception, recorded_by=officer, figure="gdp", **confirmed).save()


def test_number_of_employees_may_be_0(exception, officer):
    settlement_of(exception, recorded_by=officer, figure="employees", value=0).full_clean()
