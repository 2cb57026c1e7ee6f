"""The printed table of January 2020, typed from the document, against the rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fees.rules import Bands, CityMatrix, EmployeeScale, Flat, NotQuotableError, Tables, equal_neighbours
from tests.fees.printed import CELLS, COMPANIES, GDP, MATRIX, POPULATION, PRINTED_TABLES

pytestmark = pytest.mark.sqlite  # no database: once is enough


@pytest.mark.parametrize("row", range(9))
@pytest.mark.parametrize("column", range(8))
def test_every_cell_starts_at_its_lower_bounds(row, column):
    population = POPULATION[column] or 1
    gdp = GDP[row] or 1

    quote = MATRIX.quote(population, gdp)

    assert quote.amount == CELLS[row][column]
    assert quote.basis["cell"] == {"row": row + 1, "column": column + 1}


@pytest.mark.parametrize(
    ("population", "gdp", "amount"),
    [
        (299_500, 3450, 500),
        (299_999, 3450, 500),
        (300_000, 3450, 750),
        (1_053_000, "999.99", 500),
        (1_053_000, 1000, 600),
        (1_053_000, "19999.6", 6000),
        (1_053_000, 20_000, 7500),
        (5_000_000, 42_000, 8500),
        (9_999_999, 42_000, 8500),
        (10_000_000, 42_000, 10_000),
        (1, 1, 400),
        (57_000_000, 16_800, 8000),
    ],
)
def test_worked_examples_of_the_rules(population, gdp, amount):
    assert MATRIX.quote(population, gdp).amount == amount


@pytest.mark.parametrize(
    ("employees", "amount"), [(0, 2000), (499, 2000), (500, 4000), (1999, 4000), (2000, 8000), (10**7, 8000)]
)
def test_company_pays_by_employees(employees, amount):
    assert COMPANIES.quote(employees).amount == amount


@pytest.mark.parametrize(
    ("population", "code"),
    [
        (None, "population_missing"),
        ("", "population_missing"),
        ("many", "population_not_a_number"),
        ("NaN", "population_not_a_number"),
        ("Infinity", "population_not_a_number"),
        ("1e999", "population_not_a_number"),
        ("1_000", "population_not_a_number"),
        ("1,000", "population_not_a_number"),
        ("１０００", "population_not_a_number"),
        ("9" * 5000, "population_not_a_number"),
        (10**15, "population_not_a_number"),
        (True, "population_not_a_number"),
        (-1, "population_negative"),
        ("-0.5", "population_negative"),
        ("-0", "population_zero"),
        ("0.0", "population_zero"),
        ("1000.5", "population_fractional"),
        (0, "population_zero"),
    ],
)
def test_population_that_is_no_number_of_persons_is_refused(population, code):
    with pytest.raises(NotQuotableError) as refusal:
        MATRIX.quote(population, 3450)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("gdp", "code"),
    [
        (None, "gdp_missing"),
        ("high", "gdp_not_a_number"),
        ("nan", "gdp_not_a_number"),
        ("-inf", "gdp_not_a_number"),
        ("sNaN", "gdp_not_a_number"),
        (Decimal("Infinity"), "gdp_not_a_number"),
        (float("nan"), "gdp_not_a_number"),
        (0, "gdp_not_positive"),
        (-5, "gdp_not_positive"),
    ],
)
def test_gdp_that_is_no_amount_is_refused(gdp, code):
    with pytest.raises(NotQuotableError) as refusal:
        MATRIX.quote(1000, gdp)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("employees", "code"), [(-1, "employees_negative"), (None, "employees_missing"), ("1.5", "employees_fractional")]
)
def test_employees_that_are_no_number_of_persons_are_refused(employees, code):
    with pytest.raises(NotQuotableError) as refusal:
        COMPANIES.quote(employees)

    assert refusal.value.code == code


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.decimals("0.01", "500000"), st.decimals("0.01", "500000"))
def test_dues_never_fall_as_a_figure_rises(one, other, poor, rich):
    fewer, more = sorted((one, other))
    lower, higher = sorted((poor, rich))

    assert MATRIX.quote(fewer, lower).amount <= MATRIX.quote(more, lower).amount <= MATRIX.quote(more, higher).amount


@pytest.mark.parametrize("lowers", [(), (1, 2), (0, 5, 5), (0, 5, 3)])
def test_bands_that_leave_gaps_cannot_be_written_down(lowers):
    with pytest.raises(ValueError, match=r"band|bounds"):
        Bands(lowers)


def test_matrix_without_an_amount_for_each_cell_is_refused():
    with pytest.raises(ValueError, match="amount for each"):
        CityMatrix(Bands((0, 10)), Bands((0,)), ((Decimal(1),),))


def test_printed_peculiarities_are_told_not_changed():
    equal = equal_neighbours(CELLS)

    assert sorted(equal) == [
        *[(0, column) for column in (1, 3, 5, 7)],
        *[(1, column) for column in (1, 3, 5, 7)],
        (2, 0),  # as the row above
        (8, 6),  # 8,500 twice
    ]
    assert CELLS[8][5] == CELLS[8][6] == 8500


def test_table_of_neighbours_without_a_match_has_none():
    assert equal_neighbours(((1, 2), (3, 4))) == set()


@pytest.mark.parametrize(
    ("kind", "figures", "amount"),
    [
        ("city", {"population": 1_250_000, "gdp_per_capita": 12_300}, 5000),
        ("company", {"employees": 0}, 2000),
        ("company", {"employees": 480, "population": "ignored"}, 2000),
    ],
)
def test_tables_quote_by_kind(kind, figures, amount):
    assert PRINTED_TABLES.quote(kind, **figures).amount == amount


@pytest.mark.parametrize("kind", ["institution", "village", ""])
def test_kind_without_table_has_no_amount(kind):
    with pytest.raises(NotQuotableError) as refusal:
        PRINTED_TABLES.quote(kind, population=1000, gdp_per_capita=1000, employees=1000)

    assert refusal.value.code == "no_table"


def test_flat_amount_serves_the_kinds_without_another_table():
    tables = Tables(flat={"institution": Flat("institution", Decimal(300))})

    assert tables.quote("institution").amount == 300


def test_basis_says_the_figures_their_bands_and_the_cell():
    assert MATRIX.quote("299999", "3450.50").basis == {
        "kind": "city",
        "population": 299_999,
        "population_band": [0, 300_000],
        "gdp_per_capita": "3450.50",
        "gdp_band": [2000, 4000],
        "cell": {"row": 3, "column": 1},
    }
    assert MATRIX.quote(10**7, "2e4").basis == {
        "kind": "city",
        "population": 10**7,
        "population_band": [10**7, None],
        "gdp_per_capita": "20000",
        "gdp_band": [20_000, None],
        "cell": {"row": 9, "column": 8},
    }
    assert COMPANIES.quote(1999).basis == {
        "kind": "company",
        "employees": 1999,
        "employee_band": [500, 2000],
        "cell": {"row": 2},
    }


def test_scale_without_an_amount_for_each_band_is_refused():
    with pytest.raises(ValueError, match="amount for each"):
        EmployeeScale(Bands((0, 10)), (Decimal(1),))


@pytest.mark.parametrize("column", range(8))
@pytest.mark.parametrize("row", range(9))
def test_last_person_and_last_cent_of_a_band_stay_in_it(row, column):
    population = POPULATION[column + 1] - 1 if column < 7 else 10**9
    gdp = Decimal(GDP[row + 1]) - Decimal("1e-12") if row < 8 else Decimal(10**6)

    assert MATRIX.quote(population, gdp).amount == CELLS[row][column]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_dues_of_companies_never_fall_as_employees_rise(one, other):
    fewer, more = sorted((one, other))

    assert COMPANIES.quote(fewer).amount <= COMPANIES.quote(more).amount


@given(st.text())
def test_any_text_is_a_number_or_refused(text):
    try:
        MATRIX.quote(text, text)
    except NotQuotableError as refusal:
        assert refusal.code


def test_flat_amount_is_the_same_for_everybody():
    assert Flat("institution", Decimal(300)).quote().amount == 300
