"""The assessment list (paper 10) as a workbook and as CSV, in the language that is active.

Numbers are numbers, sources stand in full.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from fees.models import Figure
from fees.papers.figures import VALUES, origin
from fees.papers.listing import (
    by_kind,
    by_region,
    everybody,
    note_words,
    reason_header,
    reason_row,
    sum_header,
    terms_of,
    title_of,
)
from fees.reports import DuesReport, Line
from members.models import Kind
from wego.spreadsheets import Sheet, write_csv, write_xlsx


def assessment_list_xlsx(report: DuesReport) -> bytes:
    """Sheets of assessments, exceptions, members not assessed, and totals with the terms of the run."""
    return write_xlsx(
        [
            Sheet(_("Assessments"), _header(), map(_row, report.assessed)),
            Sheet(_("Exceptions"), reason_header(), map(reason_row, report.exceptions)),
            Sheet(_("Not assessed"), reason_header(), map(reason_row, report.not_assessed)),
            _totals(report),
        ]
    )


def assessment_list_csv(report: DuesReport) -> bytes:
    """The assessed members alone, as in the workbook."""
    return write_csv(map(_row, report.assessed), _header())


def _totals(report: DuesReport) -> Sheet:
    title = " ".join([title_of(report), *([_("PREVIEW")] if report.preview else [])])
    groups = [*by_kind(report), *by_region(report), everybody(report)]
    rows = [*([group.label, *group.sums] for group in groups), [], *([line] for line in terms_of(report))]
    return Sheet(_("Totals"), [title, *sum_header()], rows)


def _header() -> list[str]:
    return [
        _("number"),
        _("name"),
        _("name (Korean)"),
        _("kind"),
        _("country"),
        _("region"),
        *_figure_header(str(Figure.POPULATION.label)),
        *_figure_header(str(Figure.GDP.label)),
        _("economy"),
        *_figure_header(str(Figure.EMPLOYEES.label)),
        _("row"),
        _("column"),
        *sum_header()[1:],
        _("remarks"),
    ]


def _figure_header(label: str) -> list[str]:
    return [label, _("%s: year") % label, _("%s: source") % label]


def _row(line: Line) -> list:
    basis, member = line.outcome.basis, line.member
    cell = basis.get("cell", {})
    return [
        member.number,
        member.name_en,
        member.name_ko,
        str(Kind(member.kind).label),
        str(member.country),
        str(member.country.region),
        *_figure(Figure.POPULATION, basis),
        *_figure(Figure.GDP, basis),
        origin(Figure.GDP, basis).get("economy"),
        *_figure(Figure.EMPLOYEES, basis),
        cell.get("row"),
        cell.get("column"),
        line.amount,
        line.adjusted,
        line.total,
        "; ".join(note_words(line)),
    ]


def _figure(figure: Figure, basis: Mapping) -> Iterator:
    """Value in persons or international $ per head, year, source; nothing where the amount does not ask for it."""
    said, stored = origin(figure, basis), basis.get(VALUES[figure])
    yield None if stored is None else Decimal(stored)
    yield said.get("year")
    yield said.get("source")
