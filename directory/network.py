"""What the network says of itself on its page: meetings, offices, partners, activities. No person, no source notes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from directory import words
from members.models import (
    Activity,
    Benefit,
    Body,
    Meeting,
    MeetingResult,
    Member,
    MemberName,
    OfficerCity,
    Partner,
    RegionalOffice,
    in_language,
)
from members.words import days

READS = (Benefit, Body, Meeting, MeetingResult, Member, MemberName, OfficerCity, Partner, RegionalOffice, Activity)
"""The tables from which the page is made."""


@dataclass(frozen=True)
class MeetingEntry:
    meeting: Meeting
    host: Member | None

    @property
    def held(self) -> bool:
        return self.meeting.held_from is not None

    @property
    def dates(self) -> str:
        """When it was held, or is planned."""
        return words.dated(self.meeting.first_day, self.meeting.last_day, self.meeting.date_precision)

    @property
    def place(self) -> str:
        """Where it was held or is planned; how, where no place is on record."""
        one = self.meeting
        if not self.held:
            return in_language(one.planned_place_en, one.planned_place_ko)
        how = "" if one.mode == Meeting.Mode.IN_PERSON else one.get_mode_display()
        return in_language(one.held_place_en, one.held_place_ko) or how

    @property
    def planned(self) -> str:
        """What was planned, where it came otherwise; '' where it did not."""
        one = self.meeting
        if not self.held or not one.planned_from or (one.planned_from, one.planned_to) == (one.held_from, one.held_to):
            return ""
        place = in_language(one.planned_place_en, one.planned_place_ko)
        return ", ".join(filter(None, [days(one.planned_from, one.planned_to), place]))

    @property
    def attendance(self) -> str:
        return in_language(self.meeting.attendance_en, self.meeting.attendance_ko)

    @property
    def agenda(self) -> str:
        return in_language(self.meeting.agenda_en, self.meeting.agenda_ko)


@dataclass(frozen=True)
class OfficeEntry:
    office: OfficerCity
    member: Member
    current: bool

    @property
    def term(self) -> str:
        return words.term(self.office.starts_on, self.office.ends_on)


@dataclass(frozen=True)
class RegionalEntry:
    office: RegionalOffice
    host: Member | None

    @property
    def area(self) -> str:
        return in_language(self.office.area_en, self.office.area_ko)

    @property
    def opened(self) -> str:
        return words.dated(self.office.opened_on, None, self.office.opened_precision)


@dataclass(frozen=True)
class ActivityEntry:
    activity: Activity
    members: list[Member]

    @property
    def dates(self) -> str:
        return words.dated(self.activity.starts_on, self.activity.ends_on, self.activity.date_precision)

    @property
    def place(self) -> str:
        return in_language(self.activity.place_en, self.activity.place_ko)

    @property
    def text(self) -> str:
        return in_language(self.activity.text_en, self.activity.text_ko)


@dataclass(frozen=True)
class Network:
    benefits: list[Benefit]
    meetings: list[tuple[Body, list[MeetingEntry]]]
    officers: list[OfficeEntry]
    partners: list[Partner]
    offices: list[RegionalEntry]
    activities: list[tuple[str, list[ActivityEntry]]]

    @classmethod
    def on(cls, day: date) -> "Network":
        """As of the day: what ended before is told as past or not at all. As many queries for many rows as for one."""
        meetings = list(Meeting.objects.select_related("body").prefetch_related("results"))
        officers = list(OfficerCity.objects.filter(starts_on__lte=day).order_by("-starts_on", "pk"))
        offices = list(RegionalOffice.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)))
        activities = list(Activity.objects.prefetch_related("members"))
        concerned = {one.host_id for one in (*meetings, *offices)} | {one.member_id for one in officers}
        concerned |= {member.pk for one in activities for member in one.members.all()}
        named = Member.objects.with_names(day).in_bulk(concerned - {None})
        return cls(
            benefits=list(Benefit.objects.all()),
            meetings=_by_body([MeetingEntry(one, named.get(one.host_id)) for one in meetings]),
            officers=_officers(officers, named, day),
            partners=list(Partner.objects.all()),
            offices=[RegionalEntry(one, named.get(one.host_id)) for one in offices],
            activities=_by_kind(activities, named),
        )


def _by_body(entries: list[MeetingEntry]) -> list[tuple[Body, list[MeetingEntry]]]:
    """The meetings of each body, the newest first."""
    found: dict[Body, list[MeetingEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.meeting.body].append(entry)
    return sorted(found.items(), key=lambda one: (one[0].order, one[0].code), reverse=True)


def _officers(officers: list[OfficerCity], named: dict[int, Member], day: date) -> list[OfficeEntry]:
    """Those in office first, in the order of the offices; then earlier ones, the newest first."""
    entries = [OfficeEntry(one, named[one.member_id], not one.ends_on or one.ends_on >= day) for one in officers]
    rank = list(OfficerCity.Office.values).index
    current = sorted((one for one in entries if one.current), key=lambda one: rank(one.office.office))
    return current + [one for one in entries if not one.current]


def _by_kind(activities: list[Activity], named: dict[int, Member]) -> list[tuple[str, list[ActivityEntry]]]:
    found: dict[str, list[ActivityEntry]] = {kind: [] for kind in Activity.Kind.values}
    for one in activities:
        found[one.kind].append(ActivityEntry(one, [named[member.pk] for member in one.members.all()]))
    return [(kind, entries) for kind, entries in found.items() if entries]
