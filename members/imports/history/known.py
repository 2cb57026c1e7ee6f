"""Whom and which meeting the rows of a history sheet speak of; rows before may have made the member."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import Country, Meeting, Member, MemberName
from members.spelling import fold
from wego.imports.columns import day
from wego.imports.plans import Line

BODY_AND_DAY = re.compile(r"(?P<body>.*?)[\s,]*(?P<day>\d{4}[-./] ?\d{1,2}[-./] ?\d{1,2})\.?")
SHOWN = 5
"""Meetings named in a refusal: the nearest ones."""


class People:
    """Members by number, by an official name that they bear or bore, or else by an alias."""

    def __init__(self, lines: Iterable[Line]):
        self.countries = set(Country.objects.values_list("pk", flat=True))
        self.named: dict[str, set[int]] = defaultdict(set)
        self.also_called: dict[str, set[int]] = defaultdict(set)
        cells = ("name_en", "name_ko", "new_name")
        folded = {fold(line.values.get(name, "")) for line in lines for name in cells} - {""}
        names = MemberName.objects.filter(folded__in=folded).values_list("folded", "member", "alias")
        for key, member, alias in names:
            (self.also_called if alias else self.named)[key].add(member)

    def add(self, member: Member) -> None:
        """Know the names of the member, which a row has just given it."""
        for key in MemberName.objects.filter(member=member, alias=False).values_list("folded", flat=True):
            self.named[key].add(member.pk)

    def find(self, line: Line, *, enters: bool) -> Member | None:
        """The member of the line; refuses the line where there is none, except one that `enters`."""
        values = line.values
        if values["country"] and values["country"] not in self.countries:
            shown = values["country"][:40]
            line.refuse("country", _("“%s” is no country of the register: write its ISO code, like KOR.") % shown)
        if values["member"] is not None:
            return self._by_number(line)
        if enters:
            self._check_body(line)
        elif not values["name_en"] and not values["name_ko"]:
            line.refuse("member", _("Say who: write the member number or the English name."))
        return None if line.errors else self._by_name(line, enters=enters)

    def _by_number(self, line: Line) -> Member | None:
        values = line.values
        member = Member.objects.with_names().filter(number=values["member"]).first()
        if member is None:
            line.refuse("member", _("There is no member no. %d.") % values["member"])
            return None
        for column, stated in (("kind", member.kind), ("country", member.country_id)):
            if values[column] and values[column] != stated:
                line.refuse(column, _("Member no. %(number)d: %(value)s.") % {"number": member.number, "value": stated})
        spellings = set(member.names.values_list("folded", flat=True))
        for column in ("name_en", "name_ko"):
            if values[column] and fold(values[column]) not in spellings:
                named = {"number": member.number, "name": member.name_en}
                line.refuse(column, _("Member no. %(number)d is called %(name)s.") % named)
        return member

    def _by_name(self, line: Line, *, enters: bool) -> Member | None:
        values = line.values
        column = "name_en" if values["name_en"] else "name_ko"
        key = fold(values[column])
        so_named = self.named[key] or (set() if enters else self.also_called[key])
        members = Member.objects.filter(pk__in=so_named).order_by("number")
        stated = {name: values[name] for name in ("kind", "country") if values[name]}
        found = list(members.filter(**stated))
        if len(found) > 1:
            numbers = ", ".join(str(one.number) for one in found)
            line.refuse("member", _("Several members have this name: %s. State the number.") % numbers)
        elif not found and not enters:
            line.refuse(column, _("No member of this name is on record, or made by an earlier row that is in order."))
        return found[0] if len(found) == 1 else None

    @staticmethod
    def _check_body(line: Line) -> None:
        for column in ("name_en", "kind", "country"):
            if not line.values[column]:
                line.refuse(column, _("A new member needs this."))


class Meetings:
    """Meetings by their title, or by their body and a day on which they were held."""

    def __init__(self):
        self.all = list(Meeting.objects.select_related("body"))

    def find(self, line: Line) -> Meeting | None:
        """The meeting that the line names; the line is refused where that is none, or not one alone."""
        named = " ".join(line.values["meeting"].split())
        found = self._titled(named) or self._of_day(named)
        if len(found) == 1:
            return found[0]
        line.refuse("meeting", self._refusal(named, line.values["on"], several=bool(found)))
        return None

    def _titled(self, named: str) -> list[Meeting]:
        word = named.casefold()
        return [one for one in self.all if word in (one.title_en.casefold(), one.title_ko.casefold())]

    def _of_day(self, named: str) -> list[Meeting]:
        match = BODY_AND_DAY.fullmatch(named)
        try:
            held_on = day(match["day"]) if match else None
        except ValidationError:
            held_on = None
        if held_on is None:
            return []
        held = [one for one in self.all if one.held_from and one.held_from <= held_on <= one.held_to]
        body = match["body"].casefold()
        return [one for one in held if body in ("", *_names_of(one))]

    def _refusal(self, named: str, on: date, *, several: bool) -> str:
        held = [one for one in self.all if one.held_from and one.body.admits]
        nearest = sorted(held, key=lambda one: abs(one.held_from - on))[:SHOWN]
        words = {
            "named": named[:80],
            "known": "; ".join(f"{one.body.code} {one.held_from.isoformat()} ({one})" for one in nearest) or "-",
        }
        if several:
            return _("Several meetings are called “%(named)s”: write body and day. On record: %(known)s.") % words
        return (
            _(
                "No meeting “%(named)s” is on record as held. Record it under Meetings first, with the days on "
                "which it was held. On record: %(known)s."
            )
            % words
        )


def _names_of(meeting: Meeting) -> tuple[str, str, str]:
    body = meeting.body
    return body.code.casefold(), body.name_en.casefold(), body.name_ko.casefold()
