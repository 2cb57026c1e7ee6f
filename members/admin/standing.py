"""What the page of a member says about it besides its fields: standing, successors, earlier changes."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from members.admin import words
from members.models import PROFILES, Contact, Member, MemberLink, MemberName, StatusChange
from members.register import begins_on
from wego.dates import today
from wego.history import describe

SUBJECTS = {MemberName: "text", Contact: "name"}
"""What tells one historical record from another where a member has several rows."""


@dataclass(frozen=True)
class Fact:
    """One sentence, and where more of it stands."""

    text: str
    url: str = ""
    link: str = ""


def facts(member: Member) -> list[Fact]:
    """Standing today, what is to come, who continues whom. `member` carries its names and standing."""
    return [*_standing(member), *_to_come(member), *_continued(member)]


def _standing(member: Member):
    sentence = words.standing(member.status, member.since, member.ground)
    begins = begins_on()
    if member.since is None or begins is None or member.since < begins:
        yield Fact(sentence)
    else:
        url = f"{reverse('admin:report')}?on={member.since.isoformat()}"
        yield Fact(sentence, url, _("The register of that day"))
    if member.provisional:
        yield Fact(
            _("Provisional: the source does not tell whether it was a full or an associate member."),
            reverse("admin:provisional"),
            _("Confirm provisional members"),
        )


def _to_come(member: Member):
    rows = StatusChange.objects.known().filter(member=member, effective_on__gt=today()).order_by("effective_on", "pk")
    for row in rows:
        said = {
            "day": words.day(row.effective_on),
            "status": row.get_status_display(),
            "ground": row.get_ground_display(),
        }
        yield Fact(_("From %(day)s: %(status)s (%(ground)s).") % said)


def _continued(member: Member):
    links = MemberLink.objects.filter(predecessor=member) | MemberLink.objects.filter(successor=member)
    links = list(links)
    others = {link.successor_id if link.predecessor_id == member.pk else link.predecessor_id for link in links}
    named = Member.objects.with_names().in_bulk(others)
    for link in links:
        follows = link.successor_id == member.pk
        other = named[link.predecessor_id if follows else link.successor_id]
        sentence = (
            _("It continues another member from %(day)s (%(nature)s):")
            if follows
            else _("It is continued by another member from %(day)s (%(nature)s):")
        )
        said = {"day": words.day(link.effective_on), "nature": link.get_nature_display()}
        yield Fact(sentence % said, reverse("admin:members_member_change", args=[other.pk]), str(other))


def histories(member_pk) -> list[tuple]:
    """(heading, historical records) of a member's profile, names and contacts, the newest change first."""
    found = []
    for model in (*PROFILES.values(), MemberName, Contact):
        records = list(
            model.history.filter(member_id=member_pk)
            .select_related("history_user")
            ._select_related_history_tracked_objs()
            .order_by("-history_date", "-history_id")
        )
        if records:
            describe(records)
            found.append((_heading(model), records))
            for record in records:
                record.subject = getattr(record, SUBJECTS.get(model, ""), "")
    return found


def _heading(model) -> str:
    return str(model._meta.verbose_name_plural if model in SUBJECTS else model._meta.verbose_name)
