"""A dues report on a page and as files: the same for a preview and for a run."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fees.models import DuesException, Figure, NotAssessed
from fees.papers.assessment_list import assessment_list_pdf
from fees.papers.assessment_workbook import assessment_list_csv, assessment_list_xlsx
from fees.papers.figures import VALUES, cents, origin, value
from fees.papers.listing import by_kind, by_region, cell_words, note_words
from fees.reports import DuesReport, Line, as_json
from fees.words import dollars, whole
from members.reports import name_of
from wego.spreadsheets import XLSX_TYPE

SHOWN = 500  # rows of a table on the page; files hold all


@dataclass(frozen=True)
class Row:
    """An assessed member in words."""

    line: Line
    name: str
    persons: str
    gdp: str
    cell: str
    amount: str
    adjusted: str
    total: str
    notes: list[str]


def page_of(report: DuesReport) -> dict:
    """What the template admin/fees/dues_report.html shows."""
    return {
        "report": report,
        "headline": {
            "assessed": whole(report.sum.assessed),
            "total": dollars(report.sum.total),
            "adjusted": dollars(report.adjusted) if report.adjusted else "",
            "exceptions": by_reason(report.exceptions, DuesException.Reason),
            "not_assessed": by_reason(report.not_assessed, NotAssessed.Reason),
        },
        "sums": [(_("Sums by kind"), sums(by_kind(report))), (_("Sums by region"), sums(by_region(report)))],
        "rows": [row(line) for line in report.assessed[:SHOWN]],
        "passed_over": [
            (
                _("Exceptions: these need a decision"),
                named(report.exceptions),
                len(report.exceptions),
                f"{reverse('admin:fees_duesexception_changelist')}?run__year={report.run.year}",
            ),
            (
                _("Not assessed"),
                named(report.not_assessed),
                len(report.not_assessed),
                f"{reverse('admin:fees_notassessed_changelist')}?run__id__exact={report.run.pk}",
            ),
        ],
        "shown": SHOWN,
        "files": [(name, format.label) for name, format in FILES.items()],
    }


def by_reason(lines: Iterable[Line], reasons) -> list[tuple[str, int]]:
    """(reason in words, number of members), in the order of `reasons`."""
    counts = Counter(line.outcome.reason for line in lines)
    return [(str(reason.label), counts[reason]) for reason in reasons if counts[reason]]


def sums(groups) -> list[tuple]:
    return [(group.label, whole(count), *map(cents, amounts)) for group in groups for count, *amounts in [group.sums]]


def named(lines: list[Line]) -> list[tuple[str, Line]]:
    return [(name_of(line.member), line) for line in lines[:SHOWN]]


def row(line: Line) -> Row:
    basis = line.outcome.basis
    persons = next((figure for figure in (Figure.POPULATION, Figure.EMPLOYEES) if VALUES[figure] in basis), None)
    return Row(
        line=line,
        name=name_of(line.member),
        persons=figure_words(persons, basis),
        gdp=figure_words(Figure.GDP if VALUES[Figure.GDP] in basis else None, basis),
        cell=cell_words(basis),
        amount=cents(line.amount),
        adjusted=cents(line.adjusted) if line.adjusted else "",
        total=cents(line.total),
        notes=note_words(line),
    )


def figure_words(figure: Figure | None, basis: dict) -> str:
    """A figure with its year, and of GDP the economy."""
    if figure is None:
        return ""
    said = origin(figure, basis)
    about = ", ".join(str(part) for part in (said.get("economy"), said.get("year")) if part)
    return f"{value(figure, basis)} ({about})"


@dataclass(frozen=True)
class FileFormat:
    label: str
    extension: str
    content_type: str
    write: Callable[[DuesReport], bytes]


FILES = {
    "xlsx": FileFormat("XLSX", "xlsx", XLSX_TYPE, assessment_list_xlsx),
    "pdf": FileFormat(
        "PDF", "pdf", "application/pdf", lambda report: assessment_list_pdf(report, language=get_language())
    ),
    "csv": FileFormat("CSV", "csv", "text/csv; charset=utf-8", assessment_list_csv),
    "json": FileFormat(
        "JSON", "json", "application/json", lambda report: json.dumps(as_json(report), ensure_ascii=False).encode()
    ),
}


def file_of(report: DuesReport, name: str) -> HttpResponse:
    """The report as a file to keep."""
    format = FILES[name]
    response = HttpResponse(format.write(report), content_type=format.content_type)
    title = f"dues-{report.run.year}" + ("-preview" if report.preview else "")
    response["Content-Disposition"] = f'attachment; filename="{title}.{format.extension}"'
    return response
