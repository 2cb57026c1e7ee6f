"""What the page of a member says about it besides its fields: standing, successors, earlier changes."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members import words
from members.admin.status import CONFIRMS
from members.models import PROFILES, SEES_ALL, Contact, Member, MemberLink, MemberName, RecordMerge, StatusChange
from members.register import begins_on
from wego.dates import today
from wego.history import describe
from wego.permissions import allows

SUBJECTS = {MemberName: "text", Contact: "name"}
"""What tells one historical record from another where a member has several rows."""


@dataclass(frozen=True)
class Fact:
    """One sentence, and where more of it stands."""

    text: str
    url: str = ""
    link: str = ""


def facts(member: Member, user) -> list[Fact]:
    """Standing today, what is to come, who continues whom, as far as `user` may see it. `member` carries its names
    and standing."""
    merged = _merged(member, user)
    standing = [] if member.status is None and merged else _standing(member, user)
    return [*standing, *merged, *_to_come(member), *_continued(member, user)]


def _standing(member: Member, user):
    sentence = words.standing(member.status, member.since, member.ground)
    begins = begins_on() if user.has_perm(SEES_ALL) else None
    if member.since is None or begins is None or member.since < begins:
        yield Fact(sentence)
    else:
        url = f"{reverse('admin:report')}?on={member.since.isoformat()}"
        yield Fact(sentence, url, _("The register of that day"))
    if member.provisional:
        yield Fact(
            _("Provisional: the source does not tell whether it was a full or an associate member."),
            *_where_to_confirm(user),
        )


def _where_to_confirm(user) -> list[str]:
    may = allows(user, CONFIRMS)
    return [reverse("admin:provisional"), _("Confirm provisional members")] if may else []


def _to_come(member: Member):
    rows = StatusChange.objects.known().filter(member=member, effective_on__gt=today()).order_by("effective_on", "pk")
    for row in rows:
        said = {
            "day": words.day(row.effective_on),
            "status": row.get_status_display(),
            "ground": row.get_ground_display(),
        }
        yield Fact(_("From %(day)s: %(status)s (%(ground)s).") % said)


def _merged(member: Member, user) -> list[Fact]:
    """The record that this one was merged into, or those that were merged into it."""
    seen = RecordMerge.objects.visible_to(user).standing()
    merges = list(seen.filter(Q(kept=member) | Q(duplicate=member)).order_by("recorded_at", "pk"))
    others = {merge.duplicate_id if merge.kept_id == member.pk else merge.kept_id for merge in merges}
    named = Member.objects.with_names().in_bulk(others) if others else {}
    return [_merge_fact(merge, merge.kept_id == member.pk, named) for merge in merges]


def _merge_fact(merge: RecordMerge, is_kept: bool, named: dict[int, Member]) -> Fact:
    other = named[merge.duplicate_id if is_kept else merge.kept_id]
    sentence = (
        _("Also on record as another number until %(day)s (%(reason)s). What was decided and issued then stays there:")
        if is_kept
        else _("A duplicate, merged into another record on %(day)s (%(reason)s). It counts on no day:")
    )
    said = {"day": words.day(timezone.localdate(merge.recorded_at)), "reason": merge.reason}
    return Fact(sentence % said, reverse("admin:members_member_change", args=[other.pk]), str(other))


def _continued(member: Member, user):
    seen = MemberLink.objects.visible_to(user)
    links = list(seen.filter(predecessor=member) | seen.filter(successor=member))
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


def histories(member_pk, user) -> list[tuple]:
    """(heading, historical records) of a member's profile, names and contacts, the newest change first, as far as
    `user` may see such rows."""
    found = []
    seen = [model for model in (*PROFILES.values(), MemberName, Contact) if _sees(user, model)]
    for model in seen:
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


def _sees(user, model) -> bool:
    opts = model._meta
    return any(user.has_perm(f"{opts.app_label}.{action}_{opts.model_name}") for action in ("view", "change"))


def _heading(model) -> str:
    return str(model._meta.verbose_name_plural if model in SUBJECTS else model._meta.verbose_name)
