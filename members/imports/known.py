"""What the register knows of the bodies that a members sheet speaks of, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q

from members.imports.columns import ADMISSION, COLUMNS
from members.models import Application, Country, Language, Member, MemberName
from members.services.members import MEMBER_NUMBERS
from members.spelling import fold
from wego.dates import today
from wego.imports.plans import Line
from wego.models.counters import raise_counter

EMPTY = {column.name: column.empty for column in COLUMNS}
APPLIED = Application.State.ACCEPTED


class Known:
    """A member on record: its rows, and its values in the terms of the sheet."""

    __slots__ = ("application", "member", "names", "profile")

    def __init__(self, member: Member):
        self.member = member
        self.profile = getattr(member, member.kind, None)
        self.names: dict[str, MemberName] = {}
        self.application: Application | None = None

    def value(self, column: str):
        """The value in the register of a column of the sheet."""
        if column in ADMISSION:
            return getattr(self.application, column) if self.application else EMPTY[column]
        if column.startswith("name_"):
            name = self.names.get(column.removeprefix("name_"))
            return name.text if name else ""
        if column == "country":
            return self.member.country_id
        if column == "lies_within":
            within = getattr(self.profile, "lies_within", None)
            return within.number if within else None
        holder = self.member if hasattr(self.member, column) else self.profile
        value = getattr(holder, column, EMPTY[column])
        return EMPTY[column] if value is None else value


class Register:
    """The part of the register that the lines speak of."""

    def __init__(self, lines: list[Line], *, lock: bool):
        self.today = today()
        self.countries = Country.objects.in_bulk()
        self.by_number: dict[int, Known] = {}
        self.by_name: dict[tuple, list[Known]] = defaultdict(list)
        self._load(_spoken_of(lines), lock)

    def named_like(self, line: Line) -> list[Known]:
        """The members on record with this kind, country and English name, however it is spelled."""
        return self.by_name.get(name_key(line.values["kind"], line.values["country"], line.values["name_en"]), [])

    def _load(self, spoken_of: Q, lock: bool) -> None:
        members = Member.objects.filter(spoken_of).with_status().order_by("number")
        members = members.select_related("city__lies_within", "institution", "company")
        if lock:
            raise_counter(MEMBER_NUMBERS, to=0)  # whoever adds members waits here for the others
            members = members.select_for_update(of=("self",))
        known = {member.pk: Known(member) for member in members}
        self.by_number = {one.member.number: one for one in known.values()}
        self._add_names(known)
        for application in Application.objects.filter(member__in=known, state=APPLIED).order_by("accepted_on"):
            known[application.member_id].application = application

    def _add_names(self, known: dict[int, Known]) -> None:
        for name in MemberName.objects.official().filter(member__in=known):
            known[name.member_id].names.setdefault(name.language, name)
        for one in known.values():
            key = name_key(one.member.kind, one.member.country_id, one.value("name_en"))
            self.by_name[key].append(one)


def name_key(kind: str, country: str, name: str) -> tuple[str, str, str]:
    """Equal for spellings of one name that differ in case, accents, spaces and punctuation."""
    return kind, country, _folded(name)


@lru_cache(maxsize=2**15)
def _folded(name: str) -> str:
    return fold(name)[:200] or name


def _spoken_of(lines: Iterable[Line]) -> Q:
    """Members by the numbers of the lines; for lines without one, members with their English name."""
    numbers, names = set(), set()
    for line in lines:
        numbers.update({line.values["number"], line.values.get("lies_within")} - {None})
        if line.values["number"] is None and line.values["name_en"]:
            names.add(_folded(line.values["name_en"]))
    named = MemberName.objects.filter(language=Language.EN, alias=False)
    named = named.filter(Q(folded__in=names) | Q(text__in=names)) if names else named.none()
    return Q(number__in=numbers) | Q(pk__in=named.values("member"))
