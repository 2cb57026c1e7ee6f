"""What the history of master data says, in words: who changed what, when and why."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import get_m2m_reverse_field_name

CREATED, CHANGED, DELETED = "+", "~", "-"
DONE = {CREATED: gettext_lazy("Created"), CHANGED: gettext_lazy("Changed"), DELETED: gettext_lazy("Deleted")}


def describe(records: Iterable) -> None:
    """Set `what` was done and `history_delta_changes` on records, the newest first, of one row or several.

    A change lists old and new values, a beginning and an end the values that were there. One query for each
    many-to-many field; none besides where the records carry their related objects.
    """
    records = list(records)
    lists = _lists(records)
    newer: dict = {}
    for record in records:
        record.what = DONE[record.history_type]
        key = (type(record), getattr(record, record.instance_type._meta.pk.attname))
        later = newer.get(key)
        if later is not None and later.history_type == CHANGED:
            later.history_delta_changes = _changes(later, record, lists)
        newer[key] = record
        if record.history_type != CHANGED:
            record.history_delta_changes = _values(record, lists)


def _lists(records: list) -> dict[tuple, list[str]]:
    """(field, id of the record) -> what a many-to-many field held."""
    found: dict[tuple, list[str]] = defaultdict(list)
    for field in records[0]._history_m2m_fields if records else ():
        name = get_m2m_reverse_field_name(field)
        rows = getattr(records[0], field.name).model.objects.filter(history__in=[record.pk for record in records])
        for row in rows.select_related(name).order_by(name):
            found[field, row.history_id].append(str(getattr(row, name)))
    return found


def _changes(record, before, lists) -> list[dict]:
    many = record._history_m2m_fields
    delta = record.diff_against(before, foreign_keys_are_objs=True, excluded_fields={field.name for field in many})
    plain = [(record.instance_type._meta.get_field(one.field), one.old, one.new) for one in delta.changes]
    listed = [(field, lists[field, before.pk], lists[field, record.pk]) for field in many]
    return [_line(field, old, new) for field, old, new in (*plain, *listed) if old != new]


def _values(record, lists) -> list[dict]:
    plain = [
        (field, getattr(record, field.name))
        for field in record.tracked_fields
        if field.editable and not isinstance(field, models.AutoField)
    ]
    listed = [(field, lists[field, record.pk]) for field in record._history_m2m_fields]
    gone = record.history_type == DELETED
    return [
        _line(field, value if gone else None, None if gone else value)
        for field, value in (*plain, *listed)
        if value not in (None, "", False, [])
    ]


def _line(field, old, new) -> dict:
    return {"field": capfirst(field.verbose_name), "old": _text(field, old), "new": _text(field, new)}


def _text(field, value) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(localize(dict(field.flatchoices).get(value, value)))
