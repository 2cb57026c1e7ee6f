"""Numbers of persons as people write them (R10, R14, R15)."""

import pytest
from django.core.exceptions import ValidationError

from fees.services import quotes
from members.persons import LARGEST, REFUSALS, read_persons

pytestmark = pytest.mark.sqlite  # no database: once is enough


@pytest.mark.parametrize(
    ("given", "persons"),
    [
        ("1070000", 1_070_000),
        ("1,070,000", 1_070_000),
        ("1 070 000", 1_070_000),
        ("1\u00a0070\u202f000", 1_070_000),
        (" 299999 ", 299_999),
        ("1070000.0", 1_070_000),
        (1_070_000, 1_070_000),
        ("1", 1),
        (str(LARGEST), LARGEST),
    ],
)
def test_spellings_of_a_population(given, persons):
    assert read_persons(given, "population") == persons


@pytest.mark.parametrize(
    ("given", "indicator", "sentence"),
    [
        (None, "population", "State the population, in persons."),
        ("  ", "employees", "State the number of employees."),
        ("many", "population", "Population must be a whole number of persons like 1070000, not “many”."),
        ("107만", "population", "Population must be a whole number of persons like 1070000, not “107만”."),
        ("1.070.000", "population", "Population must be a whole number of persons like 1070000, not “1.070.000”."),
        ("1,07", "population", "Population must be a whole number of persons like 1070000, not “1,07”."),
        ("10,700,00", "population", "Population must be a whole number of persons like 1070000, not “10,700,00”."),
        ("1.07E+06", "population", "Population must be a whole number of persons like 1070000, not “1.07E+06”."),
        ("nan", "population", "Population must be a whole number of persons like 1070000, not “nan”."),
        ("10000000001", "population", "Population must be a whole number of persons like 1070000, not “10000000001”."),
        ("x" * 50, "employees", f"Employees must be a whole number of persons like 480, not “{'x' * 40}”."),
        ("299.5", "population", "Population must be a whole number of persons, not 299.5."),
        ("1.5", "employees", "Employees must be a whole number of persons, not 1.5."),
        ("-5", "population", "Population cannot be negative: -5."),
        (-5, "employees", "The number of employees cannot be negative: -5."),
        ("0", "population", "Population 0 is a missing figure, not a number of persons."),
        (0, "population", "Population 0 is a missing figure, not a number of persons."),
    ],
)
def test_what_is_no_number_of_persons_is_refused_in_a_sentence(given, indicator, sentence):
    with pytest.raises(ValidationError) as caught:
        read_persons(given, indicator)

    assert caught.value.messages == [sentence]


def test_employees_0_is_a_number():
    assert read_persons("0", "employees") == 0


def test_a_quotation_refuses_in_the_same_words():
    assert {code: str(quotes.REFUSALS[code]) for code in REFUSALS} == {
        code: str(sentence) for code, sentence in REFUSALS.items()
    }
