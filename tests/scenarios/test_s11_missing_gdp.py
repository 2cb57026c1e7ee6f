"""S11 Missing GDP: an economy without a value after 2012, settled in three ways, each by two persons (R13)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fees.models import Assessment, DuesException, Settlement
from fees.services.settlements import propose_settlement, review_settlement
from tests.factories import CountryFactory, rights
from tests.fees.dues import add_gdp, assess_dues, make_city, make_company
from wego.acts import CONFIRM

pytestmark = pytest.mark.django_db

WAYS = {
    "last_value": {},
    "other_source": {"value": "7300", "reference_year": 2018, "source": "International Monetary Fund"},
    "waiver": {"document": "Executive Committee of 2020-02-03, item 4"},
}


@pytest.fixture
def missing(data_2020, officer) -> DuesException:
    """The run of 2020 over a city of the economy, another city and a company; the exception that it lists."""
    add_gdp(17_800, economy="VEN", year=2012)
    make_city(2_100_000, country=CountryFactory(iso3="VEN"), by=officer)
    make_city(1_250_000, by=officer)
    make_company(480, by=officer)
    run = assess_dues(2020, by=officer)
    return run.exceptions.get()


def propose(exception, way, *, by) -> Settlement:
    return propose_settlement(exception, way=way, reason="no newer value is published", by=by, **WAYS[way])


def settle(exception, way, *, by, second) -> Assessment:
    """One officer proposes, a second person confirms; what the member is assessed then."""
    review_settlement(propose(exception, way, by=by), outcome="confirmed", by=second)
    return Assessment.objects.with_adjusted().get(run=exception.run, member=exception.member)


def test_run_completes_for_all_others_and_lists_the_member(missing):
    assert (missing.reason, missing.facts) == (
        "stale_gdp",
        {"economy": "VEN", "reference_year": 2018, "gdp_year": 2012},
    )
    amounts = missing.run.assessments.exclude(member=missing.member).values_list("amount", flat=True)
    assert sorted(amounts) == [2000, 5000]


def test_last_available_value(missing, officer, second_officer):
    assessment = settle(missing, "last_value", by=officer, second=second_officer)

    assert (assessment.amount, assessment.total) == (6500, 6500)
    assert assessment.basis["gdp_figure"]["year"] == 2012
    assert (assessment.basis["gdp_band"], assessment.basis["population_band"]) == (
        [15_000, 20_000],
        [2_000_000, 4_000_000],
    )


def test_other_named_source(missing, officer, second_officer):
    assessment = settle(missing, "other_source", by=officer, second=second_officer)

    assert (assessment.amount, assessment.total) == (3500, 3500)
    assert assessment.basis["gdp_figure"]["source"] == "International Monetary Fund"


def test_waiver_by_the_committee(missing, officer, second_officer):
    assessment = settle(missing, "waiver", by=officer, second=second_officer)

    assert (assessment.amount, assessment.adjusted, assessment.total) == (6500, -6500, 0)
    assert assessment.adjustments.get().document == "Executive Committee of 2020-02-03, item 4"


@pytest.mark.parametrize("way", WAYS)
def test_who_proposes_is_refused_by_the_service(missing, officer, way):
    proposal = propose(missing, way, by=officer)

    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        review_settlement(proposal, outcome="confirmed", by=officer)

    assert refusal.value.messages == ["A second person confirms: nobody confirms an own proposal."]
    assert not Assessment.objects.filter(member=missing.member).exists()


@pytest.mark.parametrize("way", WAYS)
def test_who_proposes_is_refused_by_the_form(missing, officer, client, way):
    propose(missing, way, by=officer)
    officer.user_permissions.set(rights("review_settlement"))
    client.force_login(officer)
    page = reverse("admin:fees_duesexception_review", args=[missing.pk])

    answers = [client.post(page, {"outcome": "confirmed"} | more) for more in ({}, {CONFIRM: "Confirm"})]

    for answer in answers:
        assert "A second person confirms: nobody confirms an own proposal." in answer.content.decode()
    assert Settlement.objects.get().is_open
    assert not Assessment.objects.filter(member=missing.member).exists()


@pytest.mark.parametrize("way", WAYS)
def test_who_proposes_is_refused_by_the_database(missing, officer, way):
    propose(missing, way, by=officer)
    confirmed = {"outcome": "confirmed", "reviewed_at": timezone.now(), "reviewed_by": officer}

    with pytest.raises(IntegrityError, match="settlement_reviewed_by_another"), transaction.atomic():
        Settlement.objects.update(**confirmed)
