"""The membership status report (paper 19) and the change list as JSON, text, CSV and XLSX."""

import json
from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members.changes import Change, ChangeList
from members.lifecycle import Status
from members.models import Country, Kind, Member, Region, in_language
from members.register import Report, Section, is_capital, since_words
from wego.spreadsheets import Sheet, write_csv, write_xlsx

KIND_HEADINGS = {
    Kind.CITY: lambda: _("Cities"),
    Kind.INSTITUTION: lambda: _("Institutions"),
    Kind.COMPANY: lambda: _("Companies"),
}


def as_json(report: Report, changes: ChangeList | None = None) -> dict:
    """The report as plain data: countries by ISO alpha-3, regions by their English name, always English."""
    totals = report.totals
    regions = dict(Region.objects.values_list("pk", "name_en"))
    with override("en"):
        data = {
            "on": report.on.isoformat(),
            "known_at": report.known_at.isoformat() if report.known_at else None,
            "total": totals.total,
            "provisional": totals.count(provisional=True),
            "by_kind": totals.by_kind,
            "by_status": totals.by_status,
            "by_region": {kind: totals.by(lambda group: regions[group.region], kind=kind) for kind in totals.by_kind},
            "by_country": {kind: totals.by(lambda group: group.country, kind=kind) for kind in totals.by_kind},
            "capital": totals.count(capital=True),
            "other": totals.count(capital=False),
            "members": [_member_json(member) for member in report.members],
        }
        if changes:
            data["changes"] = _changes_json(changes)
    return data


def _member_json(member: Member) -> dict:
    return {
        "number": member.number,
        "name": member.name_en,
        "name_ko": member.name_ko,
        "kind": member.kind,
        "country": member.country_id,
        "region": member.country.region.name_en,
        "capital": is_capital(member),
        "status": member.status,
        "since": since_words(member.since, member.ground),
        "provisional": bool(member.provisional),
    }


def _changes_json(changes: ChangeList) -> dict:
    lists = {name: getattr(changes, name) for name in ("joined", "approved", "left", "renamed")}
    return {
        "since": changes.since.isoformat(),
        "opening": changes.opening,
        "closing": changes.closing,
        **{
            name: [
                {
                    "number": change.member.number,
                    "name": change.member.name_en,
                    "on": change.on.isoformat(),
                    "how": str(change.words),
                }
                for change in rows
            ]
            for name, rows in lists.items()
        },
    }


def as_text(report: Report, changes: ChangeList | None = None) -> str:
    """The annex's layout in the language that is active."""
    lines = [title(report), "", *summary(report), ""]
    for section in report.sections:
        lines += [*_section_lines(section), ""]
    if changes:
        lines += [*change_lines(changes), ""]
    return "\n".join(lines)


def title(report: Report) -> str:
    day = date_format(report.on, pgettext("date format of the report's title", "j F Y"))
    return _("WeGO membership, as of %(day)s") % {"day": day}


def summary(report: Report) -> list[str]:
    """The totals in words: by kind, by standing, and what is still provisional."""
    totals = report.totals
    lines = [
        _("Members: %(total)d (cities %(city)d, institutions %(institution)d, companies %(company)d)")
        % {"total": totals.total, **{kind: totals.by_kind.get(kind, 0) for kind in Kind.values}},
        _("Full members: %(full)d, associate members: %(associate)d")
        % {status: totals.by_status.get(status, 0) for status in (Status.FULL.value, Status.ASSOCIATE.value)},
    ]
    if provisional := totals.count(provisional=True):
        lines.append(
            _("Provisional: %d. The source does not tell associate from full members for these.") % provisional
        )
    if report.known_at:
        lines.append(_("As it was known at %(instant)s") % {"instant": report.known_at.isoformat()})
    return lines


def heading(section: Section) -> str:
    words = _("%(kind)s: %(count)d") % {"kind": KIND_HEADINGS[section.kind](), "count": section.count}
    if section.kind == Kind.CITY:
        words += " " + _("(capitals %(capital)d, others %(other)d)") % vars(section)
    return words


def _section_lines(section: Section) -> Iterable[str]:
    yield heading(section)
    for region, count, rows in section.regions:
        yield f"  {region} ({count})"
        for row in rows:
            yield f"    {row.country} {len(row.members)}: {_names(row, section.kind)}"


def _names(row, kind: Kind) -> str:
    if kind != Kind.CITY:
        return join(row.members)
    parts = [(_("capital"), row.capitals), (_("others"), row.others)]
    return " | ".join(f"{label} {join(members)}" for label, members in parts if members)


