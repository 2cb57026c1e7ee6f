"""Proof that every stored explanation still gives its amount, by figures that are on record (A8)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fees.assessing import VALUE, requote
from fees.models import Assessment, FeeSchedule, Settlement
from fees.rules import NotQuotableError, Tables
from fees.services.evaluation import MEMBER_FIGURE, gdp_figure, member_figure, settled_figure
from members.models import EconomyFigure

AT_ONCE = 2000


@dataclass(frozen=True)
class Difference:
    """An assessment whose explanation does not give what is stored: what the two say."""

    assessment: Assessment
    stored: str
    evaluated: str


def verify_assessments(*, year: int | None = None) -> Iterator[Difference]:
    """Evaluate every stored explanation again, of one year or of all; yields those that differ.

    Its figures must be on record with their values and origins: nothing erases a figure. Superseded
    assessments are proven too: they were right about what they said.
    """
    tables = {row.pk: row.tables() for row in FeeSchedule.objects.with_tables()}
    recorded = {_origin(figure.origin, figure.value) for figure in map(gdp_figure, EconomyFigure.objects.iterator())}
    recorded |= {_origin(figure.origin, figure.value) for figure in map(settled_figure, Settlement.objects.iterator())}
    rows = Assessment.objects.select_related("run__schedule", "member").prefetch_related("member__figures")
    if year is not None:
        rows = rows.filter(run__year=year)
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        stored, evaluated = _said(row.amount, row.basis), _evaluated(tables[row.run.schedule_id], row, recorded)
        if stored != evaluated:
            yield Difference(row, stored, evaluated)


def _evaluated(tables: Tables, row: Assessment, recorded: set[tuple]) -> str:
    expected = {"dues_year": row.run.year, "schedule": row.run.schedule.version(), "kind": row.member.kind}
    try:
        quote = requote(tables, row.basis | expected)
    except (NotQuotableError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    lost = [name for name in tables.asks(row.member.kind) if not _is_recorded(name, row, recorded)]
    return _said(quote.amount, expected | quote.basis) + "".join(f", {name} not on record" for name in lost)


def _is_recorded(name: str, row: Assessment, recorded: set[tuple]) -> bool:
    origin = _origin(row.basis.get(f"{name}_figure"), row.basis[VALUE[name]])
    own = (member_figure([getattr(figure, name) for name in MEMBER_FIGURE]) for figure in row.member.figures.all())
    return origin in recorded or origin in {_origin(figure.origin, figure.value) for figure in own}


def _origin(origin: object, value: object) -> tuple[str, Decimal]:
    """Equal for equal values from the same origin."""
    return json.dumps(origin, sort_keys=True), Decimal(value)


def _said(amount: Decimal, basis: object) -> str:
    """Amount and what it follows from, apart from the origin of the figures, in one comparable text."""
    if isinstance(basis, dict):
        basis = dict(sorted((name, said) for name, said in basis.items() if not name.endswith("_figure")))
    return f"{amount:.2f} {basis}"
