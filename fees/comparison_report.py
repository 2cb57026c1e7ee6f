"""Two evaluations side by side as pages, files and the command show them: what-if and data refresh (paper 9)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property, partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.assessing import EMPLOYEES, GDP, POPULATION, VALUE, Outcome, Verdict
from fees.comparing import BANDS, Change, Comparison, Line, Sums
from fees.models import DuesException
from fees.services.comparing import Refresh, WhatIf
from fees.words import band, dollars, exception_words, not_assessed_words
from members.models import Kind
from wego.spreadsheets import Sheet, write_csv, write_xlsx

CHANGES = {
    Change.MORE: gettext_lazy("pays more"),
    Change.LESS: gettext_lazy("pays less"),
    Change.SAME: gettext_lazy("pays the same"),
    Change.NEWLY_ASSESSED: gettext_lazy("newly assessed"),
    Change.NO_LONGER_ASSESSED: gettext_lazy("no longer assessed"),
    Change.NOT_ASSESSED: gettext_lazy("not assessed on either side"),
}
FIGURES = {
    GDP: (gettext_lazy("GDP per head"), gettext_lazy("year of GDP"), gettext_lazy("GDP band")),
    POPULATION: (gettext_lazy("population"), gettext_lazy("year of population"), gettext_lazy("population band")),
    EMPLOYEES: (gettext_lazy("employees"), gettext_lazy("year of employees"), gettext_lazy("band of employees")),
}
"""What a figure, its year and its band are called."""
SIDES = {"before": gettext_lazy("%s before"), "after": gettext_lazy("%s after")}


@dataclass(frozen=True)
class ComparisonReport:
    """A comparison with its words: `lines` are the members that the page shows under `heading`."""

    name: str
    title: str
    terms: list[str]
    heading: str
    lines: list[Line]
    comparison: Comparison

    @property
    def sums(self) -> Sums:
        return self.comparison.sums

    @property
    def effects(self) -> list[tuple[str, int, Decimal]]:
        """What changes: in words, for how many members, by how many USD together; what is met at all."""
        effects = self.comparison.effects
        return [(str(words), *effects[change]) for change, words in CHANGES.items() if effects[change][0]]

    @cached_property
    def by_kind(self) -> list[tuple[str, Sums]]:
        found = self.comparison.by(lambda member: member.kind)
        return [(str(kind.label), found[kind]) for kind in Kind if kind in found]

    @cached_property
    def by_region(self) -> list[tuple[str, Sums]]:
        """Regions of the scheme, in its order, that have a member in the comparison."""
        found = self.comparison.by(lambda member: member.country.region)
        return [(str(region), found[region]) for region in sorted(found, key=lambda one: (one.order, one.name_en))]

    @property
    def reasons(self) -> list[tuple[str, int, int]]:
        """Why members need a decision, and how many on either side."""
        reasons = self.comparison.reasons
        return [(str(one.label), *reasons[one]) for one in DuesException.Reason if one in reasons]


def what_if_report(result: WhatIf) -> ComparisonReport:
    return ComparisonReport(
        name=f"wego-what-if-{result.year}",
        title=_("What if: %(schedule)s for the dues of %(year)d") % {"schedule": result.after, "year": result.year},
        terms=[
            _("Before: %s") % result.before,
            _("After: %s") % result.after,
            _("GDP figures of the World Bank's file of %s") % (result.vintage.isoformat() if result.vintage else "-"),
            *_provisional(result),
        ],
        heading=_("Largest differences"),
        lines=result.comparison.first(),
        comparison=result.comparison,
    )


def refresh_report(result: Refresh) -> ComparisonReport:
    return ComparisonReport(
        name=f"wego-data-refresh-{result.year}",
        title=_("Data refresh for the dues of %d") % result.year,
        terms=[
            _("Before: GDP figures of the World Bank's file of %s") % result.before.isoformat(),
            _("After: GDP figures of the World Bank's file of %s") % result.after.isoformat(),
            *_known(result.known_at),
            _("Fee schedule: %s") % result.schedule,
            *_provisional(result),
        ],
        heading=_("Members that change band"),
        lines=result.comparison.moved,
        comparison=result.comparison,
    )


def _known(known_at: datetime | None) -> Iterable[str]:
    if known_at:
        moment = timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M")
        yield _("Before: populations and employees as recorded by %s") % moment
    else:
        yield _("Populations and employees are those on record now, on both sides.")


def _provisional(result: WhatIf | Refresh) -> Iterable[str]:
    if result.include_provisional:
        yield _("Provisional members are included: the source does not tell whether they are full members.")
    elif "provisional" in result.comparison.reasons:
        yield _("Provisional members are not included: they need a decision first.")


# --- words of a line -----------------------------------------------------------------------------
def figure_words(line: Line) -> list[str]:
    """Each figure with its year and its band, with an arrow where the sides differ."""
    found = []
    for figure, (words, _year_words, _band) in FIGURES.items():
        sides = [side for side in (line.before, line.after) if VALUE[figure] in side.basis]
        if sides:
            values = _arrow(f"{dollars(_value(figure, side))} ({_year(figure, side)})" for side in sides)
            bands = _arrow(_band_words(figure, side) for side in sides)
            found.append(_("%(figure)s: %(value)s; band: %(band)s") % {"figure": words, "value": values, "band": bands})
    return found


def amount_words(outcome: Outcome) -> str:
    return "-" if outcome.amount is None else dollars(outcome.amount)


def signed(amount: Decimal) -> str:
    """A difference in USD with its sign."""
    return f"+{dollars(amount)}" if amount > 0 else dollars(amount)


def remark(outcome: Outcome) -> str:
    """Why a member is not assessed; '' where it is."""
    if outcome.verdict == Verdict.EXCEPTION:
        return exception_words(outcome.reason, outcome.facts)
    return not_assessed_words(outcome.reason) if outcome.verdict == Verdict.NOT_ASSESSED else ""


def why(outcome: Outcome) -> str:
    """Why a member is not assessed, or to how much it is."""
    return remark(outcome) or _("%s USD") % amount_words(outcome)


def _band_words(figure: str, outcome: Outcome) -> str:
    return band(*outcome.basis[BANDS[figure]])


def _value(figure: str, outcome: Outcome) -> Decimal:
    """Persons, or international $ per head."""
    return Decimal(outcome.basis[VALUE[figure]])


def _year(figure: str, outcome: Outcome) -> int:
    return outcome.basis[f"{figure}_figure"]["year"]


def _arrow(sides: Iterable[str]) -> str:
    return " -> ".join(dict.fromkeys(sides))


# --- files ---------------------------------------------------------------------------------------
Columns = list[tuple[str, Callable[[Line], object]]]


def as_csv(report: ComparisonReport) -> bytes:
    """Every member."""
    return write_csv(*_table(report.comparison.lines))


def as_xlsx(report: ComparisonReport) -> bytes:
    """The totals, what the page shows, every member, and those that need a decision."""
    sheets = [Sheet(_("Totals"), *_totals(report))]
    for title, lines in (
        (report.heading, report.lines),
        (_("Members"), report.comparison.lines),
        (_("Needs a decision"), report.comparison.exceptions),
    ):
        rows, header = _table(lines)
        sheets.append(Sheet(title, header, rows))
    return write_xlsx(sheets)


def _totals(report: ComparisonReport) -> tuple[list[str], list[list]]:
    header = [report.title, _("assessed before"), _("USD before"), _("assessed after"), _("USD after"), _("difference")]
    rows = [[line] for line in report.terms]
    rows += [_sum_row(label, sums) for label, sums in ((_("Total"), report.sums), *report.by_kind, *report.by_region)]
    rows += [[words, "", "", count, "", difference] for words, count, difference in report.effects]
    rows += [[f"{_('Needs a decision')}: {reason}", before, "", after] for reason, before, after in report.reasons]
    return header, rows


def _sum_row(label: str, sums: Sums) -> list:
    before, after = sums.before, sums.after
    return [label, before.assessed, before.total, after.assessed, after.total, sums.difference]


def _table(lines: Iterable[Line]) -> tuple[Iterable[list], list[str]]:
    columns = [*_member_columns(), *_side_columns(), *_figure_columns()]
    return ([value(line) for _name, value in columns] for line in lines), [name for name, _value in columns]


def _member_columns() -> Columns:
    return [
        (_("number"), lambda line: line.member.number),
        (_("name"), lambda line: line.member.name_en),
        (_("name (Korean)"), lambda line: line.member.name_ko),
        (_("kind"), lambda line: line.member.get_kind_display()),
        (_("country"), lambda line: str(line.member.country)),
        (_("region"), lambda line: str(line.member.country.region)),
    ]


def _side_columns() -> Columns:
    return [
        (_("USD before"), lambda line: line.before.amount),
        (_("USD after"), lambda line: line.after.amount),
        (_("difference"), lambda line: line.difference),
        (_("what changes"), lambda line: str(CHANGES[line.change])),
        (_("not assessed before because"), lambda line: remark(line.before)),
        (_("not assessed after because"), lambda line: remark(line.after)),
    ]


def _figure_columns() -> Columns:
    """Value, year and band of each figure on either side."""
    return [
        (words % name, partial(_of_side, read, side, figure))
        for figure, names in FIGURES.items()
        for side, words in SIDES.items()
        for name, read in zip(names, (_value, _year, _band_words), strict=True)
    ]


def _of_side(read: Callable, side: str, figure: str, line: Line):
    outcome = getattr(line, side)
    return read(figure, outcome) if VALUE[figure] in outcome.basis else None
