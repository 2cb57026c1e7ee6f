"""What the public may know of one member on a day. No contact, no person, no reason why somebody left."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from urllib.parse import urlsplit
from uuid import UUID

from directory import words
from members.lifecycle import MEMBERSHIP
from members.models import (
    Body,
    City,
    Company,
    Country,
    Decision,
    Institution,
    Kind,
    Language,
    Meeting,
    Member,
    MemberFigure,
    MemberLink,
    MemberName,
    OfficerCity,
    Outcome,
    RecordMerge,
    Region,
    StatusChange,
)
from members.register import is_capital
from members.words import persons, since

READS = (
    *(Member, MemberName, City, Institution, Company, StatusChange, Country, Region),
    *(Decision, Meeting, Body, MemberFigure, MemberLink, OfficerCity, RecordMerge),
)
"""The tables from which the page of a member is made."""

ADMITTED_BY = (Decision.Question.ADMISSION, Decision.Question.FOUNDING, Decision.Question.SUCCESSION)
"""Questions whose approval is public."""


def find(key: UUID | None) -> Member | None:
    """The member of this key that stands or stood in the register, or was merged into one that does."""
    known = StatusChange.objects.known().values("member")
    merged = RecordMerge.objects.standing().values("duplicate")
    members = Member.objects.filter(key=key) if key else Member.objects.none()
    return (members.filter(pk__in=known) | members.filter(pk__in=merged)).first()


def kept_for(member: Member) -> Member | None:
    """The record into which this one was merged."""
    merge = RecordMerge.objects.standing().filter(duplicate=member).select_related("kept").first()
    return merge.kept if merge else None


@dataclass(frozen=True)
class NameLine:
    language: str
    text: str
    first: date | None
    last: date | None

    @property
    def code(self) -> str:
        """For screen readers; '' where the language is not known."""
        return "" if self.language == Language.LOCAL else self.language

    @property
    def label(self) -> str:
        return Language(self.language).label

    @property
    def term(self) -> str:
        return words.term(self.first, self.last)


@dataclass(frozen=True)
class StandingLine:
    status: str
    first: date
    last: date | None
    ground: str

    @property
    def label(self) -> str:
        return words.standing_of(self.status)

    @property
    def begun(self) -> str:
        return since(self.first, self.ground)


@dataclass(frozen=True)
class LinkLine:
    """Another member that continues this one, or that this one continues (R27)."""

    link: MemberLink
    other: Member
    continues: bool

    @property
    def name(self) -> str:
        return words.name_of(self.other)


@dataclass(frozen=True)
class OfficeLine:
    label: str
    term: str


@dataclass(frozen=True)
class Profile:
    on: date
    member: Member
    names: list[NameLine]
    """Official names of the day, then earlier ones, the newest first."""
    standings: list[StandingLine]
    decisions: list[Decision]
    population: MemberFigure | None
    links: list[LinkLine]
    within: Member | None
    offices: list[OfficeLine]

    @classmethod
    def of(cls, member: Member, on: date) -> "Profile":
        """As of the end of the day `on`: what came later is not told."""
        named = Member.objects.with_names(on).with_status(on).select_related("country__region", "city")
        links = _links(member, on)
        others = {one for link in links for one in (link.predecessor_id, link.successor_id)}
        row = named.get(pk=member.pk)
        within = row.city.lies_within_id if row.kind == Kind.CITY else None
        known = {one.pk: one for one in named.filter(pk__in={*others, within} - {None, member.pk})}
        return cls(
            on=on,
            member=row,
            names=_names(member, on),
            standings=_standings(member, on),
            decisions=_decisions(member, on),
            population=_population(member, on),
            links=[LinkLine(one, known[_other(one, member)], one.successor_id == member.pk) for one in links],
            within=known.get(within),
            offices=_offices(member, on),
        )

    @property
    def name(self) -> str:
        return words.name_of(self.member)

    @property
    def capital(self) -> bool | None:
        return is_capital(self.member)

    @property
    def level(self) -> str:
        return self.member.city.level if self.member.kind == Kind.CITY else ""

    @property
    def persons(self) -> str:
        return persons(self.population.value) if self.population else ""

    @property
    def standing(self) -> str:
        return words.standing_words(self.member.status, self.member.since, self.member.ground)

    @property
    def is_member(self) -> bool:
        return self.member.status in MEMBERSHIP

    @property
    def website(self) -> str:
        """'' unless a browser may be sent there."""
        return self.member.website if urlsplit(self.member.website).scheme in ("http", "https") else ""


def _names(member: Member, on: date) -> list[NameLine]:
    """Those of the day come first; an earlier one lasted until the day before the next."""
    now, earlier = [], []
    for language in Language:
        last = None
        for name in MemberName.objects.official(on).filter(member=member, language=language):
            (now if last is None else earlier).append(NameLine(language, name.text, name.valid_from, last))
            last = name.valid_from and name.valid_from - timedelta(days=1)
    return now + sorted(earlier, key=lambda one: one.last, reverse=True)


def _standings(member: Member, on: date) -> list[StandingLine]:
    """In order of time; what another row of the same day replaced is left out."""
    rows = list(StatusChange.objects.history_of(member).filter(effective_on__lte=on))
    ends = [row.effective_on - timedelta(days=1) for row in rows[1:]]
    lines = [StandingLine(row.status, row.effective_on, end, row.ground) for row, end in zip_longest(rows, ends)]
    return [line for line in lines if line.last is None or line.first <= line.last]


def _decisions(member: Member, on: date) -> list[Decision]:
    approvals = Decision.objects.standing().filter(
        member=member, outcome=Outcome.APPROVED, question__in=ADMITTED_BY, decided_on__lte=on
    )
    return list(approvals.select_related("meeting__body").order_by("decided_on", "pk"))


def _population(member: Member, on: date) -> MemberFigure | None:
    figures = MemberFigure.objects.filter(member=member)
    return figures.newest(MemberFigure.Indicator.POPULATION, until=on.year).first()


def _offices(member: Member, on: date) -> list[OfficeLine]:
    """Offices of the network that began by the day; an end that came later is not told."""
    rows = OfficerCity.objects.filter(member=member, starts_on__lte=on).order_by("-starts_on", "pk")
    ends = [row.ends_on if row.ends_on and row.ends_on <= on else None for row in rows]
    return [
        OfficeLine(row.get_office_display(), words.term(row.starts_on, end))
        for row, end in zip(rows, ends, strict=True)
    ]


def _links(member: Member, on: date) -> list[MemberLink]:
    links = MemberLink.objects.filter(predecessor=member) | MemberLink.objects.filter(successor=member)
    return list(links.filter(effective_on__lte=on))


def _other(link: MemberLink, member: Member) -> int:
    return link.successor_id if link.predecessor_id == member.pk else link.predecessor_id
