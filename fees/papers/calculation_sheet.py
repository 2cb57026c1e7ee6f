"""The calculation sheet (paper 11): how one member's fee for one year follows from its figures.

The page and the PDF are made from the same `CalculationSheet`: they print the same words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from fees.models import Adjustment, Assessment, FeeSchedule
from fees.papers.fee_table import fee_table, rule_lines, table_labels
from fees.papers.figures import FigureLine, figure_lines, money
from fees.rules import Tables
from members.models import Country, Member, in_language
from wego.pdf import Letterhead, render_pdf


@dataclass(frozen=True)
class Calculation:
    """What a sheet is made from; names in the language of the paper. Amounts in USD."""

    name: str
    country: str
    number: int
    amount: Decimal
    basis: Mapping
    tables: Tables
    schedule: str
    issued_on: date
    economy: str = ""
    adjustments: Sequence[Adjustment] = ()
    reason: str = ""
    replaces_of: date | None = None
    replaced_on: date | None = None


@dataclass(frozen=True)
class AmountLine:
    label: str
    amount: str
    detail: str = ""


@dataclass(frozen=True)
class CalculationSheet:
    """The sheet in words, in the language that was active when it was made."""

    title: str
    issued_on: date
    mark: str
    addressee: list[str]
    remarks: list[str]
    figures: list[FigureLine]
    rule: list[str]
    matrix: dict | None
    scale: list[dict]
    amounts: list[AmountLine]
    total: AmountLine
    schedule: str
    labels: dict[str, str]


def calculation_of(assessment: Assessment) -> Calculation:
    """What the sheet of an assessment says; names as they were known when it was made (R27)."""
    day = timezone.localdate(assessment.recorded_at)
    member = (
        Member.objects.with_names(day, assessment.recorded_at).select_related("country").get(pk=assessment.member_id)
    )
    schedule = FeeSchedule.objects.with_tables().get(pk=assessment.run.schedule_id)
    adjustments = list(assessment.adjustments.all())
    before, after = assessment.supersedes, Assessment.objects.filter(supersedes=assessment).first()
    return Calculation(
        name=in_language(member.name_en, member.name_ko),
        country=str(member.country),
        number=member.number,
        amount=assessment.amount,
        basis=assessment.basis,
        tables=schedule.tables(),
        schedule=str(schedule),
        issued_on=max(day, *(timezone.localdate(one.recorded_at) for one in adjustments)) if adjustments else day,
        economy=_economy(assessment.basis),
        adjustments=adjustments,
        reason=assessment.reason,
        replaces_of=timezone.localdate(before.recorded_at) if before else None,
        replaced_on=timezone.localdate(after.recorded_at) if after else None,
    )


def calculation_sheet(given: Calculation) -> CalculationSheet:
    """The sheet in the language that is active."""
    year, kind, cell = given.basis["dues_year"], given.basis["kind"], given.basis.get("cell", {})
    return CalculationSheet(
        title=_("Membership fee %(year)d: calculation sheet") % {"year": year},
        issued_on=given.issued_on,
        mark=_("REPLACED") if given.replaced_on else "",
        addressee=[given.name, given.country, _("Member no. %d") % given.number],
        remarks=_remarks(given),
        figures=figure_lines(given.basis, economy=given.economy),
        rule=rule_lines(kind, given.tables),
        **fee_table(kind, given.tables, cell),
        amounts=[
            AmountLine(_("Fee by the table"), money(given.amount)),
            *(_adjustment_line(adjustment) for adjustment in given.adjustments),
        ],
        total=AmountLine(
            _("Membership fee %(year)d") % {"year": year},
            money(given.amount + sum(adjustment.amount for adjustment in given.adjustments)),
        ),
        schedule=given.schedule,
        labels=_labels(),
    )


def calculation_sheet_pdf(assessment: Assessment, *, language: str) -> bytes:
    """The paper in a language. Printed again it is the same, byte for byte."""
    with override(language):
        sheet = calculation_sheet(calculation_of(assessment))
    return sheet_pdf(sheet, language=language)


def sheet_pdf(sheet: CalculationSheet, *, language: str) -> bytes:
    data = {**asdict(sheet), "issued_on": None}
    letterhead = Letterhead(sheet.title, sheet.issued_on, mark=sheet.mark)
    return render_pdf("calculation_sheet", data, letterhead=letterhead, language=language)


def _economy(basis: Mapping) -> str:
    """Name and code of the economy whose GDP counts (R11)."""
    code = basis.get("gdp_figure", {}).get("economy", "")
    country = Country.objects.filter(pk=code).first()
    return f"{country} ({code})" if country else code


def _remarks(given: Calculation) -> list[str]:
    """What the reader has to know before the figures."""
    said = []
    if given.replaced_on:
        said.append(_("A new assessment replaced this one on %s.") % date_format(given.replaced_on))
    if given.replaces_of:
        words = {"day": date_format(given.replaces_of), "reason": given.reason}
        said.append(_("This replaces the assessment of %(day)s. Reason: %(reason)s") % words)
    return said


def _adjustment_line(adjustment: Adjustment) -> AmountLine:
    detail = adjustment.reason
    if adjustment.document:
        detail = _("%(reason)s (decision: %(document)s)") % vars(adjustment)
    return AmountLine(capfirst(adjustment.get_ground_display()), money(adjustment.amount), detail)


def _labels() -> dict[str, str]:
    return table_labels() | {"to": pgettext("of a letter", "To"), "calculation": _("Calculation")}
