"""The one door to the status history (A2, A3)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.lifecycle import Ground, Status
from members.models import Member, RecordMerge, StatusChange
from members.webhooks import tell_status
from wego import audit


@transaction.atomic
def change_status(member: Member, *, status: Status, ground: Ground, effective_on: date, by, **facts) -> StatusChange:
    """Append a standing that holds from the start of `effective_on`.

    `facts` are further fields of StatusChange (decision, application, reason, document, notice_on, source).
    The member's whole history, with the new row in its place, must follow the life cycle; else the
    ValidationError says what is needed first. Two acts on one member wait for each other.
    """
    lock_members([member])
    _refuse_merged(member)
    row = StatusChange(member=member, status=status, ground=ground, effective_on=effective_on, recorded_by=by, **facts)
    row.save()
    _trail("status.changed", row, by=by)
    tell_status([row])
    return row


@transaction.atomic
def open_register(*, members: Iterable[Member], on: date, source: str, by=None) -> int:
    """Begin the register with members that a source lists on day `on` (R25).

    The source does not tell associates from full members, so each row is full and provisional. Only a
    member without any history is opened. Returns the number of rows.
    """
    members = list(members)
    known = StatusChange.objects.filter(member__in=members).values_list("member__number", flat=True)
    if numbers := sorted(set(known)):
        raise ValidationError(
            _("The register is open for member no. %(numbers)s already. Nothing was saved."),
            code="opened_already",
            params={"numbers": ", ".join(map(str, numbers))},
        )
    rows = StatusChange.objects.bulk_create(
        StatusChange(
            member=member,
            status=Status.FULL,
            ground=Ground.OPENING,
            effective_on=on,
            provisional=True,
            source=source,
            recorded_by=by,
        )
        for member in members
    )
    tell_status(rows)
    audit.record("register.opened", by=by, on=on.isoformat(), rows=[row.pk for row in rows])
    return len(rows)


@transaction.atomic
def correct_status(change: StatusChange, *, reason: str, by, status: Status | None = None, **facts) -> StatusChange:
    """Answer a wrong row by one that holds in its place; what is not given is taken over from it.

    `status=Status.ANNULLED` says that the row never held. A standing or ground that is stated is no longer
    provisional (R25). The wrong row stays and shows its correction.
    """
    lock_members([change.member])
    if StatusChange.objects.filter(corrects=change).exists():
        raise ValidationError(
            _("This row has been corrected already. Correct the row that stands in its place."),
            code="corrected_already",
        )
    taken_over = (
        "ground",
        "effective_on",
        "notice_on",
        "decision",
        "application",
        "document",
        "source",
    )
    values = {field: getattr(change, field) for field in taken_over} | facts
    values.setdefault("provisional", change.provisional and status is None and "ground" not in facts)
    if status == Status.ANNULLED:
        values |= {"ground": Ground.ERROR, "notice_on": None, "decision": None, "application": None}
    row = StatusChange(
        member=change.member,
        status=status or change.status,
        corrects=change,
        reason=reason,
        recorded_by=by,
        **values,
    )
    row.save()
    _trail("status.corrected", row, by=by, corrects=change.pk)
    tell_status([row])
    return row


@transaction.atomic
def confirm_provisional(*, members: Iterable[Member], associates: Iterable[Member] = (), reason: str, by) -> int:
    """Confirm provisional opening rows as full members, those of `associates` as associate members (R25).

    Each provisional row is answered by a correction that keeps its day and source. Members without a
    provisional row are refused by number; nothing is half done. Returns the number of rows confirmed.
    """
    if not reason.strip():
        raise ValidationError(_("State on what ground the rows are confirmed."), code="no_reason")
    members, associates = list(members), list(associates)
    to_associate = {member.pk for member in associates}
    wanted = {member.pk for member in members} | to_associate
    lock_members([*members, *associates])
    rows = list(StatusChange.objects.known().filter(member__in=wanted, provisional=True).select_related("member"))
    if missing := wanted - {row.member_id for row in rows}:
        numbers = Member.objects.filter(pk__in=missing).values_list("number", flat=True)
        raise ValidationError(
            _("Not provisional, so there is nothing to confirm: member no. %(numbers)s. Nothing was saved."),
            code="not_provisional",
            params={"numbers": ", ".join(map(str, sorted(numbers)))},
        )
    confirmed = StatusChange.objects.bulk_create(
        StatusChange(
            member=row.member,
            status=Status.ASSOCIATE if row.member_id in to_associate else row.status,
            ground=row.ground,
            effective_on=row.effective_on,
            source=row.source,
            document=row.document,
            corrects=row,
            reason=reason,
            recorded_by=by,
        )
        for row in rows
    )
    audit.record("status.confirmed", by=by, rows=[row.pk for row in confirmed], associates=len(to_associate))
    tell_status(confirmed)
    return len(rows)


def _refuse_merged(member: Member) -> None:
    """What happens to the body is recorded with the record that is kept."""
    if merge := RecordMerge.objects.standing().filter(duplicate=member).select_related("kept", "duplicate").first():
        raise ValidationError(
            _("No. %(duplicate)d was merged into no. %(kept)d: record this with no. %(kept)d. Nothing was saved."),
            code="merged",
            params=merge.numbers,
        )


def _trail(event: str, row: StatusChange, *, by, **facts) -> None:
    """The row of the history in the audit trail."""
    audit.record(
        event,
        by=by,
        subject=f"member {row.member.number}",
        rows=[row.pk],
        status=str(row.status),
        ground=str(row.ground),
        effective_on=row.effective_on.isoformat(),
        **facts,
    )


def standing(member: Member, on: date, known_at=None) -> StatusChange | None:
    """The row that tells the member's standing at the end of day `on`; None before the first."""
    rows = StatusChange.objects.holding(on, known_at).filter(member=member)
    return rows.order_by("-effective_on", "-pk").first()


def lock_members(members: Iterable[Member]) -> None:
    """Lock members, always in the same order, so that acts on one of them come one after the other."""
    wanted = {member.pk for member in members}
    list(Member.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
