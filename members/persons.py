"""Numbers of persons as people write them: a population (R10, R14), a number of employees (R15)."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 10**10
"""More persons than there are; what exceeds it is no figure."""
LEAST = {"population": 1, "employees": 0}
"""By indicator: an employer without employees is one, a city without inhabitants is missing data."""
NUMBER = re.compile(r"[+-]?(\d{1,18}|\d{1,3}((,\d{3})+|( \d{3})+))(\.\d{1,18})?")
SHOWN = 40  # characters of what was typed, in a refusal

REFUSALS = {
    "population_missing": _("State the population, in persons."),
    "population_not_a_number": _("Population must be a whole number of persons like 1070000, not “%(given)s”."),
    "population_negative": _("Population cannot be negative: %(given)s."),
    "population_fractional": _("Population must be a whole number of persons, not %(given)s."),
    "population_zero": _("Population 0 is a missing figure, not a number of persons."),
    "employees_missing": _("State the number of employees."),
    "employees_not_a_number": _("Employees must be a whole number of persons like 480, not “%(given)s”."),
    "employees_negative": _("The number of employees cannot be negative: %(given)s."),
    "employees_fractional": _("Employees must be a whole number of persons, not %(given)s."),
}


def read_persons(given: str | int | None, indicator: str) -> int:
    """The persons of a figure, out of 1070000, 1,070,000 or 1 070 000.

    ValidationError with a sentence of REFUSALS for what is missing, no number, negative, a fraction, or
    population 0.
    """
    text = "" if given is None else " ".join(str(given).split())
    if not text:
        raise _refusal(f"{indicator}_missing", text)
    number = Decimal(re.sub("[, ]", "", text)) if NUMBER.fullmatch(text) else Decimal("NaN")
    if number.is_nan() or number > LARGEST:
        raise _refusal(f"{indicator}_not_a_number", text)
    if number < 0:
        raise _refusal(f"{indicator}_negative", text)
    if number != number.to_integral_value():
        raise _refusal(f"{indicator}_fractional", text)
    if number < LEAST[indicator]:
        raise _refusal(f"{indicator}_zero", text)
    return int(number)


def _refusal(code: str, text: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params={"given": text[:SHOWN]})
