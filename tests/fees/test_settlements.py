"""Exceptions of a run: one officer proposes a figure, a second person confirms it (R13)."""

from datetime import date
from decimal import Decimal

import pytest

from fees.models import Adjustment, Assessment, DuesException, Settlement
from fees.services.settlements import propose_settlement, review_settlement
from members.models import Member
from tests.factories import CountryFactory, make_opened
from tests.fees.dues import (
    SOURCE,
    add_figure,
    add_gdp,
    assess_dues,
    dues_of,
    make_city,
    make_company,
    make_no_population,
    refusal_of,
)
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

EXCOM = "ExCom 2019-11-08, item 5"


@pytest.fixture
def venezuela(officer):
    """A city of 2,100,000 in an economy whose last figure is of 2012: 17,800 $."""
    add_gdp(17_800, economy="VEN", year=2012)
    return make_city(2_100_000, country=CountryFactory(iso3="VEN"), by=officer)


@pytest.fixture
def exception(venezuela, officer):
    assess_dues(2020, by=officer)
    return DuesException.objects.get()


# --- the ways ----------------------------------------------------------------------------------------
def test_last_value_is_the_newest_on_record_and_its_year_is_shown(exception, settle, second_officer):
    settlement = settle(exception, way="last_value")

    assessment = Assessment.objects.get()
    assert (assessment.amount, assessment.recorded_by) == (6500, second_officer)
    assert assessment.basis["gdp_per_capita"] == "17800"
    assert assessment.basis["gdp_figure"] == {
        "year": 2012,
        "source": "World Bank, file of 2019-12-18",
        "settled": {"settlement": settlement.pk, "way": "last_value", "document": ""},
    }
    exception.refresh_from_db()
    assert exception.state == "assessed"


def test_last_value_of_gdp_is_of_the_runs_own_edition_if_it_has_one(exception, settle):
    add_gdp(20_000, economy="VEN", year=2014, vintage=date(2020, 7, 1))

    settle(exception, way="last_value")

    assert Assessment.objects.get().basis["gdp_figure"]["year"] == 2012


def test_last_value_of_gdp_may_be_of_another_edition(officer, settle):
    city = make_city(2_100_000, country=CountryFactory(iso3="VEN"), by=officer)
    assess_dues(2020, by=officer)
    add_gdp(9_999, economy="VEN", year=2018, vintage=date(2018, 7, 1))
    add_gdp(17_800, economy="VEN", year=2012, vintage=date(2020, 7, 1))
    add_gdp(9_000, economy="VEN", year=2011, vintage=date(2020, 7, 1))
    add_gdp(90_000, economy="VEN", year=2019, vintage=date(2020, 7, 1))  # later than the year before last

    settle(DuesException.objects.get(), way="last_value")

    assert dues_of(city, 2020) == 6500


def test_last_value_of_employees_may_be_later_than_the_year(officer, settle):
    company = make_company(None, by=officer)
    run = assess_dues(2020, by=officer)
    add_figure(company, 0, 2022)

    settlement = settle(run.exceptions.get(), way="last_value")

    assert (settlement.value, settlement.reference_year, dues_of(company, 2020)) == (0, 2022, 2000)


def test_another_named_source(exception, settle, venezuela):
    settlement = settle(exception, way="other_source", value="7300", **SOURCE)

    assert dues_of(venezuela, 2020) == 3500
    assert Assessment.objects.get().basis["gdp_figure"] == {
        "year": 2017,
        "source": "IMF, WEO 2019-10",
        "settled": {"settlement": settlement.pk, "way": "other_source", "document": ""},
    }


def test_as_last_year_takes_the_figure_of_last_years_assessment(officer, settle):
    city = make_city(2_100_000, by=officer)
    assess_dues(2020, by=officer)
    add_figure(city, 1, 2021)
    Member.objects.filter(pk=city.pk).update(country=CountryFactory(iso3="VEN"))
    assess_dues(2021, by=officer)
    assert dues_of(city, 2021) == "no_gdp"

    settle(DuesException.objects.get(), way="last_year")

    basis = Assessment.objects.get(run__year=2021).basis
    assert (basis["gdp_per_capita"], basis["gdp_figure"]["year"], basis["population"]) == ("12300", 2018, 1)
    assert dues_of(city, 2021) == 3500


def test_last_year_that_was_settled_itself_serves_again(exception, settle, venezuela, officer):
    settle(exception, way="other_source", value="7300", **SOURCE)
    assess_dues(2021, by=officer)

    settle(DuesException.objects.get(run__year=2021), way="last_year")

    assert dues_of(venezuela, 2021) == 3500


@pytest.mark.parametrize(
    ("given", "amount"),
    [({}, Decimal(6500)), ({"value": "7300", **SOURCE}, Decimal(3500))],
    ids=["by the last value", "by a stated one"],
)
def test_waiver_is_assessed_and_adjusted_to_nothing(exception, settle, second_officer, given, amount):
    settle(exception, way="waiver", document=EXCOM, reason="crisis", **given)

    assessment = Assessment.objects.with_adjusted().get()
    assert (assessment.amount, assessment.adjusted, assessment.total) == (amount, -amount, 0)
    adjustment = Adjustment.objects.get()
    assert (adjustment.ground, adjustment.reason, adjustment.document) == ("waiver", "crisis", EXCOM)
    assert adjustment.recorded_by == second_officer
    assert assessment.basis["gdp_figure"]["settled"]["document"] == EXCOM


