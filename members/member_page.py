"""All that is public about one member. Reads only; no person is in it."""

from dataclasses import dataclass
from uuid import UUID

from members.feed import degrees
from members.keys import public_key
from members.models import Decision, Kind, Member, MemberFigure, MemberName, Outcome, RecordMerge, StatusChange
from wego.dates import today

POPULATION = MemberFigure.Indicator.POPULATION
Question = Decision.Question
PUBLIC = (Question.FOUNDING, Question.ADMISSION, Question.SUCCESSION, Question.MERGER, Question.SPLIT)


@dataclass
class MemberPage:
    """The member as of today, with names through time and every standing that holds."""

    member: Member
    names: list[MemberName]
    standings: list[StatusChange]
    merged_into: str | None

    @classmethod
    def of(cls, key: UUID) -> "MemberPage | None":
        """None where there is no such member, or nobody ever was one under this record."""
        rows = Member.objects.with_names().with_status().select_related("country__region", "city")
        member = rows.filter(key=key).first()
        if member is None:
            return None
        standings = list(StatusChange.objects.history_of(member))
        merge = None if standings else RecordMerge.objects.standing().filter(duplicate=member).first()
        if not standings and merge is None:
            return None
        names = member.names.filter(alias=False).order_by("language", "valid_from", "pk")
        return cls(member, list(names), standings, public_key(merge.kept) if merge else None)

    def __getattr__(self, name: str):
        """What the member itself has, as of today."""
        return getattr(self.member, name)

    @property
    def latitude(self) -> float | None:
        return degrees(self.member.city.latitude) if self.member.kind == Kind.CITY else None

    @property
    def longitude(self) -> float | None:
        return degrees(self.member.city.longitude) if self.member.kind == Kind.CITY else None

    @property
    def population(self) -> MemberFigure | None:
        return MemberFigure.objects.newest(POPULATION, until=today().year).filter(member=self.member).first()

    @property
    def decisions(self) -> list[Decision]:
        """What made it a member, or what it is continued in: refusals and expulsions are nobody else's business."""
        rows = Decision.objects.standing().filter(member=self.member, outcome=Outcome.APPROVED, question__in=PUBLIC)
        return list(rows.select_related("meeting__body").order_by("decided_on", "pk"))