def join(members: Iterable[Member]) -> str:
    """Names in the active language, each with its mark."""
    return "; ".join(f"{name_of(member)}{mark(member)}" for member in members)


def name_of(member: Member) -> str:
    return in_language(member.name_en, member.name_ko)


def mark(member: Member) -> str:
    """An asterisk for an associate; a question mark where provisional rows stand among confirmed ones."""
    return ("*" if member.status == Status.ASSOCIATE else "") + ("?" if member.in_doubt else "")


def change_lines(changes: ChangeList) -> Iterable[str]:
    yield _("Changes after %(since)s up to %(until)s") % {
        "since": changes.since.isoformat(),
        "until": changes.until.isoformat(),
    }
    yield _("%(opening)d members + %(joined)d joined - %(left)d left = %(closing)d members") % {
        "opening": changes.opening,
        "joined": len(changes.joined),
        "left": len(changes.left),
        "closing": changes.closing,
    }
    for label, rows in change_groups(changes):
        yield f"  {label} ({len(rows)})"
        for change in rows:
            yield f"    {change.on.isoformat()} {name_of(change.member)}: {change.words}"


def change_groups(changes: ChangeList) -> list[tuple[str, list[Change]]]:
    groups = [
        (_("Joined"), changes.joined),
        (_("Approved as full members"), changes.approved),
        (_("Left"), changes.left),
        (_("Renamed"), changes.renamed),
    ]
    return [(label, rows) for label, rows in groups if rows]


def member_table(report: Report) -> tuple[list[str], Iterable[list]]:
    """Header and one row for each member: what CSV and the last sheet of XLSX hold."""
    header = [
        _("number"),
        _("name"),
        _("name (Korean)"),
        _("kind"),
        _("country"),
        _("region"),
        _("capital"),
        pgettext("of a member", "status"),
        _("since"),
        _("provisional"),
    ]
    return header, (_member_row(member) for member in report.members)


def _member_row(member: Member) -> list:
    return [
        member.number,
        member.name_en,
        member.name_ko,
        member.get_kind_display(),
        str(member.country),
        str(member.country.region),
        _yes(is_capital(member)),
        str(Status(member.status).label),
        since_words(member.since, member.ground),
        _yes(member.provisional),
    ]


def _yes(value: bool | None) -> str:
    return "" if value is None else (_("yes") if value else _("no"))


def as_csv(report: Report) -> bytes:
    header, rows = member_table(report)
    return write_csv(rows, header)


def as_xlsx(report: Report, changes: ChangeList | None = None) -> bytes:
    return write_xlsx(sheets(report, changes))


def sheets(report: Report, changes: ChangeList | None = None) -> list[Sheet]:
    """A sheet of totals, one for each kind in the annex's layout, the members, and the changes if asked."""
    found = [Sheet(_("Totals"), [title(report)], [[line] for line in summary(report)])]
    for section in report.sections:
        found.append(Sheet(str(KIND_HEADINGS[section.kind]()), *_section_table(section)))
    found.append(Sheet(_("Members"), *member_table(report)))
    if changes:
        header = [_("change"), _("date"), _("number"), _("name"), _("how")]
        rows = [
            [label, change.on, change.member.number, name_of(change.member), str(change.words)]
            for label, group in change_groups(changes)
            for change in group
        ]
        found.append(Sheet(_("Changes"), header, rows))
    return found


def _section_table(section: Section) -> tuple[list[str], list[list]]:
    header = [_("region"), _("country"), _("members"), _("capitals"), _("others")]
    rows = [[heading(section), "", section.count, section.capital, section.other]]
    for region, count, countries in section.regions:
        rows.append([str(region), "", count, "", ""])
        rows += [["", *_country_cells(row, section.kind)] for row in countries]
    if section.kind != Kind.CITY:
        return [*header[:3], _("names")], [[*row[:3], row[4] if row[1] else ""] for row in rows]
    return header, rows


def _country_cells(row, kind: Kind) -> list:
    country: Country = row.country
    if kind != Kind.CITY:
        return [str(country), len(row.members), "", join(row.members)]
    return [str(country), len(row.members), join(row.capitals), join(row.others)]


FORMATS = ("text", "json", "csv", "xlsx")


def render(report: Report, changes: ChangeList | None, format: str) -> bytes:
    """The report in one of FORMATS, in the language that is active."""
    if format == "json":
        return json.dumps(as_json(report, changes), ensure_ascii=False, indent=1).encode()
    if format == "csv":
        return as_csv(report)
    if format == "xlsx":
        return as_xlsx(report, changes)
    return as_text(report, changes).encode()


def file_name(on: date, extension: str) -> str:
    return f"wego-membership-{on.isoformat()}.{extension}"
