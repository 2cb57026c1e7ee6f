"""Dates, numbers and standings as the pages and papers of the register say them."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from members.lifecycle import Ground, Status


def day(value) -> str:
    """A day written out; a dash where there is none."""
    return date_format(value) if value else "-"


def days(first, last) -> str:
    """One day, or the first and the last of several."""
    words = {"first": date_format(first), "last": date_format(last)}
    return words["first"] if first == last else _("%(first)s to %(last)s") % words


def persons(value) -> str:
    return number_format(value, force_grouping=True) if value is not None else "-"


def since(value, ground: str) -> str:
    """A day that somebody stated, or "by" the day on which the register began (R25)."""
    if not value:
        return "-"
    return _("by %(day)s") % {"day": day(value)} if ground == Ground.OPENING else day(value)


def standing(status: str | None, effective_on, ground: str | None) -> str:
    """One sentence about a standing."""
    if status is None:
        return _("Not a member yet.")
    return {
        (Status.FULL, True): _("Full member by %(day)s, the day on which the register begins."),
        (Status.FULL, False): _("Full member since %(day)s."),
        (Status.ASSOCIATE, True): _("Associate member by %(day)s, the day on which the register begins."),
        (Status.ASSOCIATE, False): _("Associate member since %(day)s."),
        (Status.FORMER, False): _("Former member since %(day)s (%(ground)s)."),
    }[Status(status), ground == Ground.OPENING] % {"day": day(effective_on), "ground": Ground(ground).label}