SOURCE_MISSING = "State the reference year and the source of the figure."
STATED = {"way": "other_source", "value": "1", **SOURCE}
REFUSED = [
    (STATED | {"value": "many"}, "GDP per head must be an amount in international $ like 3450.5, not “many”."),
    (STATED | {"value": "inf"}, "GDP per head must be an amount in international $ like 3450.5, not “inf”."),
    (STATED | {"value": None}, "State the GDP per head (PPP), in international $."),
    (STATED | {"value": "0"}, "GDP per head must be above 0, not 0."),
    (STATED | {"reference_year": None}, SOURCE_MISSING),
    (STATED | {"source": ""}, SOURCE_MISSING),
    (STATED | {"reference_year": 2199}, "This year has not come yet."),
    ({"way": "waiver"}, "Name the decision that waives the dues."),
    ({"way": "last_year"}, "The member was not assessed by this figure for 2019. Name another source."),
    ({"way": "last_value", "reason": ""}, "This field cannot be blank."),
    ({"way": "guess"}, "Value 'guess' is not a valid choice."),
]


def test_proposal_is_refused_in_one_sentence(exception, officer):
    for given, words in REFUSED:
        refusal = refusal_of(lambda given=given: propose_settlement(exception, by=officer, **{"reason": "x", **given}))
        assert refusal.messages == [words]

    assert not Settlement.objects.exists()


def test_stated_persons_are_whole(officer):
    city, company = make_city(None, by=officer), make_company(None, by=officer)
    run = assess_dues(2020, by=officer)
    refusals = [
        (city, "0", "Population 0 is a missing figure, not a number of persons."),
        (city, "1000.5", "Population must be a whole number of persons, not 1000.5."),
        (company, "-1", "The number of employees cannot be negative: -1."),
    ]

    for member, value, words in refusals:
        given = {"reason": "x", "by": officer, **STATED, "value": value}
        exception = run.exceptions.get(member=member)
        refusal = refusal_of(lambda exception=exception, given=given: propose_settlement(exception, **given))
        assert refusal.messages == [words]


def test_without_any_earlier_value_another_source_is_named(officer):
    refusal = refusal_of(
        lambda: propose_settlement(make_no_population(by=officer), way="last_value", reason="x", by=officer)
    )

    assert refusal.messages == ["No earlier value is on record. Name another source."]


def test_provisional_standing_is_not_settled_by_a_figure(officer):
    make_opened(1)
    exception = assess_dues(2020, by=officer).exceptions.get()

    refusal = refusal_of(lambda: propose_settlement(exception, way="last_value", reason="x", by=officer))

    assert refusal.code == "no_figure"
    assert refusal.messages[0].startswith("No figure is missing here: the standing of the member is not confirmed.")


# --- the second person -------------------------------------------------------------------------------
OWN = "A second person confirms: nobody confirms an own proposal."
WHOLE = "A review has an outcome, a person and an instant."


@pytest.mark.parametrize(
    ("outcome", "person", "says"),
    [
        ("confirmed", "second", "assessed"),
        ("confirmed", "first", OWN),
        ("refused", "second", "open"),
        ("refused", "first", OWN),
        ("", "second", WHOLE),
        ("perhaps", "second", WHOLE),
    ],
)
def test_outcome_and_person(exception, officer, second_officer, outcome, person, says):
    proposal = propose_settlement(exception, way="last_value", reason="x", by=officer)
    by = officer if person == "first" else second_officer

    def review():
        return review_settlement(proposal, outcome=outcome, note="looked at", by=by)

    if says in ("assessed", "open"):
        reviewed = review()
        assert (reviewed.outcome, reviewed.reviewed_by, reviewed.review_note) == (outcome, by, "looked at")
        assert reviewed.reviewed_at is not None
    else:
        assert says in refusal_of(review).messages
        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.reviewed_by, proposal.reviewed_at) == ("", None, None)
    exception.refresh_from_db()
    assert exception.state == ("assessed" if says == "assessed" else "open")
    assert Assessment.objects.count() == (1 if says == "assessed" else 0)


def test_refusal_says_why(exception, officer, second_officer):
    proposal = propose_settlement(exception, way="last_value", reason="x", by=officer)

    refusal = refusal_of(lambda: review_settlement(proposal, outcome="refused", by=second_officer))

    assert refusal.message_dict == {"note": ["State why it is refused."]}


def test_one_proposal_at_a_time_and_another_after_a_refusal(exception, officer, second_officer, venezuela):
    proposal = propose_settlement(exception, way="last_value", reason="x", by=officer)
    twice = refusal_of(lambda: propose_settlement(exception, way="last_value", reason="y", by=second_officer))
    assert twice.messages == ["A proposal for this exception waits for a second person already."]

    review_settlement(proposal, outcome="refused", note="too old", by=second_officer)
    assert dues_of(venezuela, 2020) == "stale_gdp"
    another = propose_settlement(exception, way="other_source", value="7300", reason="y", by=second_officer, **SOURCE)
    review_settlement(another, outcome="confirmed", by=officer)

    assert dues_of(venezuela, 2020) == 3500


def test_proposal_is_reviewed_once(officer, second_officer):
    exception = make_no_population(by=officer, country=CountryFactory(iso3="VEN"))
    proposal = propose_settlement(exception, way="other_source", value="1", reason="x", by=officer, **SOURCE)
    review_settlement(proposal, outcome="confirmed", by=second_officer)  # the GDP is missing still

    refusal = refusal_of(lambda: review_settlement(proposal, outcome="refused", note="no", by=second_officer))

    assert refusal.messages == [
        f"This proposal was reviewed on {today().isoformat()} by second-officer already. Nothing was saved."
    ]
    assert Settlement.objects.get().outcome == "confirmed"
