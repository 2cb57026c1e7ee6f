"""Figures and fee tables in fixtures/ agree with the register and with the printed sheet."""

from collections import Counter
from decimal import Decimal

from tests.fees.printed import CELLS, GDP, POPULATION
from tests.test_fixtures import members, rows


def test_populations_are_of_133_cities_and_eleven_have_none():
    numbers = [row["member"] for row in rows("populations")]
    cities = {row["number"] for row in members(kind="city")}

    assert len(numbers) == len(set(numbers)) == 133
    assert set(numbers) < cities
    assert len(cities - set(numbers)) == 11
    assert all(isinstance(row["value"], int) and row["value"] > 0 and row["source"] for row in rows("populations"))


def test_populations_say_how_good_they_are():
    bases = Counter(row["year_basis"] for row in rows("populations"))
    qualities = Counter(row["quality"] for row in rows("populations"))

    assert bases == {"stated": 103, "inferred": 7, "assumed": 23}
    assert qualities == {"A": 67, "B": 32, "C": 34}


def test_gdp_is_of_the_economies_that_members_have_or_are_proposed_for():
    economies = {row["economy"] for row in rows("gdp_2024-06-28")}
    wanted = {row["country"] for row in members()} | {row["economy_proposal"] for row in members()} - {None}

    assert economies == wanted
    assert len(economies) == 60
    assert {(row["indicator"], row["vintage"]) for row in rows("gdp_2024-06-28")} == {
        ("NY.GDP.PCAP.PP.CD", "2024-06-28")
    }


def test_gdp_has_the_years_2010_to_2023():
    years = Counter(year for row in rows("gdp_2024-06-28") for year in row["values"])

    assert set(years) == {str(year) for year in range(2010, 2024)}
    assert sum(years.values()) == 827


def test_fee_schedule_is_the_printed_one():
    [schedule] = rows("fee_schedules")

    assert schedule["first_dues_year"] == 2020
    assert schedule["population_lowers"] == list(POPULATION)
    assert schedule["gdp_lowers"] == list(GDP)
    assert [[Decimal(amount) for amount in row] for row in schedule["cells"]] == [list(row) for row in CELLS]
    assert [(band["lower"], band["amount"]) for band in schedule["employee_bands"]] == [
        (0, "2000"),
        (500, "4000"),
        (2000, "8000"),
    ]
    assert schedule["flat_amounts"] == []
