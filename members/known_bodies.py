"""Whether a body that applies is known already, under any spelling in any script: for staff, never for applicants."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from members.lifecycle import Status
from members.models import Application, Member
from members.search import Spelling, find_members, likeness

SIMILAR, SAME = 0.85, 0.97
"""Likeness of names (members.search) from which a body is named as similar, and from which as the same."""
NEAR = 0.72
"""The same for bodies of one country, where a nearer look at a few too many does no harm."""
LISTED = 6


def likely_members(
    names: Iterable[str], *, besides: int | None = None, from_likeness: float = SIMILAR
) -> dict[int, float]:
    """The members whose names are likest to any of these, with how like they are; the likest first."""
    best: dict[int, float] = {}
    for name in filter(None, names):
        found = find_members(name).filter(rank__gte=from_likeness).exclude(pk=besides)
        for key, rank in found.values_list("pk", "rank")[:LISTED]:
            best[key] = max(rank, best.get(key, 0.0))
    return dict(sorted(best.items(), key=lambda one: (-one[1], one[0]))[:LISTED])


def likely_applications(application: Application) -> list[Application]:
    """Other open applications from the same country whose names are like one of this, in any spelling."""
    own = _spellings(application)
    others = Application.objects.open().filter(country=application.country_id).exclude(pk=application.pk)
    found = [other for other in others if _alike(own, _spellings(other)) >= NEAR]
    return found[:LISTED]


def _spellings(application: Application) -> list[Spelling]:
    names = {application.name_en, application.name_ko, application.name_local}
    return [Spelling.of(name) for name in sorted(names) if name]


def _alike(some: list[Spelling], others: list[Spelling]) -> float:
    """How like the two nearest names are. Asked both ways: a part of a name is like the whole."""
    return max((max(likeness(one, other), likeness(other, one)) for one in some for other in others), default=0.0)


def known_lines(application: Application) -> list[str]:
    """A sentence for each member of the country and each open application that may be the same body."""
    return [*_member_lines(application), *_application_lines(application)]


def _member_lines(application: Application) -> list[str]:
    names = (application.name_en, application.name_ko, application.name_local)
    ranks = likely_members(names, besides=application.member_id, from_likeness=NEAR)
    members = Member.objects.with_names().with_status().filter(pk__in=ranks, country=application.country_id)
    same = _("A member of this name is on record: %(member)s, %(standing)s.")
    similar = _("A member of a similar name is on record: %(member)s, %(standing)s.")
    return [
        (same if ranks[member.pk] >= SAME else similar)
        % {"member": member, "standing": Status(member.status).label if member.status else "-"}
        for member in sorted(members, key=lambda member: -ranks[member.pk])
    ]


def _application_lines(application: Application) -> list[str]:
    name = application.name_en.casefold()
    same = _("An application of this name is open: %s.")
    similar = _("An application of a similar name is open: %s.")
    others = likely_applications(application)
    return [(same if other.name_en.casefold() == name else similar) % other for other in others]
