"""Writes and proves the audit trail.

    with transaction.atomic():
        ...                                                  # the thing itself
        audit.record("status.changed", by=officer, subject="member 12", status="full")

The entry is part of the transaction of what it tells: both are kept, or neither. Facts are plain JSON (texts, whole
numbers, lists, dictionaries), never a password, never the name or address of a contact person: the trail is for ever.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from wego.events import EVENTS
from wego.models.audit import NOTHING_BEFORE, AuditEntry, AuditHead
from wego.requests import current_address, current_request_id


def record(event: str, *, by, subject: str = "", **facts) -> AuditEntry:
    """Add an entry to the trail, at a cost that does not depend on its length. `by` None: the system itself.

    ValueError for an event that nobody named (`name_events`).
    """
    if event not in EVENTS:
        raise ValueError(f"{event!r} has no name: see name_events")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record runs inside the transaction of what it records")
    head = _locked_head()
    entry = AuditEntry(
        number=head.number + 1,
        at=timezone.now(),
        event=event,
        subject=subject[:200],
        actor=by,
        actor_name=by.get_username() if by else "",
        facts=facts,
        address=current_address(),
        request_id=current_request_id(),
        previous=head.digest,
    )
    entry.digest = entry.computed_digest()
    AuditEntry.objects.bulk_create([entry])
    head.number, head.digest = entry.number, entry.digest
    head.save(update_fields=["number", "digest"])
    return entry


def _locked_head() -> AuditHead:
    locked = AuditHead.objects.select_for_update().filter(pk=1)
    if head := locked.first():
        return head
    AuditHead.objects.get_or_create(pk=1)
    return locked.get()


@dataclass(frozen=True)
class Finding:
    """What is wrong with the trail: at which entry, and how."""

    number: int
    problem: str


def verify() -> tuple[int, Finding | None]:
    """Go through the trail from its beginning: how many entries stand as they were written, and the first that does
    not (None: all do)."""
    number, digest = 0, NOTHING_BEFORE
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if problem := _problem(entry, number, digest):
            return number, Finding(number + 1, problem)
        number, digest = entry.number, entry.digest
    return _end(number, digest)


def _problem(entry: AuditEntry, number: int, digest: str) -> str:
    if entry.number != number + 1:
        return "missing"
    if entry.computed_digest() != entry.digest:
        return "altered"
    return "" if entry.previous == digest else "replaced"


def _end(number: int, digest: str) -> tuple[int, Finding | None]:
    """Whether the last entry is the one that was written last."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if head.number > number:
        return number, Finding(number + 1, "missing")
    if (head.number, head.digest) != (number, digest):
        return max(number - 1, 0), Finding(number, "replaced")
    return number, None
