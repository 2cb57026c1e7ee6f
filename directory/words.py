"""Days, standings and names as the public pages say them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members import words
from members.lifecycle import Ground, Status
from members.models import Member, in_language


def name_of(member: Member) -> str:
    """In the language of the page; a member without a name on the day is called by its number."""
    return in_language(member.name_en, member.name_ko) or str(_("Member no. %d") % member.number)


def standing_of(status: str) -> str:
    return capfirst(Status(status).label)


def short_standing_of(status: str) -> str:
    return {Status.FULL: _("Full"), Status.ASSOCIATE: _("Associate")}[Status(status)]


def standing_words(status: str | None, since: date | None, ground: str | None) -> str:
    """One sentence about a standing. Why a membership ended is nobody's business but the member's."""
    if status == Status.FORMER:
        return _("Former member since %(day)s.") % {"day": words.day(since)}
    return words.standing(status, since, ground)


def since_words(member: Member) -> str:
    return words.since(member.since, member.ground)


def is_by(ground: str) -> bool:
    """Whether a day is the one on which the register began, so that nothing is known of the days before (R25)."""
    return ground == Ground.OPENING


def dated(first: date | None, last: date | None, precision: str) -> str:
    """Days as exact as they are known: a day, a month or a year, or the first and the last of several; '' for none."""
    if first is None:
        return ""
    if precision == "day":
        return words.days(first, last) if last else words.day(first)
    form = {
        "month": pgettext("date format of a month and its year", "F Y"),
        "year": pgettext("date format of a year", "Y"),
    }[precision]
    begin, end = date_format(first, form), date_format(last or first, form)
    return begin if begin == end else _("%(first)s to %(last)s") % {"first": begin, "last": end}


def term(first: date | None, last: date | None) -> str:
    """From the first day on, or up to the last; a dash where neither is known."""
    if first and last:
        return words.days(first, last)
    if first:
        return _("since %(day)s") % {"day": words.day(first)}
    return _("until %(day)s") % {"day": words.day(last)} if last else "-"


def counted(members: int, countries: int) -> str:
    """So many members in so many countries."""
    return _("%(members)s in %(countries)s") % {
        "members": ngettext("%d member", "%d members", members) % members,
        "countries": ngettext("%d country", "%d countries", countries) % countries,
    }
