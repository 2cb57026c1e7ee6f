"""The names sheet: dated renames and aliases."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.imports.columns import NUMBERS
from members.imports.rows import RowsOfMembers
from members.models import Language, MemberName
from members.services.imports import write_names
from wego.imports.columns import Column, choice, day, text, yes_no
from wego.imports.plans import Line, RowResult, Verdict
from wego.imports.sheets import violation


class NameSheet(RowsOfMembers):
    """An official name is told by member, language and first day, an alias by its text (R27)."""

    name = "names"
    model = MemberName
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
            "language",
            "언어",
            choice(Language.values),
            "language",
            required=True,
            example="en",
            help=", ".join(Language.values),
        ),
        Column("text", "명칭", text(MemberName._meta.get_field("text")), "text", required=True, example="Example City"),
        Column("alias", "별칭", yes_no, "alias", empty=False, example="no", help=gettext_lazy("yes or no")),
        Column(
            "valid_from",
            "적용일",
            day,
            "valid_from",
            empty=None,
            example="2026-01-01",
            help=gettext_lazy("Empty: from the beginning."),
        ),
        Column("source", "출처", text(MemberName._meta.get_field("source")), "source"),
    )
    fields = tuple(column.name for column in columns if column.name != "member")

    def judge(self, lines, *, lock):
        results = super().judge(lines, lock=lock)
        self._check_renames(lines, results)
        return results

    def key(self, member, values):
        return member, values["language"], values["alias"], values["text"] if values["alias"] else values["valid_from"]

    def told(self, values):
        return values["language"], values["text"], values["valid_from"]

    def check(self, line, member, values):
        if values["alias"] and values["valid_from"]:
            line.refuse("valid_from", violation(MemberName, "name_alias_undated"))

    def write_rows(self, added, changed, fields, *, by, reason):
        write_names(added=added, changed=changed, by=by, reason=reason)

    def _check_renames(self, lines: list[Line], results: list[RowResult]) -> None:
        """A name that a day brings is another one than that of the day before."""
        said = {result.row: result for result in results if result.work is not None}
        names: dict[tuple, dict[date, MemberName]] = defaultdict(dict)
        members = {result.work.member_id for result in said.values()}
        official = MemberName.objects.filter(member__in=members, alias=False)
        for name in [*official, *(result.work for result in said.values() if not result.work.alias)]:
            names[name.member_id, name.language][name.valid_from or date.min] = name
        for line in lines:
            result = said.get(line.row)
            if result and result.verdict == Verdict.ADD and not result.work.alias and result.work.valid_from:
                before = _before(names[result.work.member_id, result.work.language], result.work.valid_from)
                if before and before.text == result.work.text:
                    line.refuse("text", _("The member has this name on %s already.") % result.work.valid_from)
                    result.verdict, result.changes, result.errors = Verdict.ERROR, {}, line.errors


def _before(names: dict[date, MemberName], day: date) -> MemberName | None:
    return names[max(earlier)] if (earlier := [one for one in names if one < day]) else None
