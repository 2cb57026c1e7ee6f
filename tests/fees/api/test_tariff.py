"""Fee schedules and quotations for everybody."""

import pytest

from fees.models import FeeSchedule
from fees.services.quotes import quote_dues
from tests.asking import Program, refused
from tests.factories import CountryFactory
from tests.fees.dues import add_gdp
from tests.fees.printed import PRINTED_TABLES
from wego.dates import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone(printed):
    return Program()


def quote(anyone, **query) -> dict:
    response = anyone.get("dues/quote/", **query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_printed_tables_cell_by_cell(anyone):
    [schedule] = anyone.get("dues/schedules/").json()["results"]
    city, company = PRINTED_TABLES.city, PRINTED_TABLES.company

    assert schedule["currency"] == "USD"
    assert schedule["first_dues_year"] == 2020
    assert schedule["cities"] == {
        "population_from": list(city.population.lowers),
        "gdp_from": list(city.gdp.lowers),
        "amounts": [[f"{amount:.2f}" for amount in row] for row in city.cells],
    }
    assert schedule["companies"] == {
        "employees_from": [0, 500, 2000],
        "amounts": [f"{amount:.2f}" for amount in company.amounts],
    }
    assert schedule["flat"] == []


def test_drafts_are_not_public(anyone, draft):
    assert [row["first_dues_year"] for row in anyone.get("dues/schedules/").json()["results"]] == [2020]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_schedules(anyone, count, django_assert_num_queries):
    for year in range(2030, 2030 + count - 1):
        FeeSchedule.objects.create(title_en="T", first_dues_year=year, state="adopted", decision="GA")

    with django_assert_num_queries(6):  # the schedules and their five tables
        assert len(anyone.get("dues/schedules/").json()["results"]) == count


def test_a_quotation_explains_itself(anyone):
    told = quote(anyone, kind="city", population="1250000", gdp_per_capita="12300", year="2020")

    assert told == {
        "dues_year": 2020,
        "currency": "USD",
        "amount": "5000.00",
        "explanation": {
            "kind": "city",
            "dues_year": 2020,
            "schedule": {"title": "Fee tables of January 2020", "first_dues_year": 2020},
            "cell": {"row": 7, "column": 4},
            "population": 1_250_000,
            "population_band": {"at_least": 1_000_000, "below": 2_000_000},
            "gdp_per_capita": "12300",
            "gdp_band": {"at_least": 10_000, "below": 15_000},
        },
        "not_assessed": None,
    }


@pytest.mark.parametrize(
    ("population", "gdp", "amount"),
    [
        ("299999", "3450", "500.00"),
        ("300000", "3450", "750.00"),
        ("1053000", "19999.6", "6000.00"),
        ("1,053,000", "20000", "7500.00"),
    ],
)
def test_edges(anyone, population, gdp, amount):
    assert quote(anyone, kind="city", population=population, gdp_per_capita=gdp, year="2020")["amount"] == amount


def test_it_is_the_amount_of_the_service(anyone):
    expected = quote_dues(kind="company", year=2021, employees=500).amount

    assert quote(anyone, kind="company", employees="500", year="2021")["amount"] == f"{expected:.2f}" == "4000.00"


def test_the_country_brings_its_gdp_with_its_source(anyone):
    add_gdp(12_300)
    told = quote(anyone, kind="city", population="1250000", country="KOR", year="2020")

    assert told["amount"] == "5000.00"
    assert told["explanation"]["gdp_figure"] == {
        "economy": "KOR",
        "year": 2018,
        "source": "World Bank, file of 2019-12-18",
        "vintage": "2019-12-18",
    }


def test_institutions_are_not_assessed(anyone):
    told = quote(anyone, kind="institution")

    assert (told["amount"], told["explanation"], told["dues_year"]) == (None, None, today().year + 1)
    assert told["not_assessed"] == "The fee schedule has no table for institutions: institutions are not assessed."


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ({}, "required", "kind"),
        ({"kind": "town"}, "invalid", "kind"),
        ({"kind": "city", "gdp_per_capita": "1"}, "population_missing", "population"),
        ({"kind": "city", "population": "0", "gdp_per_capita": "1"}, "population_zero", "population"),
        ({"kind": "city", "population": "x", "gdp_per_capita": "1"}, "population_not_a_number", "population"),
        ({"kind": "city", "population": "1", "gdp_per_capita": "0"}, "gdp_not_positive", "gdp_per_capita"),
        ({"kind": "city", "population": "1"}, "no_country", "country"),
        ({"kind": "city", "population": "1", "country": "FRA"}, "no_gdp", "gdp_per_capita"),
        ({"kind": "city", "population": "1", "country": "XXX"}, "invalid", "country"),
        ({"kind": "company", "employees": "1.5"}, "employees_fractional", "employees"),
        ({"kind": "company", "employees": "1", "year": "2019"}, "no_schedule", "year"),
        ({"kind": "company", "employees": "1", "year": "1"}, "invalid", "year"),
        ({"kind": "company", "employees": "1", "approved_in": "2019"}, "unknown_parameter", "approved_in"),
    ],
)
def test_what_is_wrong_is_named(anyone, query, code, param):
    CountryFactory(iso3="FRA")

    refused(anyone.get("dues/quote/", **query), 400, code, param)
