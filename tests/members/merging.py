"""A body that was entered twice, with something of everything under both numbers."""

from datetime import date

from members.models import (
    Activity,
    Application,
    City,
    Contact,
    Meeting,
    Member,
    MemberFigure,
    MemberLink,
    MemberName,
    OfficerCity,
    Partner,
    RegionalOffice,
    StatusChange,
)
from members.services.applications import record_application
from tests.factories import ApplicationFactory, MeetingFactory, make_associate, make_full


def make_twice(*, by) -> tuple[Member, Member]:
    """(kept, duplicate): full since November 2019 under no. 1, and again since February 2020 under no. 2."""
    kept = make_full(by=by, name_en="Suwon", name_ko="수원시", liaison_name="Lee Min", liaison_email="lee@example.org")
    duplicate = make_full(
        by=by,
        accepted_on=date(2020, 1, 7),
        approved_on=date(2020, 2, 3),
        name_en="Suwon City",
        name_ko="수원시",
        name_local="水原市",
        website="https://suwon.example.org",
        payer_name="Suwon Treasury",
        liaison_name="Lee Min",
        liaison_email="lee@example.org",
        billing_name="Kim Jin",
        population=1_190_000,
        figure_year=2019,
        figure_source="KOSIS",
    )
    add_population(kept, 1_180_000, 2018)
    add_population(duplicate, 1_185_000, 2018)
    other = make_associate(by=by, name_en="Ansan")
    City.objects.filter(member=other).update(lies_within=duplicate)
    meeting = MeetingFactory(held_from=date(2020, 5, 3), host=duplicate)
    OfficerCity.objects.create(member=duplicate, office="president", starts_on=date(2020, 5, 3), elected_at=meeting)
    Partner.objects.create(name_en="Partner", member=duplicate)
    RegionalOffice.objects.create(name_en="Office", host=duplicate)
    Activity.objects.create(kind="event", title_en="Alone").members.add(duplicate)
    Activity.objects.create(kind="event", title_en="Both").members.add(kept, duplicate)
    MemberLink.objects.create(
        nature="succession", predecessor=other, successor=duplicate, effective_on=date(2020, 1, 7), recorded_by=by
    )
    letter = record_application(ApplicationFactory.build(country=kept.country, name_en="Suwon City"), by=by)
    Application.objects.filter(pk=letter.pk).update(member=duplicate)  # sent while it was a former member
    return kept, duplicate


def add_population(member: Member, value: int, year: int) -> None:
    MemberFigure(member=member, indicator="population", value=value, reference_year=year, source="census").save()


def record_of_all() -> dict:
    """All that holds of the members today: what a merge that was undone leaves as it was."""
    members = Member.objects.order_by("pk")
    return {
        "standings": known_standings(),
        "members": list(members.values()),
        "names": list(MemberName.objects.order_by("pk").values()),
        "contacts": list(Contact.objects.order_by("pk").values()),
        "figures": list(MemberFigure.objects.counting().order_by("pk").values()),
        "cities": list(City.objects.order_by("pk").values()),
        "offices": list(OfficerCity.objects.order_by("pk").values()),
        "partners": list(Partner.objects.order_by("pk").values()),
        "meetings": list(Meeting.objects.order_by("pk").values()),
        "regional offices": list(RegionalOffice.objects.order_by("pk").values()),
        "activities": sorted(Activity.objects.values_list("title_en", "members")),
        "applications": list(Application.objects.order_by("pk").values()),
        "links": list(MemberLink.objects.order_by("pk").values()),
        "decisions": list(members.values_list("pk", "decisions")),
    }


def known_standings() -> list[tuple]:
    """Every fact of the rows that hold, without who recorded them and why."""
    told = ("member", "status", "ground", "effective_on", "notice_on", "decision", "application", "provisional")
    rows = StatusChange.objects.known().order_by("member", "effective_on", "pk")
    return list(rows.values_list(*told, "document", "source"))
