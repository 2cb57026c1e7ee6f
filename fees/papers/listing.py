"""What the assessment list (paper 10) says, for the page, the PDF and the workbook alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fees.models import Figure
from fees.papers.figures import VALUES, origin
from fees.reports import NOTHING, DuesReport, Line, terms
from fees.words import warning_words
from members.models import Kind
from members.reports import name_of

SETTLED = "settled"


@dataclass(frozen=True)
class Group:
    """Assessed members of a kind, of a region, or of the whole list."""

    label: str
    lines: list[Line]

    @property
    def sums(self) -> tuple:
        """Number of members; in USD their fees, adjustments and total."""
        fees = sum((line.amount for line in self.lines), NOTHING)
        adjusted = sum((line.adjusted for line in self.lines), NOTHING)
        return len(self.lines), fees, adjusted, fees + adjusted


def by_kind(report: DuesReport) -> list[Group]:
    return [
        _group(str(kind.label), report, lambda line, kind=kind: line.member.kind == kind) for kind in report.by_kind
    ]


def by_region(report: DuesReport) -> list[Group]:
    return [
        _group(str(region), report, lambda line, region=region: line.member.country.region_id == region.pk)
        for region in report.by_region
    ]


def everybody(report: DuesReport) -> Group:
    return Group(_("Total"), report.assessed)


def _group(label: str, report: DuesReport, belongs: Callable[[Line], bool]) -> Group:
    return Group(label, [line for line in report.assessed if belongs(line)])


def title_of(report: DuesReport) -> str:
    return _("Assessment list, dues of %(year)d") % {"year": report.run.year}


def terms_of(report: DuesReport) -> list[str]:
    """What the list follows from, and whether provisional members are in it (R25)."""
    said = terms(report)
    if not report.run.include_provisional:
        said.append(_("Provisional members are not included: they stand among the exceptions."))
    return said


def persons_of(basis: Mapping) -> Figure | None:
    """The figure of persons that the amount follows from: population or employees; None for a flat amount."""
    return next((figure for figure in (Figure.POPULATION, Figure.EMPLOYEES) if VALUES[figure] in basis), None)


def cell_words(basis: Mapping) -> str:
    """Row and column in the printed table, counted from 1; the row alone for companies."""
    return " / ".join(str(place) for place in basis.get("cell", {}).values())


def note_codes(line: Line) -> list[str]:
    """Warnings, and whether a figure was settled by two persons (R13)."""
    settled = any(origin(figure, line.outcome.basis).get("settled") for figure in Figure)
    return [*line.outcome.warnings, *([SETTLED] if settled else [])]


def words_of_note(code: str) -> str:
    return _("figure settled by decision of two persons") if code == SETTLED else warning_words([code])[0]


def note_words(line: Line) -> list[str]:
    """What there is to know of a member's figures, in words."""
    return [words_of_note(code) for code in note_codes(line)]


def reason_header() -> list[str]:
    return [_("No."), _("Member"), _("Kind"), _("Country"), _("Reason")]


def reason_row(line: Line) -> list:
    """A member without an amount, and why."""
    member = line.member
    return [member.number, name_of(member), str(Kind(member.kind).label), str(member.country), line.words]


def sum_header() -> list[str]:
    return [_("Members"), _("Fee (USD)"), _("Adjustments"), _("Total (USD)")]
