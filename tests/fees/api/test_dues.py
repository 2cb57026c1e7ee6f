"""Assessments and exceptions for programs of the staff."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fees.models import Assessment, DuesException, Settlement
from tests.asking import Program, refused
from tests.factories import CountryFactory, UserFactory, rights
from tests.fees.dues import SOURCE, assess_dues, make_city, make_company

pytestmark = pytest.mark.django_db

READS = ["view_assessment", "view_duesexception"]


def staff(*may: str) -> Program:
    """A program of a person with these rights, opened for all of the dues."""
    person = UserFactory()
    person.user_permissions.set(rights(*READS, *may))
    return Program("assessments:read", "exceptions:read", "exceptions:write", user=person)


def key(member) -> str:
    return f"mem_{member.key.hex}"


@pytest.fixture
def proposer():
    return staff("propose_settlement")


@pytest.fixture
def reviewer():
    return staff("review_settlement")


@pytest.fixture
def city(officer, data_2020):
    """A city without a population: an exception of the dues of 2020."""
    member = make_city(None, by=officer)
    assess_dues(2020, by=officer)
    return member


def at(city, act: str) -> str:
    return f"dues/exceptions/2020/{key(city)}/{act}/"


PROPOSAL = {"way": "other_source", "value": "1250000", "reason": "no census", **SOURCE}


# --- assessments ---------------------------------------------------------------------------------
def test_assessments_of_a_year(officer, data_2020, proposer):
    city, company = make_city(by=officer), make_company(by=officer)
    assess_dues(2020, by=officer)
    rows = proposer.pages("dues/assessments/", year="2020", page_size="1")

    assert [(row["member"], row["amount"], row["total"], row["currency"]) for row in rows] == [
        (key(city), "5000.00", "5000.00", "USD"),
        (key(company), "2000.00", "2000.00", "USD"),
    ]
    assert [(row["year"], row["kind"], row["adjusted"]) for row in rows] == [
        (2020, "city", "0.00"),
        (2020, "company", "0.00"),
    ]
    assert proposer.pages("dues/assessments/", year="2021") == []
    assert [row["member"] for row in proposer.pages("dues/assessments/", member=key(company))] == [key(company)]


def test_an_assessment_explains_itself(officer, data_2020, proposer):
    city = make_city(by=officer)
    assess_dues(2020, by=officer)
    told = proposer.get(f"dues/assessments/2020/{key(city)}/").json()

    assert told["amount"] == "5000.00"
    assert told["explanation"]["cell"] == {"row": 7, "column": 4}
    assert told["explanation"]["population_figure"] == {"year": 2018, "source": "census"}
    assert told["explanation"]["gdp_figure"]["year"] == 2018
    assert (told["warnings"], told["reason"]) == ([], "")


@pytest.mark.parametrize("path", ["2021/{}", "2020/mem_" + "0" * 32, "2020/1", "99999999999999999999/{}"])
def test_what_is_not_assessed_is_not_found(officer, data_2020, proposer, path):
    city = make_city(by=officer)
    assess_dues(2020, by=officer)

    refused(proposer.get(f"dues/assessments/{path.format(key(city))}/"), 404, "not_found")


def test_a_settled_figure_shows_its_way_and_no_number_of_a_row(city, proposer, reviewer):
    proposer.post(at(city, "settlement"), PROPOSAL)
    reviewer.post(at(city, "review"), {"outcome": "confirmed"})
    told = proposer.get(f"dues/assessments/2020/{key(city)}/").json()

    assert told["explanation"]["population_figure"] == SOURCE_TOLD | {"settled": "other_source"}
    assert "settlement" not in json.dumps(told)


SOURCE_TOLD = {"year": SOURCE["reference_year"], "source": SOURCE["source"]}


# --- exceptions ----------------------------------------------------------------------------------
def test_exceptions_with_their_words(city, proposer):
    [row] = proposer.pages("dues/exceptions/", year="2020", state="open")

    assert (row["member"], row["reason"], row["figure"]) == (key(city), "no_population", "population")
    assert (row["words"], row["proposal"]) == ("No population on record.", None)
    assert proposer.pages("dues/exceptions/", state="assessed") == []


def test_one_proposes_and_a_second_one_confirms(city, proposer, reviewer):
    proposed = proposer.post(at(city, "settlement"), PROPOSAL)
    [waiting] = proposer.pages("dues/exceptions/")
    confirmed = reviewer.post(at(city, "review"), {"outcome": "confirmed"})

    assert (proposed.status_code, confirmed.status_code) == (201, 201)
    assert waiting["proposal"] == proposed.json()
    assert proposed.json() == {
        "way": "other_source",
        "figure": "population",
        "value": "1250000",
        "reference_year": 2017,
        "source": "IMF, WEO 2019-10",
        "reason": "no census",
        "document": "",
        "proposed_by": proposer.key.user.username,
        "outcome": "",
    }
    assert confirmed.json()["outcome"] == "confirmed"
    settlement = Settlement.objects.get()
    assert (settlement.recorded_by, settlement.reviewed_by) == (proposer.key.user, reviewer.key.user)
    assert Assessment.objects.get(member=city).amount == 5000
    assert DuesException.objects.get().state == "assessed"


def test_nobody_confirms_an_own_proposal(city):
    both = staff("propose_settlement", "review_settlement")
    both.post(at(city, "settlement"), PROPOSAL)

    words = refused(both.post(at(city, "review"), {"outcome": "confirmed"}), 422, "refused")
    assert words == "A second person confirms: nobody confirms an own proposal."
    assert Settlement.objects.get().outcome == ""
    assert not Assessment.objects.exists()


def test_a_second_key_of_the_same_person_is_the_same_person(city):
    both = staff("propose_settlement", "review_settlement")
    second = Program("exceptions:write", user=both.key.user)
    both.post(at(city, "settlement"), PROPOSAL)

    refused(second.post(at(city, "review"), {"outcome": "confirmed"}), 422, "refused")


def test_each_act_takes_its_own_right(city, proposer, reviewer):
    refused(reviewer.post(at(city, "settlement"), PROPOSAL), 403, "permission_denied")
    proposer.post(at(city, "settlement"), PROPOSAL)
    refused(proposer.post(at(city, "review"), {"outcome": "confirmed"}), 403, "permission_denied")


def test_a_refusal_states_why(city, proposer, reviewer):
    proposer.post(at(city, "settlement"), PROPOSAL)

    refused(reviewer.post(at(city, "review"), {"outcome": "refused"}), 422, "required", "note")
    answer = reviewer.post(at(city, "review"), {"outcome": "refused", "note": "too old"})
    assert answer.json()["outcome"] == "refused"
    assert DuesException.objects.get().state == "open"


def test_what_is_closed_is_a_conflict(city, proposer, reviewer):
    refused(reviewer.post(at(city, "review"), {"outcome": "confirmed"}), 409, "none_proposed")
    proposer.post(at(city, "settlement"), PROPOSAL)
    reviewer.post(at(city, "review"), {"outcome": "confirmed"})

    refused(proposer.post(at(city, "settlement"), PROPOSAL), 409, "closed")


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"value": "many"}, 422, "population_not_a_number", "value"),
        ({"value": "0"}, 422, "population_zero", "value"),
        ({"reference_year": 2199}, 422, "future", "reference_year"),
        ({"source": ""}, 422, "source_missing", None),
        ({"way": "last_value"}, 422, "no_value", None),
        ({"way": "guess"}, 400, "invalid", "way"),
        ({"reason": ""}, 400, "invalid", "reason"),
        ({"recorded_by": 1}, 400, "unknown_field", "recorded_by"),
        ({"outcome": "confirmed"}, 400, "unknown_field", "outcome"),
        ({"amount": "1"}, 400, "unknown_field", "amount"),
    ],
)
def test_a_proposal_that_cannot_be_made(city, proposer, change, status, code, param):
    refused(proposer.post(at(city, "settlement"), PROPOSAL | change), status, code, param)
    assert not Settlement.objects.exists()


def test_an_exception_of_nobody_is_not_found(city, proposer):
    refused(proposer.post(f"dues/exceptions/2021/{key(city)}/settlement/", PROPOSAL), 404, "not_found")
    refused(proposer.post("dues/exceptions/2020/1/settlement/", PROPOSAL), 404, "not_found")


def test_rows_of_other_countries_are_not_found(officer, data_2020):
    city = make_city(None, by=officer, country=CountryFactory(iso3="FRA"))
    assess_dues(2020, by=officer)
    person = UserFactory()
    person.user_permissions.set(rights(*READS, "propose_settlement").exclude(codename="see_all_countries"))
    office = Program("exceptions:read", "exceptions:write", user=person)

    assert office.pages("dues/exceptions/") == []
    refused(office.post(at(city, "settlement"), PROPOSAL), 404, "not_found")


@pytest.mark.parametrize("path", ["dues/assessments/", "dues/exceptions/"])
def test_queries_do_not_grow_with_the_list(officer, data_2020, path):
    chief = Program("assessments:read", "exceptions:read", user=UserFactory(is_superuser=True))
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make_city(by=officer)
            make_city(None, by=officer)
        assess_dues(2020, by=officer)
        with CaptureQueriesContext(connection) as queries:
            rows = chief.get(path).json()["results"]
        counts.append((len(rows), len([one for one in queries if "UPDATE" not in one["sql"]])))

    assert [count for count, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 3
