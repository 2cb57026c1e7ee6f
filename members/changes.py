"""What changed in the register between two days: opening + joined - left = closing (paper 19)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.lifecycle import MEMBERSHIP, Ground, Status
from members.models import Language, Member, MemberName, StatusChange
from members.register import Totals, check_covered


@dataclass(frozen=True)
class Change:
    """One line of the list: who, on which day, on which ground or under which new name."""

    member: Member
    on: date
    words: object  # translated where it is printed


@dataclass
class ChangeList:
    since: date
    until: date
    opening: int
    closing: int
    joined: list[Change] = field(default_factory=list)
    approved: list[Change] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        return self.opening + len(self.joined) - len(self.left) == self.closing


def list_changes(since: date, until: date, known_at: datetime | None = None) -> ChangeList:
    """What happened after the end of `since` up to the end of `until`."""
    check_covered(since)
    if until < since:
        raise ValidationError(
            _("The change list ends on or after the day it starts: %(since)s is after %(until)s."),
            code="order",
            params={"since": since.isoformat(), "until": until.isoformat()},
        )
    changes = ChangeList(
        since, until, opening=Totals.on(since, known_at).total, closing=Totals.on(until, known_at).total
    )
    members = _named(since, until, known_at)
    standing: dict[int, str] = {}
    for row in StatusChange.objects.holding(until, known_at).filter(member__in=members).order_by("effective_on", "pk"):
        before = standing.get(row.member_id)
        standing[row.member_id] = row.status
        if row.effective_on > since:
            _sort_in(changes, row, before, members[row.member_id])
    _add_renamed(changes, known_at)
    return changes


def _named(since: date, until: date, known_at) -> dict[int, Member]:
    """The members with a status change in the period, named as at its end."""
    touched = StatusChange.objects.holding(until, known_at).filter(effective_on__gt=since).values("member")
    return Member.objects.filter(pk__in=touched).with_names(until, known_at).select_related("country").in_bulk()


def _sort_in(changes: ChangeList, row: StatusChange, before: str | None, member: Member) -> None:
    change = Change(member, row.effective_on, Ground(row.ground).label)
    if row.status in MEMBERSHIP and before not in MEMBERSHIP:
        changes.joined.append(change)
    elif row.status not in MEMBERSHIP and before in MEMBERSHIP:
        changes.left.append(change)
    elif row.status == Status.FULL and before == Status.ASSOCIATE:
        changes.approved.append(change)


def _add_renamed(changes: ChangeList, known_at: datetime | None) -> None:
    members = Member.objects.in_membership(changes.until, known_at).values("pk")
    names = MemberName.objects.official(changes.until, known_at).filter(
        valid_from__gt=changes.since, member__in=members
    )
    for name in names.order_by("valid_from", "pk").select_related("member__country"):
        words = format_lazy("{language}: {name}", language=Language(name.language).label, name=name.text)
        changes.renamed.append(Change(name.member, name.valid_from, words))
    named = Member.objects.with_names(changes.since, known_at).in_bulk([c.member.pk for c in changes.renamed])
    changes.renamed = [Change(named[c.member.pk], c.on, c.words) for c in changes.renamed]
