"""`quote_first_dues`: what a newcomer would owe first, out of what somebody typed (R8, R12)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from fees.services.quotes import quote_first_dues
from fees.services.schedules import adopt_schedule
from members.models import Country
from tests.factories import CountryFactory
from tests.fees.dues import EDITION, add_gdp

pytestmark = pytest.mark.django_db


def korean_city(population="1250000", approved_in="2019", **typed):
    return quote_first_dues(
        kind="city", country=Country.objects.get(iso3="KOR"), population=population, approved_in=approved_in, **typed
    )


def gdp_taken(dues) -> tuple:
    figure = dues.quote.basis["gdp_figure"]
    return dues.quote.basis["gdp_per_capita"], figure["year"], figure["vintage"]


def refusals(**typed) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        quote_first_dues(**typed)
    return caught.value.message_dict


def test_first_dues_year_is_the_year_after_the_approval(data_2020):
    dues = korean_city(approved_in="2019")

    assert (dues.year, dues.quote.amount, dues.quote.basis["dues_year"]) == (2020, Decimal("5000.00"), 2020)


@pytest.mark.parametrize(("now", "year"), [("2026-12-31 14:59", 2027), ("2026-12-31 15:00", 2028)])
def test_without_a_year_the_approval_is_in_the_current_one_in_seoul(printed, monkeypatch, now, year):
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)

    assert quote_first_dues(kind="company", employees="1").year == year


def test_schedule_is_the_one_of_the_first_dues_year(printed, draft, officer):
    adopt_schedule(draft, decision="General Assembly", by=officer)

    taken = [quote_first_dues(kind="company", employees="1", approved_in=year).schedule for year in ("2020", "2021")]

    assert taken == [printed, draft]


@pytest.mark.parametrize(("approved_in", "taken"), [("2018", 2017), ("2019", 2018), ("2020", 2018), ("2030", 2021)])
def test_gdp_is_of_two_years_before_or_the_last_one_before_that(printed, approved_in, taken):
    for year in (2017, 2018, 2021):
        add_gdp(year, year=year)
    printed.first_dues_year = 2019
    printed.save()

    dues = korean_city(approved_in=approved_in)

    assert gdp_taken(dues) == (str(taken), taken, EDITION.isoformat())


def test_gdp_is_of_the_newest_edition_that_is_out(data_2020):
    add_gdp(15_000, year=2017, vintage=date(2026, 1, 1))
    add_gdp(18_000, vintage=date(2200, 1, 1))

    assert gdp_taken(korean_city()) == ("15000", 2017, "2026-01-01")


@pytest.mark.parametrize("typed", ["3450.5", "3,450.5", " 3 450.5 "])
def test_gdp_that_is_typed_goes_before_the_one_on_record(data_2020, typed):
    dues = korean_city(gdp_per_capita=typed)

    assert dues.quote.basis["gdp_per_capita"] == "3450.5"
    assert "gdp_figure" not in dues.quote.basis
    assert (dues.economy, dues.has_old_gdp) == (None, False)


@pytest.mark.parametrize(("approved_in", "old"), [("2024", False), ("2025", True)])
def test_gdp_of_more_than_five_years_before_is_called_old(data_2020, approved_in, old):
    assert korean_city(approved_in=approved_in).has_old_gdp is old


@pytest.mark.parametrize(("population", "amount"), [("299,999", 500), ("300 000", 750), ("10000000", 2250)])
def test_city_at_the_edges_of_population(printed, population, amount):
    dues = quote_first_dues(kind="city", population=population, gdp_per_capita="3,450", approved_in="2019")

    assert dues.quote.amount == amount


@pytest.mark.parametrize(("employees", "amount"), [("0", 2000), ("1,999", 4000), ("2000", 8000)])
def test_company_at_the_edges_of_its_bands(printed, employees, amount):
    assert quote_first_dues(kind="company", employees=employees).quote.amount == amount


def test_institution_has_no_quote(printed):
    assert quote_first_dues(kind="institution").quote is None


def test_figures_of_other_kinds_are_not_looked_at(printed):
    assert quote_first_dues(kind="company", employees="1", population="107만", gdp_per_capita="x").quote.amount == 2000


def test_all_that_is_wrong_is_said_at_once(printed):
    assert refusals(kind="city", population="107만") == {
        "country": ["Choose the country, or state the GDP per head."],
        "population": ["Population must be a whole number of persons like 1070000, not “107만”."],
    }
    assert set(refusals(kind="", approved_in="soon")) == {"kind", "approved_in"}


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"kind": "village"}, "kind", "The kind is city, company or institution, not “village”."),
        ({"kind": "company"}, "employees", "State the number of employees."),
        (
            {"kind": "city", "population": "5", "gdp_per_capita": "12,30"},
            "gdp_per_capita",
            "GDP per head must be an amount in international $ like 3450.5, not “12,30”.",
        ),
        (
            {"kind": "city", "population": "5", "gdp_per_capita": "0"},
            "gdp_per_capita",
            "GDP per head must be above 0, not 0.",
        ),
        (
            {"kind": "company", "employees": "1", "approved_in": "2018"},
            "approved_in",
            "No fee schedule is in force for the dues year 2019.",
        ),
    ],
)
def test_refusal_names_its_field(printed, typed, field, words):
    assert refusals(**typed) == {field: [words]}


@pytest.mark.parametrize("year", ["19", "20200", "２０１９", "-201"])
def test_year_of_the_approval_is_a_year(printed, year):
    said = refusals(kind="company", employees="1", approved_in=year)

    assert said["approved_in"][0].endswith(f"not “{year}”.")


def test_country_without_a_figure_is_refused(data_2020):
    country = CountryFactory(iso3="ABW")

    assert refusals(kind="city", population="5", country=country, approved_in="2019") == {
        "gdp_per_capita": ["No GDP per head up to 2018 is on record for this country: Country ABW. State it yourself."]
    }
