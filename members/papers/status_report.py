"""The membership status report as a paper in the annex's layout, for any day, with the change list (paper 19)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members import reports
from members.changes import ChangeList, list_changes
from members.models import Kind
from members.papers.composed import ComposedPaper
from members.register import Report, Section
from wego.spreadsheets import Sheet


@dataclass(frozen=True)
class StatusReport(ComposedPaper):
    """The register of a day, as it is known now or was known at an instant."""

    kind = "status_report"
    template = "status_report"

    report: Report
    changes: ChangeList | None
    issued_on: date

    @classmethod
    def of(
        cls, on: date, *, since: date | None = None, known_at: datetime | None = None, issued_on: date
    ) -> "StatusReport":
        changes = list_changes(since, on, known_at) if since else None
        return cls(Report.of(on, known_at), changes, issued_on)

    def title(self) -> str:
        return reports.title(self.report)

    def summary(self) -> list[str]:
        changed = [next(iter(reports.change_lines(self.changes)))] if self.changes else []
        return [*reports.summary(self.report), *changed]

    def file_name(self, format: str, language: str) -> str:
        return reports.file_name(self.report.on, f"{language}.{format}")

    def data(self) -> dict:
        return {
            "summary": reports.summary(self.report),
            "sections": [_section(section) for section in self.report.sections],
            "legend": _("* associate member, ? provisional"),
            "changes": _changes(self.changes) if self.changes else None,
        }

    def sheets(self) -> list[Sheet]:
        return reports.sheets(self.report, self.changes)


def _section(section: Section) -> dict:
    """A table of the annex: region, country, count, names; of cities capitals and others apart."""
    is_city = section.kind == Kind.CITY
    names = [_("capitals"), _("others")] if is_city else [_("names")]
    return {
        "title": reports.heading(section),
        "header": [capfirst(label) for label in (_("region"), _("country"), _("members"), *names)],
        "regions": [
            {
                "label": f"{region} ({count})",
                "rows": [[str(row.country), str(len(row.members)), *_names(row, is_city)] for row in rows],
            }
            for region, count, rows in section.regions
        ],
    }


def _names(row, is_city: bool) -> list[str]:
    parts = [row.capitals, row.others] if is_city else [row.members]
    return [reports.join(members) for members in parts]


def _changes(changes: ChangeList) -> dict:
    title, sums = list(reports.change_lines(changes))[:2]
    return {
        "title": title,
        "sums": sums,
        "none": _("Nothing changed in this time."),
        "header": [_("Date"), _("No."), _("Member"), _("How")],
        "groups": [
            {"title": f"{label} ({len(rows)})", "rows": [change_row(change) for change in rows]}
            for label, rows in reports.change_groups(changes)
        ],
    }


def change_row(change) -> list[str]:
    """Date, number, name, on which ground or under which new name."""
    return [
        *(date_format(change.on), str(change.member.number)),
        *(reports.name_of(change.member), str(change.words)),
    ]
