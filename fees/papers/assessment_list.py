"""The assessment list (paper 10) as PDF: what a run assesses, for the Secretary General to approve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from fees.models import Figure
from fees.papers.figures import VALUES, cents, money, origin, value
from fees.papers.listing import (
    Group,
    by_kind,
    by_region,
    cell_words,
    everybody,
    note_codes,
    persons_of,
    reason_header,
    reason_row,
    sum_header,
    terms_of,
    title_of,
    words_of_note,
)
from fees.reports import DuesReport, Line
from fees.words import whole
from members.reports import name_of
from wego.pdf import Letterhead, render_pdf

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Legend:
    """What rows refer to in short, in the order in which they did: sources by number, remarks by letter."""

    sources: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def source(self, name: str) -> str:
        return f"[{self.sources.setdefault(name, len(self.sources) + 1)}]"

    def remark(self, code: str) -> str:
        return self.remarks.setdefault(code, LETTERS[len(self.remarks)])

    def lines(self) -> list[str]:
        return [
            *(f"[{number}] {name}" for name, number in self.sources.items()),
            *(f"{letter}) {words_of_note(code)}" for code, letter in self.remarks.items()),
        ]


def assessment_list_pdf(report: DuesReport, *, language: str) -> bytes:
    """The paper, landscape, with space to sign. The same report gives the same bytes."""
    with override(language):
        letterhead = Letterhead(title_of(report), _issued_on(report), mark=_("PREVIEW") if report.preview else "")
        data = assessment_list(report)
    return render_pdf("assessment_list", data, letterhead=letterhead, language=language)


def assessment_list(report: DuesReport) -> dict:
    """The data of the paper in the language that is active: words and numbers as they are printed."""
    legend = Legend()
    rows = [_row(line, legend) for line in report.assessed]
    total = everybody(report)
    return {
        "terms": terms_of(report),
        "summary": [
            (_("Assessed"), whole(len(report.assessed))),
            (_("Total"), money(total.sums[3])),
            (_("Needs a decision"), whole(len(report.exceptions))),
            (_("Not assessed"), whole(len(report.not_assessed))),
        ],
        "assessed": {
            "title": _("Assessed members"),
            "header": _header(),
            "rows": rows,
            "foot": total.label,
            "sums": _printed(total)[1:],
        },
        "exceptions": _reasons(_("Exceptions: these need a decision"), report.exceptions),
        "not_assessed": _reasons(_("Not assessed"), report.not_assessed),
        "totals": [
            _totals(_("Sums by category"), [*by_kind(report), total]),
            _totals(_("Sums by region"), [*by_region(report), total]),
        ],
        "legend_title": _("Sources and remarks"),
        "legend": [
            _("Cell: row of the GDP band, column of the population band; for companies the row."),
            *legend.lines(),
        ],
        "signatures": [_("Prepared by (date, signature)"), _("Approved: Secretary General (date, signature)")],
        "none": _("None."),
    }


def _issued_on(report: DuesReport) -> date:
    """The day on which the run last assessed; of a preview the day of its data."""
    assessed_at = report.run.assessed_at
    return timezone.localdate(assessed_at) if assessed_at and not report.preview else report.run.data_on


def _header() -> list[str]:
    return [
        _("No."),
        _("Member"),
        _("Country"),
        _("Population or employees"),
        _("Year, source"),
        _("GDP per head"),
        _("Year, economy, source"),
        _("Cell"),
        _("Remarks"),
        _("Fee (USD)"),
        _("Adjustments"),
        _("Total (USD)"),
    ]


def _row(line: Line, legend: Legend) -> list[str]:
    basis, member = line.outcome.basis, line.member
    return [
        str(member.number),
        name_of(member),
        str(member.country),
        *_figure_cells(persons_of(basis), basis, legend),
        *_figure_cells(Figure.GDP if VALUES[Figure.GDP] in basis else None, basis, legend),
        cell_words(basis),
        " ".join(legend.remark(code) for code in note_codes(line)),
        cents(line.amount),
        cents(line.adjusted) if line.adjusted else "",
        cents(line.total),
    ]


def _figure_cells(figure: Figure | None, basis: Mapping, legend: Legend) -> list[str]:
    """The value; its year, economy and the number of its source."""
    if figure is None:
        return ["", ""]
    said = origin(figure, basis)
    parts = [str(said.get("year", "-")), said.get("economy", ""), legend.source(said.get("source", "-"))]
    return [value(figure, basis), " ".join(filter(None, parts))]


def _reasons(title: str, lines: Iterable[Line]) -> dict:
    rows = [[str(cell) for cell in reason_row(line)] for line in lines]
    return {"title": title, "header": reason_header(), "rows": rows}


def _printed(group: Group) -> list[str]:
    count, *amounts = group.sums
    return [whole(count), *map(cents, amounts)]


def _totals(title: str, groups: list[Group]) -> dict:
    return {
        "title": title,
        "header": ["", *sum_header()],
        "rows": [[capfirst(group.label), *_printed(group)] for group in groups],
    }
