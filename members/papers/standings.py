"""Full and associate members by kind before and after a meeting, as papers show them side by side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.lifecycle import Status
from members.models import Kind, Member
from members.register import Totals


@dataclass(frozen=True)
class Standings:
    """How many members there are, by (kind, status)."""

    counts: Counter

    @classmethod
    def on(cls, day: date) -> "Standings":
        return cls.of(Totals.on(day))

    @classmethod
    def of(cls, totals: Totals) -> "Standings":
        return cls(Counter(totals.by(lambda group: (group.kind, group.status))))

    def approving(self, members: Iterable[Member]) -> "Standings":
        """As it would be if these associates were full members."""
        counts = Counter(self.counts)
        for member in members:
            counts[member.kind, Status.ASSOCIATE] -= 1
            counts[member.kind, Status.FULL] += 1
        return Standings(counts)

    def row(self, *kinds: str) -> list[int]:
        """Members of these kinds: all, full, associate."""
        full, associate = (
            sum(self.counts[kind, status] for kind in kinds) for status in (Status.FULL, Status.ASSOCIATE)
        )
        return [full + associate, full, associate]


def header() -> list[str]:
    return [_("Members"), _("Full"), _("Associate")]


def rows(*sides: Standings) -> list[list]:
    """A line for each kind and one for all: label, then the numbers of each side."""
    lines = [(capfirst(kind.label), [kind]) for kind in Kind] + [(_("Total"), list(Kind))]
    return [[label, *(number for side in sides for number in side.row(*kinds))] for label, kinds in lines]


def words(before: Standings, after: Standings) -> str:
    """The change in one line, as minutes state it."""
    numbers = {"before": before.row(*Kind)[0], "total": after.row(*Kind)[0]}
    numbers |= dict(zip(("full", "associate"), after.row(*Kind)[1:], strict=True))
    return _("Members before: %(before)d; after: %(total)d (full %(full)d, associate %(associate)d)") % numbers
