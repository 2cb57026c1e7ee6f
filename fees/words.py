"""Bands and amounts as pages and papers say them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def band(lower: int, upper: int | None) -> str:
    """A half-open band: its lower bound belongs to it, its upper one does not."""
    if upper is None:
        return _("%(lower)s or more") % {"lower": whole(lower)}
    return _("%(lower)s to below %(upper)s") % {"lower": whole(lower), "upper": whole(upper)}


def whole(number: int) -> str:
    return number_format(number, force_grouping=True)


def dollars(amount: Decimal) -> str:
    """An amount in USD, cents only where there are some."""
    cents = 0 if amount == amount.to_integral_value() else 2
    return number_format(amount, decimal_pos=cents, force_grouping=True)


EXCEPTIONS = {
    "no_population": gettext_lazy("No population on record."),
    "no_gdp": gettext_lazy("No GDP figure of the economy %(economy)s up to %(reference_year)s in this edition."),
    "stale_gdp": gettext_lazy(
        "The last GDP figure of the economy %(economy)s is of %(gdp_year)s; the year asked for is %(reference_year)s."
    ),
    "no_employees": gettext_lazy("No number of employees on record."),
    "provisional": gettext_lazy("The source does not tell whether it is a full member: confirm its standing."),
}
NOT_ASSESSED = {
    "associate": gettext_lazy("associate member on 31 December before"),
    "joined_too_late": gettext_lazy("not yet a member on 31 December before"),
    "left": gettext_lazy("left at the end of the year before"),
    "no_schedule": gettext_lazy("no dues schedule for this kind"),
}
WARNINGS = {
    "old_population": gettext_lazy("old population figure"),
    "old_employees": gettext_lazy("old number of employees"),
    "assumed_year": gettext_lazy("year of the figure assumed"),
    "quality_c": gettext_lazy("undated, older or partial figure"),
}


def exception_words(reason: str, facts: Mapping) -> str:
    """Why a member needs a decision, in sentences: the first reason and what lacks besides."""
    return " ".join(str(EXCEPTIONS[code]) % facts for code in (reason, *facts.get("also", ())))


def not_assessed_words(reason: str) -> str:
    return str(NOT_ASSESSED[reason])


def warning_words(codes: Iterable[str]) -> list[str]:
    return [str(WARNINGS[code]) for code in codes]
