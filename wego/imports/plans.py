"""What a file would do, row by row, before it does it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    ADD = "add", _("to add")
    CHANGE = "change", _("to change")
    SAME = "same", _("the same")
    ERROR = "error", _("with errors")


@dataclass(slots=True)
class Line:
    """A row of the file, read: the values of the columns that the file has, and what could not be read."""

    row: int
    values: dict[str, Any]
    errors: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, column: str, message) -> None:
        """Note an error at the column ('' for the row as a whole)."""
        self.errors.append((column, str(message)))

    def is_given(self, column: str) -> bool:
        """Whether something is written in the cell."""
        value = self.values.get(column)
        return value is not None and value is not False and value != ""


@dataclass(slots=True)
class RowResult:
    """What a row would do. `changes` maps a column to its old and new text; `work` is the sheet's own note
    of what to write and no part of what is shown."""

    row: int
    verdict: Verdict
    identity: str
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    work: Any = None

    @classmethod
    def of(cls, line: Line, identity: str, changes: dict[str, tuple[str, str]], *, is_new: bool, work=None):
        """The verdict that follows: an error if there is one, else add, change or the same."""
        if line.errors:
            return cls(line.row, Verdict.ERROR, identity, {}, line.errors)
        change = Verdict.CHANGE if changes else Verdict.SAME
        return cls(line.row, Verdict.ADD if is_new else change, identity, changes, [], work)


@dataclass
class Plan:
    """The results of all rows. All or nothing: with one error nothing can be applied."""

    rows: list[RowResult]

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict.value: found[verdict] for verdict in Verdict}

    @property
    def can_be_applied(self) -> bool:
        return not self.counts["error"] and bool(self.counts["add"] or self.counts["change"])

    @cached_property
    def digest(self) -> str:
        """The same for two plans that would do the same."""
        told = [(row.row, row.verdict, row.identity, row.changes) for row in self.rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def of(self, verdict: Verdict) -> list[RowResult]:
        return [row for row in self.rows if row.verdict == verdict]

    def error_lines(self) -> Iterator[tuple[int, str, str, str]]:
        """Row number, what the row is about, column ('' for the row as a whole), message."""
        for row in self.rows:
            for column, message in row.errors:
                yield row.row, row.identity, column, message

    def report(self) -> Iterator[tuple]:
        """The complete list: row, verdict, what it is about, column, old, new, error."""
        for row in self.rows:
            told = [row.row, row.verdict.value, row.identity]
            lines = [(column, old, new, "") for column, (old, new) in row.changes.items()]
            lines += [(column, "", "", message) for column, message in row.errors]
            yield from ((*told, *line) for line in lines or [("", "", "", "")])


REPORT_HEADER = ("row", "result", "about", "column", "old", "new", "error")


class PlanChangedError(ValidationError):
    """What the file would do is not what was shown; `plan` is what it would do now."""

    def __init__(self, plan: Plan):
        self.plan = plan
        super().__init__(
            _(
                "The data changed since the preview, so nothing was saved. "
                "Below is what the file would do now: check it and confirm again."
            ),
            code="plan_changed",
        )
