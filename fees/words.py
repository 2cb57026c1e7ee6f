"""Bands and amounts as pages and papers say them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


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
