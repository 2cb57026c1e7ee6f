"""A kind of table that can be imported: its columns, its plan, how the plan is written."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wego.imports.columns import Column
from wego.imports.inserting import uncollected
from wego.imports.plans import Line, Plan, PlanChangedError, RowResult
from wego.spreadsheets import EXTRA, as_text

Row = tuple[int, Mapping[str, str]]


class Sheet:
    """Base of the sheets of the apps. A subclass names its columns, judges lines, and writes a plan.

    Plans are made for the file as a whole: a constant number of queries, no check row by row in the
    database. That is why it stands in the place of django-import-export's own `import_data`, which loads,
    cleans and saves row by row.
    """

    name: str
    columns: Sequence[Column]
    note = _("A column that the file leaves out stays as it is; a blank cell empties the value.")
    """What happens to what is on record, for the page of the upload."""
    example_note = _("Template with one example:")

    def judge(self, lines: list[Line], *, lock: bool) -> list[RowResult]:
        """What each line would do; with `lock`, the rows it looks at stay as they are until the commit."""
        raise NotImplementedError

    def write(self, plan: Plan, *, by, reason: str) -> None:
        """Write what the plan says, through the services of the app."""
        raise NotImplementedError

    def export_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """`queryset` with what the paths of the columns need."""
        return queryset

    @uncollected()
    def plan(self, header: Sequence[str], rows: Iterable[Row], *, lock: bool = False) -> Plan:
        """What the file would do. ValidationError when its columns are not those of this sheet."""
        return Plan(self.judge(self.read(header, rows), lock=lock))

    def read(self, header: Sequence[str], rows: Iterable[Row]) -> list[Line]:
        """The rows with the values of their cells; what cannot be read is noted at its column."""
        present = self._match(header)
        return [self._read(row, present) for row in rows]

    @uncollected()
    @transaction.atomic
    def apply(self, header: Sequence[str], rows: Iterable[Row], *, digest: str, by, reason: str) -> Plan:
        """Do exactly what the plan with this digest showed; PlanChangedError when it would be something else."""
        plan = self.plan(header, rows, lock=True)
        if plan.digest != digest or not plan.can_be_applied:
            raise PlanChangedError(plan)
        self.write(plan, by=by, reason=reason)
        return plan

    def example(self) -> tuple[list[str], list[list]]:
        """Header and rows of the template file."""
        return [column.name for column in self.columns], [[column.example for column in self.columns]]

    def _match(self, header: Sequence[str]) -> list[tuple[str, Column]]:
        """Each header of the file with its column."""
        known = {_plain(word): column for column in self.columns for word in (column.name, column.korean)}
        if unknown := [name for name in header if _plain(name) not in known]:
            raise ValidationError(
                _("Unknown columns: %(unknown)s. This sheet has: %(known)s. Nothing was saved."),
                code="unknown_columns",
                params={"unknown": ", ".join(unknown), "known": ", ".join(column.name for column in self.columns)},
            )
        present = [(name, known[_plain(name)]) for name in header]
        names = [column.name for _header, column in present]
        if missing := [column.name for column in self.columns if column.required and column.name not in names]:
            raise ValidationError(
                _("Missing columns: %(missing)s. Nothing was saved."),
                code="missing_columns",
                params={"missing": ", ".join(missing)},
            )
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValidationError(
                _("These columns stand in the file twice: %(twice)s. Nothing was saved."),
                code="twice",
                params={"twice": ", ".join(twice)},
            )
        return present

    @staticmethod
    def _read(row: Row, present: list[tuple[str, Column]]) -> Line:
        number, cells = row
        line = Line(number, {})
        for header, column in present:
            try:
                line.values[column.name] = column.value(cells[header])
            except ValidationError as error:
                line.values[column.name] = column.empty
                line.refuse(column.name, " ".join(error.messages))
        if EXTRA in cells:
            line.refuse("", _("The row has more cells than the header: %(cells)s.") % {"cells": cells[EXTRA]})
        return line


def differences(old: Mapping, new: Mapping) -> dict[str, tuple[str, str]]:
    """What of `new` is not so in `old`, as texts; blanks and line ends alone are no difference."""
    return {name: (as_text(old[name]), as_text(value)) for name, value in new.items() if not _alike(old[name], value)}


def _alike(old, new) -> bool:
    return old == new or (isinstance(old, str) and isinstance(new, str) and old.split() == new.split())


def violation(model: type[models.Model], constraint: str):
    """The sentence of a constraint of the model: said there once, repeated wherever it is broken."""
    return next(one for one in model._meta.constraints if one.name == constraint).violation_error_message


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold().replace(" ", "_")
