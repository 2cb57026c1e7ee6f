"""The members sheet: new members out of applications accepted on paper, and corrections of master data."""

from django.db import transaction
from django.utils.translation import gettext as _

from members.imports import rules
from members.imports.columns import ADMISSION, COLUMNS, NAMES, PROFILE, SHARED
from members.imports.known import EMPTY, Known, Register, name_key
from members.imports.writing import admission, write_corrections
from members.lifecycle import Status
from members.models import Kind
from members.services.imports import admit_many
from wego.imports.plans import Line, Plan, RowResult, Verdict
from wego.imports.sheets import Sheet, differences
from wego.spreadsheets import as_text

PROFILE_COLUMNS = tuple(name for names in PROFILE.values() for name in names)
NEEDED = ("kind", "name_en", "country", "submitted_on", "received_on")
MASTER_DATA = (*NAMES, *SHARED, *PROFILE_COLUMNS)


class MemberSheet(Sheet):
    """A row with a number speaks of that member, a row without of a new one.

    A row without a number whose kind, country and English name are on record is the same row again if it
    says nothing else, and an error if it does: nobody is entered twice by uploading a file twice.
    """

    name = "members"
    columns = COLUMNS

    def judge(self, lines: list[Line], *, lock: bool) -> list[RowResult]:
        register = Register(lines, lock=lock)
        seen: dict = {}
        return [_judge(line, register, seen) for line in lines]

    @transaction.atomic
    def write(self, plan: Plan, *, by, reason: str) -> None:
        added = plan.of(Verdict.ADD)
        if added:
            admit_many([admission(row.work) for row in added], by=by, note=reason)
        write_corrections([row.work for row in plan.of(Verdict.CHANGE)], by=by, reason=reason)

    def export_queryset(self, queryset):
        related = queryset.select_related("city__lies_within", "institution", "company")
        return related.with_names().with_status()


def _judge(line: Line, register: Register, seen: dict) -> RowResult:
    known = _find(line, register)
    _check_repeated(line, known, seen)
    _check_common(line, register)
    return _judge_known(line, known, register) if known else _judge_new(line, register)


def _find(line: Line, register: Register) -> Known | None:
    """The member that the line speaks of; None for a new one."""
    number = line.values["number"]
    if number is not None:
        known = register.by_number.get(number)
        if known is None:
            line.refuse("number", _("There is no member no. %d. Leave the cell empty for a new member.") % number)
        return known
    namesakes = register.named_like(line)
    if len(namesakes) > 1:
        numbers = ", ".join(str(one.member.number) for one in namesakes)
        line.refuse("number", _("Several members have this name: %s. State the number.") % numbers)
    return namesakes[0] if len(namesakes) == 1 else None


def _check_repeated(line: Line, known: Known | None, seen: dict) -> None:
    values = line.values
    key = known.member.pk if known else name_key(values["kind"], values["country"], values["name_en"])
    first = seen.setdefault(key, line.row)
    if first != line.row and (known or values["name_en"]):
        line.refuse("", _("This member stands in row %d already.") % first)


def _check_common(line: Line, register: Register) -> None:
    country, within = line.values["country"], line.values.get("lies_within")
    if country and country not in register.countries:
        line.refuse("country", _("“%s” is no country of the register: write its ISO code, like KOR.") % country[:40])
    if within is not None and within not in register.by_number:
        line.refuse("lies_within", _("There is no member no. %d.") % within)
    kind = line.values["kind"]
    for owner, columns in PROFILE.items():
        for column in columns if kind and owner != kind else ():
            if line.is_given(column):
                line.refuse(column, _("Only for the kind “%s”.") % Kind(owner).value)


def _judge_new(line: Line, register: Register) -> RowResult:
    values = line.values
    wrong = {column for column, _message in line.errors}
    for column in NEEDED:
        if not values.get(column) and column not in wrong:
            line.refuse(column, _("A new member needs this."))
    if values.get("accepted_on") is None and "accepted_on" not in wrong:
        line.refuse("accepted_on", rules.needs_application())
    _check_status(line, Status.ASSOCIATE)
    rules.check_application(line, register.today)
    rules.check_member(line, values)
    told = {name: ("", as_text(value)) for name, value in values.items() if line.is_given(name)}
    identity = " ".join(filter(None, (values["kind"], values["country"], values["name_en"])))
    return RowResult.of(line, identity, told, is_new=True, work=_linked(values, register))


def _judge_known(line: Line, known: Known, register: Register) -> RowResult:
    values = line.values
    own = {name: known.value(name) for name in values if name not in ("number", "status")}
    changes = differences(own, {name: value for name, value in values.items() if name in MASTER_DATA})
    _check_fixed(line, known, own)
    _check_status(line, known.member.status)
    for column in NAMES:
        if column in changes and not values[column]:
            line.refuse(column, _("A name is corrected here, not removed."))
    if changes and not line.errors:
        rules.check_member(line, _whole(known) | values | {"number": known.member.number})
    if values["number"] is None and changes:
        line.refuse(
            "number",
            _("Member no. %(number)d has this name and differs in: %(columns)s. Write the number to change it.")
            % {"number": known.member.number, "columns": ", ".join(changes)},
        )
    identity = f"{known.member.number} {known.value('name_en')}"
    work = (known, _linked(values, register), tuple(changes))
    return RowResult.of(line, identity, changes, is_new=False, work=work)


def _linked(values: dict, register: Register) -> dict:
    """`values` with rows in place of the code of the country and the number of the member it lies within."""
    around = register.by_number.get(values.get("lies_within"))
    linked = {**values, "country": register.countries.get(values["country"])}
    return {**linked, "lies_within": around.member} if around else linked


def _check_fixed(line: Line, known: Known, own: dict) -> None:
    """Kind and application of a member are what they are."""
    if line.values["kind"] and line.values["kind"] != known.member.kind:
        line.refuse("kind", _("The kind of a member does not change: %s.") % known.member.kind)
    for column in ADMISSION:
        if line.is_given(column) and line.values[column] != own[column]:
            line.refuse(
                column,
                _("An accepted application is not changed by a sheet; on record: %s.") % (as_text(own[column]) or "-"),
            )


def _check_status(line: Line, current: str | None) -> None:
    """A standing that the line repeats is no matter; another one comes about in its own way (R4)."""
    wanted = line.values.get("status")
    if wanted == Status.FULL and wanted != current:
        line.refuse("status", rules.needs_decision())
    elif wanted and wanted != current:
        line.refuse("status", _("A sheet does not change the standing of a member."))


def _whole(known: Known) -> dict:
    return {name: known.value(name) for name in EMPTY if name != "status"}
