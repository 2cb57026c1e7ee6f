"""The history sheet: its rows are carried out in the order of their days, and kept only as they were shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from members.imports.history.columns import COLUMNS, EXAMPLES
from members.imports.history.events import EVENTS, Event
from members.imports.history.known import Meetings, People
from members.imports.history.told import Told
from members.models import Application, Member, StatusChange
from members.services.members import MEMBER_NUMBERS
from members.services.status import standing
from wego.imports.inserting import uncollected
from wego.imports.plans import Line, Plan, PlanChangedError, RowResult
from wego.imports.sheets import Sheet, violation
from wego.models import raise_counter
from wego.spreadsheets import as_text

WHO = ("member", "name_en", "name_ko", "kind", "country")
EVERY = ("on", "event", "source", *WHO)
COLUMN_OF_FIELD = {
    **{"effective_on": "on", "decided_on": "on", "valid_from": "on", "retrieved_on": "on", "notice_on": "on"},
    **{"text": "new_name", "minute": "source", "remarks": "source", "indicator": "event"},
}
"""Where the cell stands whose value a service refuses under the name of the model's field."""
COLUMN_OF_CODE = {
    **{"other_day": "meeting", "not_held": "meeting", "other_body": "meeting", "same_name": "new_name"},
    **{"before_receipt": "received_on", "before_membership": "last_day", "recorded": "value"},
    **{"not_associate": "on", "out_of_order": "on", "in_the_future": "on", "provisional": "member"},
}
"""The same for refusals that name no field."""
COLUMN_OF_SENTENCE = (
    (violation(Application, "application_received_after_sent"), "received_on"),
    (violation(StatusChange, "status_notice_before_exit"), "last_day"),
)
"""The same for constraints, which have no code; pairs, for the sentences follow the language of the reader."""


class HistorySheet(Sheet):
    """Each row one event. A preview carries all rows out, each in its own savepoint, and takes them back;
    the confirmation carries them out again and keeps them only if the same happens, all or nothing."""

    name = "history"
    columns = COLUMNS
    events = EVENTS
    example_note = gettext_lazy("Template with an example of the usual events:")

    def judge(self, lines: list[Line], *, lock: bool) -> list[RowResult]:
        with _alone(), transaction.atomic():
            results = carry_out(lines, by=None)
            transaction.set_rollback(True)
        return results

    @uncollected()
    def apply(self, header, rows, *, digest: str, by, reason: str) -> Plan:
        with _alone(), transaction.atomic():
            plan = Plan(carry_out(self.read(header, rows), by=by))
            if plan.digest != digest or not plan.can_be_applied:
                raise PlanChangedError(plan)
        return plan

    def example(self) -> tuple[list[str], list[list]]:
        names = [column.name for column in self.columns]
        return names, [[row.get(name, "") for name in names] for row in EXAMPLES]


@contextmanager
def _alone() -> Iterator[None]:
    """Even a preview writes for a while, so it may have to give way to somebody else who does."""
    try:
        yield
    except OperationalError as error:
        raise ValidationError(
            _("Somebody else is saving at this moment. Nothing was saved: upload the file again."), code="busy"
        ) from error


def carry_out(lines: list[Line], *, by) -> list[RowResult]:
    """Do what the lines say, in the order of their days; of a line that is refused nothing is left."""
    raise_counter(MEMBER_NUMBERS, to=0)  # whoever adds members waits here for the others
    people, meetings = People(lines), Meetings()
    opened_on = StatusChange.objects.opened_on()
    done: dict[int, RowResult] = {}
    for line in sorted(lines, key=lambda line: line.values["on"] or date.min):
        event = EVENTS.get(line.values["event"])
        told = _understand(line, event, people, meetings, opened_on)
        done[line.row] = _carry_out(line, event, told, people, by=by)
    return [done[line.row] for line in lines]


def _understand(line: Line, event: Event | None, people: People, meetings: Meetings, opened_on) -> Told | None:
    """The line with the rows it speaks of; None where something in it is wrong."""
    values = line.values = {column.name: column.empty for column in COLUMNS} | line.values
    _check_cells(line, event)
    if event is None or values["on"] is None:
        return None
    meeting = meetings.find(line) if "meeting" in event.needs and values["meeting"] else None
    member = people.find(line, enters=event.enters)
    return None if line.errors else Told(values, member, meeting, opened_on)


def _check_cells(line: Line, event: Event | None) -> None:
    wrong = {column for column, _message in line.errors}
    for column in (*(name for name in EVERY if name not in WHO), *(event.needs if event else ())):
        if not line.is_given(column) and column not in wrong:
            line.refuse(column, _("This cell must not be empty."))
    used = {*EVERY, *event.needs, *event.takes} if event else set(line.values)
    for column in line.values:
        if column not in used and line.is_given(column):
            line.refuse(column, _("“%s” has no such value: empty this cell.") % line.values["event"])


def _carry_out(line: Line, event: Event | None, told: Told | None, people: People, *, by) -> RowResult:
    if told is None:
        return RowResult.of(line, _identity(line, None), {}, is_new=True)
    try:
        if event.is_recorded(told):
            return RowResult.of(line, _identity(line, told.member), {}, is_new=False)
        with transaction.atomic():
            made = event.act(told, by=by)
            member = told.member or made
            changes = _changes(line, event, told, member)
    except ValidationError as refusal:
        _note(line, refusal)
    except IntegrityError:
        line.refuse("", _("The database refused this row, perhaps because of another one of the file."))
    if line.errors:
        return RowResult.of(line, _identity(line, told.member), {}, is_new=True)
    if member:
        people.add(member)
    return RowResult.of(line, _identity(line, member), changes, is_new=True, work=(told.on, told.last_day))


def _changes(line: Line, event: Event, told: Told, member: Member | None) -> dict[str, tuple[str, str]]:
    """What the row says beside who and when, and the standing that follows from it."""
    shown = [name for name in line.values if name not in ("on", "event", "member") and line.is_given(name)]
    changes = {name: ("", as_text(line.values[name])) for name in shown}
    if event.moves:
        until_now = standing(told.member, told.on - timedelta(days=1)) if told.member else None
        newest = StatusChange.objects.filter(member=member).order_by("-pk").first()
        changes["status"] = (_standing_words(until_now), _standing_words(newest))
    return changes


def _standing_words(change: StatusChange | None) -> str:
    if change is None:
        return ""
    return f"{change} ({_('provisional')})" if change.provisional else str(change)


def _identity(line: Line, member: Member | None) -> str:
    """Day, event, and who: as the row says it where the member is not known."""
    values = line.values
    name = values["name_en"] or values["name_ko"] or getattr(member, "name_en", "")
    number = member.number if member else values["member"]
    return " ".join(filter(None, map(as_text, (values["on"], _event_word(values["event"]), number, name))))


def _event_word(event: str) -> str:
    """The event as the reader may write it in the sheet."""
    return EVENTS[event].korean if event in EVENTS and get_language() == "ko" else event


def _note(line: Line, refusal: ValidationError) -> None:
    """Note what a service refused at the cell that it is about, in the service's own words."""
    by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for field, errors in by_field.items():
        for error in errors:
            named = field if field in line.values else COLUMN_OF_FIELD.get(field)
            line.refuse(named or _column_of(error), " ".join(error.messages))


def _column_of(error: ValidationError) -> str:
    by_sentence = (column for sentence, column in COLUMN_OF_SENTENCE if sentence == error.message)
    return COLUMN_OF_CODE.get(error.code) or next(by_sentence, "")
