"""What a member of given figures would owe for a dues year (R10, R11, R14-R16). Records nothing."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fees.models import FeeSchedule
from fees.rules import NotQuotableError, Quote
from members.models import Kind

CURRENCY = "USD"
CENT = Decimal("0.01")
KINDS_WITHOUT_TABLE = {
    Kind.CITY: _("The fee schedule has no table for cities: cities are not assessed."),
    Kind.INSTITUTION: _("The fee schedule has no table for institutions: institutions are not assessed."),
    Kind.COMPANY: _("The fee schedule has no table for companies: companies are not assessed."),
}
REFUSALS = {
    "population_missing": _("State the population, in persons."),
    "population_not_a_number": _("Population must be a whole number of persons like 1070000, not “%(given)s”."),
    "population_negative": _("Population cannot be negative: %(given)s."),
    "population_fractional": _("Population must be a whole number of persons, not %(given)s."),
    "population_zero": _("Population 0 is a missing figure, not a number of persons."),
    "gdp_missing": _("State the GDP per head (PPP), in international $."),
    "gdp_not_a_number": _("GDP per head must be an amount in international $ like 3450.5, not “%(given)s”."),
    "gdp_not_positive": _("GDP per head must be above 0, not %(given)s."),
    "employees_missing": _("State the number of employees."),
    "employees_not_a_number": _("Employees must be a whole number of persons like 480, not “%(given)s”."),
    "employees_negative": _("The number of employees cannot be negative: %(given)s."),
    "employees_fractional": _("Employees must be a whole number of persons, not %(given)s."),
}
SHOWN = 40  # characters of what was typed, in a refusal


def quote_dues(
    *, kind: str, year: int, population: object = None, gdp_per_capita: object = None, employees: object = None
) -> Quote:
    """Amount in USD with cents, and its basis with the schedule of the year.

    Population and employees in persons, GDP per head in current international $ (PPP), as typed or as
    numbers. ValidationError with one sentence where there is no amount; `code` says which figure and why.
    """
    if not kind:
        raise ValidationError(_("State the kind: city, company or institution."), code="kind_missing")
    if kind not in Kind.values:
        raise ValidationError(
            _("The kind is city, company or institution, not “%(given)s”."),
            code="unknown_kind",
            params={"given": str(kind)[:SHOWN]},
        )
    schedule = schedule_of(year)
    try:
        quote = schedule.tables().quote(kind, population=population, gdp_per_capita=gdp_per_capita, employees=employees)
    except NotQuotableError as refusal:
        raise _refused(refusal, kind) from refusal
    version = {"title": schedule.title_en, "first_dues_year": schedule.first_dues_year}
    return Quote(quote.amount.quantize(CENT), {"dues_year": year, "schedule": version, **quote.basis})


def schedule_of(year: int) -> FeeSchedule:
    """The schedule in force for a dues year, with its tables."""
    schedule = FeeSchedule.objects.in_force(year)
    if schedule is None:
        raise ValidationError(
            _("No fee schedule is in force for the dues year %(year)d."), code="no_schedule", params={"year": year}
        )
    return schedule


def _refused(refusal: NotQuotableError, kind: str) -> ValidationError:
    message = KINDS_WITHOUT_TABLE[Kind(kind)] if refusal.code == "no_table" else REFUSALS[refusal.code]
    return ValidationError(message, code=refusal.code, params={"given": str(refusal.given)[:SHOWN]})
