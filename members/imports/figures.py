"""The figures sheet: populations and employees, each with its year and source."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.imports.columns import NUMBERS
from members.imports.rows import RowsOfMembers
from members.models import MemberFigure
from members.persons import read_persons
from members.services.figures import check_figure, figure_key, record_figures
from wego.imports.columns import Column, choice, day, text, whole
from wego.imports.plans import Line, RowResult, Verdict
from wego.imports.sheets import differences
from wego.spreadsheets import as_text

Indicator, YearBasis, Quality = MemberFigure.Indicator, MemberFigure.YearBasis, MemberFigure.Quality


def _text(name: str):
    return text(MemberFigure._meta.get_field(name))


class FigureSheet(RowsOfMembers):
    """A figure is told by member, indicator, year, value and source; with another value or source it is
    another figure, which stands beside the earlier one and counts from then on (A6)."""

    name = "figures"
    model = MemberFigure
    append_only = True
    note = gettext_lazy(
        "Figures are only ever added. A row whose member, indicator, year, value and source are on record is the "
        "same and is left alone; any other is added beside the earlier ones, and of one year the last one counts."
    )
    columns = (
        Column(
            "member",
            "회원번호",
            NUMBERS,
            "member__number",
            required=True,
            empty=None,
            example=1,
            help=gettext_lazy("Member number."),
        ),
        Column(
            "indicator",
            "지표",
            choice(Indicator.values),
            "indicator",
            required=True,
            example="population",
            help=gettext_lazy("population (cities) or employees (companies)."),
        ),
        Column(
            "value",
            "값",
            str,  # read with its indicator: _read_value
            "value",
            required=True,
            empty=None,
            example=1070000,
            help=gettext_lazy("Whole persons: 1070000, 1,070,000 or 1 070 000."),
        ),
        Column(
            "reference_year",
            "기준연도",
            whole(1900, 2200),
            "reference_year",
            required=True,
            empty=None,
            example=2019,
            help=gettext_lazy("Year of the figure."),
        ),
        Column(
            "year_basis",
            "연도 근거",
            choice(YearBasis.values),
            "year_basis",
            empty="stated",
            example="stated",
            help=gettext_lazy("stated by the source, inferred, or assumed where the source is undated; empty: stated."),
        ),
        Column(
            "concept",
            "집계 대상",
            _text("concept"),
            "concept",
            example="own administrative unit",
            help=gettext_lazy("What is counted."),
        ),
        Column(
            "quality",
            "자료 등급",
            choice(Quality.values),
            "quality",
            empty="A",
            example="A",
            help=gettext_lazy(
                "A: official figure of the member's own unit, B: estimate of an international source, "
                "C: undated, older or partial; empty: A."
            ),
        ),
        Column("source", "출처", _text("source"), "source", required=True, example="National statistics office"),
        Column(
            "vintage",
            "자료 발표일",
            day,
            "vintage",
            empty=None,
            example="2020-08-28",
            help=gettext_lazy("Day on which the source was published."),
        ),
        Column(
            "retrieved_on",
            "자료 수집일",
            day,
            "retrieved_on",
            empty=None,
            example="2020-10-05",
            help=gettext_lazy("Day on which the figure was taken from it."),
        ),
    )
    fields = tuple(column.name for column in columns if column.name != "member")

    def judge(self, lines, *, lock):
        for line in lines:
            _read_value(line)
        results = super().judge(lines, lock=lock)
        _tell_earlier(lines, results)
        return results

    def key(self, member, values):
        return figure_key(member, *(values[name] for name in ("indicator", "reference_year", "value", "source")))

    def told(self, values):
        return values["indicator"], values["reference_year"]

    def check(self, line, member, values):
        wrong = {column for column, _message in line.errors}
        if "indicator" in wrong:
            return  # what the other cells may say depends on it
        try:
            check_figure(MemberFigure(member=member, **values))
        except ValidationError as refusal:
            for column, sentences in refusal.message_dict.items():
                if column not in wrong:
                    line.refuse(column, " ".join(sentences))

    def write_rows(self, added, changed, fields, *, by, reason):
        record_figures(figures=added, by=by)

    def export_queryset(self, queryset):
        """In the order of recording: where the file is imported, the same figure of a year counts."""
        return super().export_queryset(queryset).order_by("pk")


def _read_value(line: Line) -> None:
    """Make the text of the cell a number of persons, or refuse it in the words that belong to its indicator."""
    value, indicator = line.values["value"], line.values["indicator"]
    if value is None or not indicator:
        return
    try:
        line.values["value"] = read_persons(value, indicator)
    except ValidationError as refusal:
        line.refuse("value", refusal.messages[0])


def _tell_earlier(lines: Iterable[Line], results: Iterable[RowResult]) -> None:
    """Show what counted until now beside a figure to add, and beside one on record how it stands there."""
    members = {result.work.member_id for result in results if result.work}
    newest: dict[tuple, MemberFigure] = {}
    for figure in MemberFigure.objects.counting().filter(member__in=members).order_by("pk"):
        newest[_year(figure)] = figure
    for line, result in zip(lines, results, strict=True):
        if result.verdict == Verdict.ADD:
            result.changes = _beside(result.work, newest.get(_year(result.work)))
            newest[_year(result.work)] = result.work
        elif result.verdict == Verdict.SAME:
            result.identity += ": " + "; ".join(_notes(line, result.work, newest[_year(result.work)]))


def _year(figure: MemberFigure) -> tuple[int, str, int]:
    return figure.member_id, figure.indicator, figure.reference_year


def _said(figure: MemberFigure) -> dict[str, str]:
    """What the figure says beside the indicator and year by which it is called."""
    others = [name for name in FigureSheet.fields if name not in ("indicator", "reference_year", "value")]
    return {"value": f"{figure.value:,}", **{name: as_text(getattr(figure, name)) for name in others}}


def _beside(figure: MemberFigure, earlier: MemberFigure | None) -> dict[str, tuple[str, str]]:
    """All that the figure says, and where the newest one of its year says otherwise, what that is."""
    said = _said(figure)
    other = differences(_said(earlier), said) if earlier else {}
    return {name: other.get(name, ("", text)) for name, text in said.items() if text}


def _notes(line: Line, figure: MemberFigure, newest: MemberFigure) -> Iterator[str]:
    """The value on record; what else is not as the row says; which figure of the year counts."""
    yield f"{figure.value:,}"
    kept = {name: text for name, text in _said(figure).items() if name in line.values and name != "value"}
    given = {name: as_text(line.values[name]) for name in kept}
    for column, (_given, recorded) in differences(given, kept).items():
        yield _("on record with %(column)s: %(value)s") % {"column": column, "value": recorded or "-"}
    if newest != figure:
        yield _("the newest figure of this year is %s") % f"{newest.value:,}"
