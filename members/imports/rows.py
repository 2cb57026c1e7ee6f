"""Sheets of which each row belongs to a member and speaks of one row of one model."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from members.models import Member
from members.services.imports import write_rows
from wego.imports.plans import Line, Plan, RowResult, Verdict
from wego.imports.sheets import Sheet, differences
from wego.spreadsheets import as_text


class RowsOfMembers(Sheet):
    """Base: rows are told apart by `key`; what the key leaves out can change, unless they are `append_only`."""

    append_only = False
    """Whether a row on record stays as it is, however often and with whatever beside its key it is given."""
    model: type[models.Model]
    fields: tuple[str, ...]
    """The columns that are fields of the model, in their order."""

    def key(self, member: int, values: Mapping[str, Any]) -> Hashable:
        """What tells the rows of a member apart."""
        raise NotImplementedError

    def check(self, line: Line, member: Member, values: Mapping[str, Any]) -> None:
        """Refuse what the constraints of the model refuse; `values` are those the row would have."""

    def judge(self, lines: list[Line], *, lock: bool) -> list[RowResult]:
        numbers = {line.values["member"] for line in lines} - {None}
        members = Member.objects.filter(number__in=numbers).with_names().order_by("number")
        by_number = {member.number: member for member in (members.select_for_update(of=("self",)) if lock else members)}
        rows = self.model.objects.filter(member__in=[member.pk for member in by_number.values()])
        known = {self.key(row.member_id, self._values(row)): row for row in rows}
        seen: dict[Hashable, int] = {}
        return [self._judge(line, by_number, known, seen) for line in lines]

    @transaction.atomic
    def write(self, plan: Plan, *, by, reason: str) -> None:
        changed = plan.of(Verdict.CHANGE)
        self.write_rows(
            [row.work for row in plan.of(Verdict.ADD)],
            [row.work for row in changed],
            {column for row in changed for column in row.changes},
            by=by,
            reason=reason,
        )

    def write_rows(self, added: list, changed: list, fields: set[str], *, by, reason: str) -> None:
        write_rows(self.model, added=added, changed=changed, fields=fields, by=by, reason=reason)

    def export_queryset(self, queryset):
        return queryset.select_related("member")

    def _judge(self, line: Line, members: dict, known: dict, seen: dict) -> RowResult:
        number = line.values["member"]
        member = members.get(number)
        self._check_needed(line)
        if member is None:
            if number is not None:
                line.refuse("member", _("There is no member no. %d.") % number)
            return RowResult.of(line, as_text(number), {}, is_new=True)
        given = {name: value for name, value in line.values.items() if name in self.fields}
        empty = {column.name: column.empty for column in self.columns if column.name in self.fields}
        key = self.key(member.pk, empty | given)
        row = known.get(key)
        if row and self.append_only:
            return RowResult.of(line, self._identity(member, given), {}, is_new=False, work=row)
        first = seen.setdefault(key, line.row)
        if first != line.row:
            line.refuse("", _("The same stands in row %d already.") % first)
        return self._compare(line, member, row, empty, given)

    def _compare(self, line: Line, member: Member, row, empty: dict, given: dict) -> RowResult:
        old = self._values(row) if row else empty
        self.check(line, member, old | given)
        changes = differences(old, given)
        identity = self._identity(member, old | given)
        if row is None:
            told = {name: ("", new) for name, (_none, new) in changes.items()}
            return RowResult.of(line, identity, told, is_new=True, work=self.model(member=member, **given))
        for name in changes:
            setattr(row, name, given[name])
        return RowResult.of(line, identity, changes, is_new=False, work=row)

    def told(self, values: Mapping[str, Any]) -> tuple:
        """The values by which a person recognises the row."""
        raise NotImplementedError

    def _identity(self, member: Member, values: Mapping[str, Any]) -> str:
        return " ".join(filter(None, (str(member.number), member.name_en, *map(as_text, self.told(values)))))

    def _check_needed(self, line: Line) -> None:
        wrong = {column for column, _message in line.errors}
        for column in self.columns:
            if column.required and column.name not in wrong and line.values[column.name] in (None, ""):
                line.refuse(column.name, _("This cell must not be empty."))

    def _values(self, row) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.fields}
