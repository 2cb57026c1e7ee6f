"""The annual membership report (paper 24): movements, counts, map, five years, retention, dues assessed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fees.models import Adjustment, Assessment
from fees.papers.figures import cents
from members.annual import YEARS, RegisterYear, YearEnd
from members.lifecycle import Status
from members.models import Kind
from members.papers import standings
from members.papers.composed import ComposedPaper
from members.papers.standings import Standings
from members.papers.status_report import change_row
from members.papers.world_map import world_map
from members.register import Totals
from members.reports import KIND_HEADINGS, change_groups
from wego.spreadsheets import Sheet


@dataclass(frozen=True)
class DuesYear:
    """What was assessed for a year, in USD; `adjusted` is 0 or below."""

    year: int
    members: int
    fees: Decimal
    adjusted: Decimal


@dataclass(frozen=True)
class AnnualReport(ComposedPaper):
    kind = "annual_report"
    template = "annual_report"

    of_year: RegisterYear
    dues: list[DuesYear]
    issued_on: date

    @classmethod
    def of(cls, year: int, *, issued_on: date) -> "AnnualReport":
        return cls(RegisterYear.of(year), assessed_dues(range(year - YEARS + 1, year + 1)), issued_on)

    def title(self) -> str:
        words = {"year": self.of_year.year, "day": date_format(self.of_year.closed_on)}
        if self.of_year.is_over:
            return _("Annual membership report %(year)d") % words
        return _("Annual membership report %(year)d, as of %(day)s") % words

    def summary(self) -> list[str]:
        return [f"{label}: {number}" for label, number in self.movements()] + [self.retention()]

    def data(self) -> dict:
        year = self.of_year
        return {
            "movements": {
                "title": _("Movements"),
                "header": ["", _("Members")],
                "rows": [[label, str(number)] for label, number in self.movements()],
            },
            "kinds": {
                "title": _("By kind and standing"),
                "sides": [
                    _("Opening (%s)") % date_format(year.opened_on),
                    _("Closing (%s)") % date_format(year.closed_on),
                ],
                "columns": standings.header(),
                "rows": [list(map(str, row)) for row in self.by_kind()],
            },
            "regions": {
                "title": _("By region"),
                "header": region_header(),
                "rows": [[*map(str, row[:-1]), _signed(row[-1])] for row in self.by_region()],
            },
            "map": world_map(year.members, year.closing, year.regions),
            "series": {"title": _("Five years"), "header": series_header(), "rows": _words(self.series())},
            "retention": {"title": _("Retention"), "rate": self.retention(), "definition": retention_definition()},
            "dues": {
                "title": _("Membership fees assessed (USD)"),
                "header": dues_header(),
                "rows": [[str(one.year), str(one.members), *map(cents, _amounts(one))] for one in self.dues],
                "none": _("No dues were assessed for these years."),
            },
            "changes": {
                "title": _("Who joined, was approved, left, was renamed"),
                "none": _("Nothing changed in this time."),
                "header": change_header(),
                "groups": [
                    {"title": f"{label} ({len(rows)})", "rows": [change_row(change) for change in rows]}
                    for label, rows in change_groups(year.changes)
                ],
            },
        }

    def sheets(self) -> list[Sheet]:
        opening, closing = self.of_year.opened_on.isoformat(), self.of_year.closed_on.isoformat()
        kinds = ["", *(f"{day}: {name}" for day in (opening, closing) for name in standings.header())]
        changes = [
            [label, change.on, change.member.number, *change_row(change)[2:]]
            for label, rows in change_groups(self.of_year.changes)
            for change in rows
        ]
        retention = [[self.retention()], [retention_definition()]]
        return [
            Sheet(_("Movements"), ["", _("Members")], self.movements()),
            Sheet(_("By kind"), kinds, self.by_kind()),
            Sheet(_("By region"), region_header(), self.by_region()),
            Sheet(_("Five years"), series_header(), self.series()),
            Sheet(_("Dues"), dues_header(), [[one.year, one.members, *_amounts(one)] for one in self.dues]),
            Sheet(_("Changes"), [_("Change"), *change_header()], changes),
            Sheet(_("Retention"), [_("Retention")], retention),
        ]

    def movements(self) -> list[tuple[str, int]]:
        """Opening + joined - left = closing; who was approved or renamed was a member before and after."""
        changes, year = self.of_year.changes, self.of_year
        return [
            (_("Members on %s") % date_format(year.opened_on), changes.opening),
            (_("Joined"), len(changes.joined)),
            (_("Left"), len(changes.left)),
            (_("Members on %s") % date_format(year.closed_on), changes.closing),
            (_("Approved as full members"), len(changes.approved)),
            (_("Renamed"), len(changes.renamed)),
        ]

    def by_kind(self) -> list[list]:
        return standings.rows(*(Standings.of(totals) for totals in (self.of_year.opening, self.of_year.closing)))

    def by_region(self) -> list[list]:
        """A line for each region with members at either end, and one for all."""
        opening, closing = self.of_year.opening, self.of_year.closing
        present = [one for one in self.of_year.regions if opening.count(region=one.pk) or closing.count(region=one.pk)]
        lines = [_region_row(str(region), opening, closing, region=region.pk) for region in present]
        return [*lines, _region_row(_("Total"), opening, closing)]

    def series(self) -> list[list]:
        return [_series_row(one, self.of_year.begins_on) for one in self.of_year.series]

    def retention(self) -> str:
        found = self.of_year.retention
        if found.rate is None:
            return "-"
        rate = number_format(round(found.rate, 1), decimal_pos=1)
        words = {"rate": rate, "stayed": found.stayed, "began": found.began}
        return _("Retention: %(rate)s %% (%(stayed)d of %(began)d members)") % words


def assessed_dues(years: range) -> list[DuesYear]:
    """The years of these for which dues were assessed."""
    owed = Assessment.objects.owed().filter(run__year__in=years)
    fees = owed.values("run__year").order_by("run__year")
    rows = Adjustment.objects.filter(assessment__in=owed)
    adjusted = rows.values("assessment__run__year").order_by().annotate(total=Sum("amount"))
    by_year = {row["assessment__run__year"]: row["total"] for row in adjusted}
    return [
        DuesYear(row["run__year"], row["members"], row["total"], by_year.get(row["run__year"], Decimal(0)))
        for row in fees.annotate(members=Count("pk"), total=Sum("amount"))
    ]


def retention_definition() -> str:
    return _(
        "Of the members with which the year began, associate and full, those that were still members at its end. "
        "Who joined during the year does not count."
    )


def region_header() -> list[str]:
    kinds = [str(KIND_HEADINGS[kind]()) for kind in Kind]
    return [_("Region"), *kinds, *standings.header(), _("Change in the year")]


def series_header() -> list[str]:
    return [_("Year"), _("As of"), *standings.header()]


def dues_header() -> list[str]:
    return [_("Year"), _("Members"), _("Fees"), _("Adjustments"), _("Total")]


def change_header() -> list[str]:
    return [_("Date"), _("No."), _("Member"), _("How")]


def _amounts(dues: DuesYear) -> list[Decimal]:
    return [dues.fees, dues.adjusted, dues.fees + dues.adjusted]


def _region_row(label: str, opening: Totals, closing: Totals, **wanted) -> list:
    total = closing.count(**wanted)
    by_status = [closing.count(status=status.value, **wanted) for status in (Status.FULL, Status.ASSOCIATE)]
    kinds = [closing.count(kind=kind.value, **wanted) for kind in Kind]
    return [capfirst(label), *kinds, total, *by_status, total - opening.count(**wanted)]


def _series_row(end: YearEnd, begins_on: date) -> list:
    if end.totals is None:
        return [end.year, _("register begins %s") % begins_on.isoformat(), "-", "-", "-"]
    return [end.year, end.on.isoformat(), *Standings.of(end.totals).row(*Kind)]


def _words(rows: list[list]) -> list[list[str]]:
    return [list(map(str, row)) for row in rows]


def _signed(change: int) -> str:
    return f"{change:+d}" if change else "0"
