"""What a member of given figures would owe for a dues year (R10, R11, R14-R16), and what a newcomer would owe
first (R8). Records nothing."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fees.models import FeeSchedule
from fees.rules import NotQuotableError, Quote, Tables, positive_number
from fees.services.evaluation import gdp_figure
from members import persons
from members.models import Country, EconomyFigure, Kind
from wego.dates import today

CURRENCY = "USD"
CENT = Decimal("0.01")
KINDS_WITHOUT_TABLE = {
    Kind.CITY: _("The fee schedule has no table for cities: cities are not assessed."),
    Kind.INSTITUTION: _("The fee schedule has no table for institutions: institutions are not assessed."),
    Kind.COMPANY: _("The fee schedule has no table for companies: companies are not assessed."),
}
REFUSALS = persons.REFUSALS | {
    "gdp_missing": _("State the GDP per head (PPP), in international $."),
    "gdp_not_a_number": _("GDP per head must be an amount in international $ like 3450.5, not “%(given)s”."),
    "gdp_not_positive": _("GDP per head must be above 0, not %(given)s."),
}
SHOWN = 40  # characters of what was typed, in a refusal
GDP_LAG = 2  # years from the one whose GDP counts to the dues year (R12)


def quote_dues(
    *, kind: str, year: int, population: object = None, gdp_per_capita: object = None, employees: object = None
) -> Quote:
    """Amount in USD with cents, and its basis with the schedule of the year.

    Population and employees in persons, GDP per head in current international $ (PPP), as typed or as
    numbers. ValidationError with one sentence where there is no amount; `code` says which figure and why.
    """
    check_kind(kind)
    schedule = schedule_of(year)
    try:
        quote = schedule.tables().quote(kind, population=population, gdp_per_capita=gdp_per_capita, employees=employees)
    except NotQuotableError as refusal:
        raise refused(refusal, kind) from refusal
    return _of_year(quote, year, schedule)


def _of_year(quote: Quote, year: int, schedule: FeeSchedule, **origins: dict) -> Quote:
    basis = {"dues_year": year, "schedule": schedule.version(), **quote.basis, **origins}
    return Quote(quote.amount.quantize(CENT), basis)


@dataclass(frozen=True)
class FirstDues:
    """What a newcomer would owe in its first dues year, and the tables in force then. No quote where they have
    none for its kind: it is not assessed (R16)."""

    kind: str
    year: int
    schedule: FeeSchedule
    tables: Tables
    quote: Quote | None = None
    economy: Country | None = None  # whose GDP on record was taken

    @property
    def has_old_gdp(self) -> bool:
        """Whether the GDP figure on record is so old that a dues run would ask for a decision (R13)."""
        figure = self.quote.basis.get("gdp_figure") if self.quote else None
        return bool(figure) and self.year - GDP_LAG - figure["year"] > settings.DUES_GDP_YEARS


def quote_first_dues(
    *,
    kind: str,
    approved_in: str = "",
    country: Country | None = None,
    population: str = "",
    gdp_per_capita: str = "",
    employees: str = "",
) -> FirstDues:
    """The dues of the year after the approval (R8), out of what somebody typed; without a year it is this one.

    Figures as in `quote_dues`, also with thousands apart (1,070,000). Where no GDP per head is typed it is the
    country's, with its origin in the basis. ValidationError says at once all that is wrong, by argument.
    """
    refusals = Refusals()
    with refusals.of("kind"):
        check_kind(kind)
    with refusals.of("approved_in"):
        year = first_dues_year(approved_in)
        schedule = schedule_of(year)
    refusals.raise_any()
    tables = schedule.tables()
    if not tables.has_table(kind):
        return FirstDues(kind, year, schedule, tables)
    figures, origins, asks = {}, {}, tables.asks(kind)
    for name, typed in (("population", population), ("employees", employees)):
        if name in asks:
            with refusals.of(name):
                figures[name] = persons.read_persons(typed, name)
    if "gdp" in asks:
        with refusals.of("gdp_per_capita" if country or gdp_per_capita else "country"):
            figures["gdp_per_capita"], origins = _gdp(gdp_per_capita, country, year)
    refusals.raise_any()
    quote = _of_year(tables.quote(kind, **figures), year, schedule, **origins)
    return FirstDues(kind, year, schedule, tables, quote, country if origins else None)


class Refusals:
    """What is wrong with each of several fields: who fills in a form is told all of it at once."""

    def __init__(self):
        self.by_field: dict[str, ValidationError] = {}

    @contextmanager
    def of(self, field: str):
        """Keep the refusal of what is done inside as one of the field."""
        try:
            yield
        except ValidationError as refusal:
            self.by_field[field] = refusal

    def raise_any(self) -> None:
        if self.by_field:
            raise ValidationError(self.by_field)


def first_dues_year(approved_in: str) -> int:
    """The calendar year after the one of the approval; empty is this year (R8)."""
    if not approved_in:
        return today().year + 1
    if not re.fullmatch("[0-9]{4}", approved_in):
        raise ValidationError(
            _("The year of the approval is a year like %(year)s, not “%(given)s”."),
            code="year",
            params={"year": str(today().year), "given": approved_in[:SHOWN]},
        )
    return int(approved_in) + 1


def _gdp(typed: str, country: Country | None, year: int) -> tuple[Decimal, dict]:
    """GDP per head for a dues year as typed, or on record with its origin."""
    if typed:
        text = " ".join(typed.split())
        plain = re.sub("[, ]", "", text) if persons.NUMBER.fullmatch(text) else text
        try:
            return positive_number(plain, "gdp"), {}
        except NotQuotableError as refusal:
            raise refused(refusal) from refusal
    if country is None:
        raise ValidationError(_("Choose the country, or state the GDP per head."), code="no_country")
    figure = gdp_figure(gdp_on_record(country, year))
    return figure.value, {"gdp_figure": figure.origin}


def gdp_on_record(economy: Country, year: int) -> EconomyFigure:
    """The GDP per head that counts for a dues year: of the newest edition the latest of two years before (R12)."""
    vintage = EconomyFigure.objects.newest_vintage(on=today())
    until = year - GDP_LAG
    found = vintage and EconomyFigure.objects.newest(until=until, vintage=vintage).filter(economy=economy).first()
    if not found:
        raise ValidationError(
            _("No GDP per head up to %(until)d is on record for this country: %(country)s. State it yourself."),
            code="no_gdp",
            params={"until": until, "country": economy},
        )
    return found


def check_kind(kind: str) -> None:
    """Refuse what is no kind of member."""
    if not kind:
        raise ValidationError(_("State the kind: city, company or institution."), code="kind_missing")
    if kind not in Kind.values:
        raise ValidationError(
            _("The kind is city, company or institution, not “%(given)s”."),
            code="unknown_kind",
            params={"given": str(kind)[:SHOWN]},
        )


def schedule_of(year: int) -> FeeSchedule:
    """The schedule in force for a dues year, with its tables."""
    schedule = FeeSchedule.objects.in_force(year)
    if schedule is None:
        raise ValidationError(
            _("No fee schedule is in force for the dues year %(year)d."), code="no_schedule", params={"year": year}
        )
    return schedule


def refused(refusal: NotQuotableError, kind: str = "") -> ValidationError:
    """The sentence for a figure that no amount can be computed from."""
    message = KINDS_WITHOUT_TABLE[Kind(kind)] if refusal.code == "no_table" else REFUSALS[refusal.code]
    return ValidationError(message, code=refusal.code, params={"given": str(refusal.given)[:SHOWN]})
