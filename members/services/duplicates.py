"""Two records of one body become one, and two again (not R27: there two bodies become one).

History is never moved: the duplicate's standings are answered by "entered in error", so that as known from now on it
counts on no day, while what was known before stays as it was known. Its decisions, accepted applications, papers and
assessments stay with its record, which the page of the kept one leads to.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.lifecycle import MEMBERSHIP, Ground, Status
from members.models import Application, Member, NotDuplicate, Paper, RecordMerge, StatusChange
from members.services.repointing import (
    RELATIONS,
    Transfer,
    add_spellings,
    copy_figures,
    give_back_fields,
    move_activities,
    move_rows,
    remove_spellings,
    return_activities,
    take_over_fields,
)
from members.services.status import correct_status, lock_members, standing
from members.webhooks import tell_changed
from wego import audit, slots
from wego.dates import today


@dataclass(frozen=True)
class Merging:
    """The merge, and in words each thing that was done or stays as it is."""

    merge: RecordMerge
    lines: list[str]


@transaction.atomic
def merge_records(kept: Member, *, duplicate: Member, reason: str, by) -> Merging:
    """The record `duplicate` is about the same body as `kept`, which stands for it from now on.

    Nothing is lost: everything that was changed or added is noted, so undo_merge gives it back. Upper apps refuse
    through the slot "merge_check", or say what stays with the old record.
    """
    kept, duplicate = _locked(kept, duplicate)
    _check_records(kept, duplicate)
    merge = RecordMerge(kept=kept, duplicate=duplicate, reason=reason.strip(), recorded_by=by)
    merge.full_clean()
    panels = slots.panels("merge_check", kept=kept, duplicate=duplicate)
    merge.save()
    words = {"kept": kept.number, "duplicate": duplicate.number, "reason": merge.reason}
    transfer = Transfer(duplicate, kept, by, _("no. %(duplicate)d merged into no. %(kept)d: %(reason)s") % words)
    merge.moved = {"status": _annul_history(transfer)}
    merge.moved |= {relation.name: move_rows(transfer, relation) for relation in RELATIONS}
    merge.moved |= {
        "activities": move_activities(transfer),
        "spellings": add_spellings(transfer),
        "fields": take_over_fields(transfer),
    }
    copy_figures(transfer, merge)
    merge.save(update_fields=["moved"])
    _say_what_stays(transfer)
    _trail("merge.done", merge, by=by)
    return Merging(merge, [*transfer.lines, *(line for panel in panels for line in panel["lines"])])


@transaction.atomic
def undo_merge(merge: RecordMerge, *, reason: str, by) -> Merging:
    """The two records are about two bodies after all: each has again what it had.

    What officers changed or deleted since on what had moved stays as they left it. Refused where the history cannot
    stand again, for example because a decision was annulled meanwhile.
    """
    kept, duplicate = _locked(merge.kept, merge.duplicate)
    merge = RecordMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise ValidationError(_("This merge was undone already. Nothing was saved."), code="undone_already")
    merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()
    merge.full_clean()
    words = {"kept": kept.number, "duplicate": duplicate.number, "reason": merge.undone_reason}
    why = _("merge of no. %(duplicate)d into no. %(kept)d undone: %(reason)s") % words
    back = Transfer(kept, duplicate, by, why)
    copied = list(merge.figures.all())
    back.say(_("Figures that no longer count for no. %(source)d: %(rows)s"), copied)
    merge.save()
    tell_changed({kept.pk: [figure.indicator for figure in copied]})
    for relation in RELATIONS:
        move_rows(back, relation, merge.moved[relation.name])
    return_activities(back, merge.moved["activities"])
    remove_spellings(back, merge.moved["spellings"])
    give_back_fields(back, merge.moved["fields"])
    _restore_history(back, merge.moved["status"])
    _trail("merge.undone", merge, by=by)
    return Merging(merge, back.lines)


@transaction.atomic
def dismiss_pair(first: Member, second: Member, *, reason: str, by) -> NotDuplicate:
    """They only look alike: two different members, as an officer found (R26). The pair leaves the queue."""
    first, second = sorted((first, second), key=lambda member: member.pk)
    found = NotDuplicate(first=first, second=second, reason=reason.strip(), recorded_by=by)
    found.save()
    audit.record("merge.dismissed", by=by, subject=f"member {first.number}", other=second.number)
    return found


def _locked(kept: Member, duplicate: Member) -> tuple[Member, Member]:
    lock_members([kept, duplicate])
    found = Member.objects.with_names().in_bulk([kept.pk, duplicate.pk])
    return found[kept.pk], found[duplicate.pk]


def _check_records(kept: Member, duplicate: Member) -> None:
    words = {"kept": kept.number, "duplicate": duplicate.number}
    if kept.pk == duplicate.pk:
        raise ValidationError(_("Name another record: these two are the same. Nothing was saved."), code="same_member")
    if kept.kind != duplicate.kind:
        raise ValidationError(
            _("No. %(duplicate)d and no. %(kept)d are of different kinds. Nothing was saved."),
            code="other_kind",
            params=words,
        )
    _check_not_merged(kept, duplicate)
    before, after = (standing(member, today()) for member in (duplicate, kept))
    if before and before.status in MEMBERSHIP and not (after and after.status in MEMBERSHIP):
        raise ValidationError(
            _("No. %(duplicate)d is a member today, no. %(kept)d is not: keep no. %(duplicate)d. Nothing was saved."),
            code="keep_the_member",
            params=words,
        )


def _check_not_merged(kept: Member, duplicate: Member) -> None:
    """A record is merged once, and not into one that is merged itself: there is one step from old to new."""
    merges = RecordMerge.objects.standing().select_related("kept", "duplicate").order_by("pk")
    if earlier := merges.filter(duplicate__in=(kept, duplicate)).first():
        raise ValidationError(
            _("No. %(duplicate)d was merged into no. %(kept)d already: name that one. Nothing was saved."),
            code="merged_already",
            params=earlier.numbers,
        )
    if earlier := merges.filter(kept=duplicate).first():
        raise ValidationError(
            _("No. %(duplicate)d was merged into no. %(kept)d: keep no. %(kept)d. Nothing was saved."),
            code="merged_into",
            params=earlier.numbers,
        )


def _annul_history(transfer: Transfer) -> list[int]:
    """Answer each standing of the duplicate, the last one first; returns the answers in order of effect."""
    rows = list(StatusChange.objects.history_of(transfer.source))
    transfer.say(_("No. %(source)d counts on no day any more, as known from now on. Entered in error: %(rows)s"), rows)
    _say_if_earlier(transfer)
    answers = [
        correct_status(row, status=Status.ANNULLED, reason=transfer.reason, by=transfer.by).pk for row in reversed(rows)
    ]
    return answers[::-1]


def _say_if_earlier(transfer: Transfer) -> None:
    """Days on which only the duplicate was a member no longer have one."""
    first = {
        member: StatusChange.objects.history_of(member).filter(status__in=MEMBERSHIP).first()
        for member in (transfer.source, transfer.target)
    }
    old, new = first[transfer.source], first[transfer.target]
    if old and (new is None or old.effective_on < new.effective_on):
        words = _("Attention: no. %(source)d was a member earlier than no. %(target)d. No longer counted: %(rows)s")
        until = new.effective_on.isoformat() if new else today().isoformat()
        transfer.say(words, [f"{old.effective_on.isoformat()} - {until}"])


def _restore_history(back: Transfer, answers: list[int]) -> None:
    """Answer each "entered in error" by what it had answered, in order of effect."""
    rows = StatusChange.objects.select_related("corrects", "member").in_bulk(answers)
    originals = [rows[pk].corrects for pk in answers]
    for pk, original in zip(answers, originals, strict=True):
        correct_status(
            rows[pk],
            status=Status(original.status),
            ground=Ground(original.ground),
            effective_on=original.effective_on,
            notice_on=original.notice_on,
            decision=original.decision,
            application=original.application,
            document=original.document,
            source=original.source,
            provisional=original.provisional,
            reason=back.reason,
            by=back.by,
        )
    back.say(_("No. %(target)d counts again: %(rows)s"), originals)


def _say_what_stays(transfer: Transfer) -> None:
    duplicate = transfer.source
    counts = {
        _("decisions: %d"): duplicate.decisions.count(),
        _("accepted applications: %d"): duplicate.applications.filter(state=Application.State.ACCEPTED).count(),
        _("papers: %d"): duplicate.papers.count(),
        _("certificates, not valid any more: %d"): duplicate.papers.filter(kind=Paper.Kind.CERTIFICATE).count(),
    }
    words = _("Stay with the record no. %(source)d, which the page of no. %(target)d leads to: %(rows)s")
    transfer.say(words, [label % count for label, count in counts.items() if count])


def _trail(event: str, merge: RecordMerge, *, by) -> None:
    numbers = {"kept": merge.kept.number, "duplicate": merge.duplicate.number}
    audit.record(event, by=by, subject=f"member {merge.duplicate.number}", merge=merge.pk, **numbers)
