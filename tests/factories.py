"""Rows for tests, without surprises: what a test does not say is plain and the same each time."""

from datetime import date

import factory
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from factory.django import DjangoModelFactory

from members.models import Application, Body, Country, Kind, Meeting, Region
from members.services.applications import accept_application, record_application
from members.services.decisions import Verdict, decide
from members.services.leaving import withdraw_member
from members.services.members import MEMBER_NUMBERS, MemberFacts, enter_members
from members.services.status import open_register
from wego.models import User, raise_counter


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"officer{n}")
    is_staff = True


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "asia"
    name_en = factory.LazyAttribute(lambda region: region.code.title())
    name_ko = factory.LazyAttribute(lambda region: region.code.title())


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("iso3",)

    iso3 = "KOR"
    iso2 = factory.LazyAttribute(lambda country: country.iso3[:2])
    name_en = factory.LazyAttribute(lambda country: f"Country {country.iso3}")
    name_ko = factory.LazyAttribute(lambda country: f"나라 {country.iso3}")
    region = factory.SubFactory(RegionFactory)


class ApplicationFactory(factory.Factory):
    """An application as typed from a letter, not recorded yet."""

    class Meta:
        model = Application

    kind = Kind.CITY
    name_en = factory.Sequence(lambda n: f"City {n}")
    country = factory.SubFactory(CountryFactory)
    submitted_on = date(2019, 3, 5)
    received_on = date(2019, 3, 7)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = "executive_committee"
    name_en = "Executive Committee"
    name_ko = "집행위원회"
    admits = True


class MeetingFactory(DjangoModelFactory):
    """A meeting that was held on one day."""

    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    held_from = date(2019, 11, 8)
    held_to = factory.SelfAttribute("held_from")


def make_associate(*, accepted_on=date(2019, 3, 20), by, **application):
    """A member that came by letter and was accepted on the day."""
    given = {"submitted_on": accepted_on, "received_on": accepted_on} | application
    recorded = record_application(
        ApplicationFactory.build(country=given.pop("country", None) or CountryFactory(), **given), by=by
    )
    return accept_application(recorded, accepted_on=accepted_on, by=by)


def make_full(*, accepted_on=date(2019, 3, 20), approved_on=date(2019, 11, 8), by, **application):
    """A member approved by a meeting held on `approved_on`."""
    member = make_associate(accepted_on=accepted_on, by=by, **application)
    meeting = MeetingFactory(held_from=approved_on)
    decide(meeting, verdicts=[Verdict(member, "approved")], decided_on=approved_on, by=by)
    return member


def make_former(*, accepted_on=date(2019, 3, 20), last_day=date(2019, 12, 31), by, **application):
    """A member that gave notice on its last day."""
    member = make_associate(accepted_on=accepted_on, by=by, **application)
    withdraw_member(member, notice_on=last_day, last_day=last_day, by=by)
    return member


def make_opened(*numbers: int, on=date(2019, 12, 31), kind=Kind.CITY):
    """Members with which the register begins, as the loader makes them: full and provisional."""
    country = CountryFactory()
    facts = {no: MemberFacts(kind=kind, country=country, name_en=f"Opened {no}") for no in numbers}
    members = enter_members(facts, by=None, sources=dict.fromkeys(facts, "the sheet"))
    raise_counter(MEMBER_NUMBERS, to=max(numbers))
    open_register(members=members.values(), on=on, source="the sheet")
    return [members[no] for no in numbers]


def approve(member, *, on, by):
    """A meeting of that day approves the member."""
    return decide(MeetingFactory(held_from=on), verdicts=[Verdict(member, "approved")], decided_on=on, by=by)[0]


def readmit(member, *, on, by):
    """The former member applies again by letter and is accepted on the same day."""
    letter = ApplicationFactory.build(country=member.country, submitted_on=on, received_on=on, member=member)
    return accept_application(record_application(letter, by=by), accepted_on=on, by=by)


def rights(*codenames: str) -> QuerySet[Permission]:
    """These rights, with the one to see the members of all countries."""
    return Permission.objects.filter(codename__in=[*codenames, "see_all_countries"])


def rights_to_look() -> QuerySet[Permission]:
    """Every right to look, at the members of all countries."""
    return rights() | Permission.objects.filter(codename__startswith="view_")
