"""100,000 synthetic members with four status changes each, for the measurements of `make bench`."""

import statistics
import time
from datetime import date

import pytest
from django.db import connection, models

from members.models import City, Country, Kind, Member, MemberName, StatusChange
from tests.factories import CountryFactory, RegionFactory, UserFactory, make_full

MEMBERS = 100_000
COUNTRIES = 60
TABLES = "members_membername, members_city, members_statuschange, members_member"


def median_seconds(work, times: int = 5) -> float:
    """Median duration of `work`, after one run to warm up."""
    work()
    durations = []
    for _round in range(times):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


@pytest.fixture(scope="module")
def many_members(django_db_setup, django_db_blocker):
    """They stay for the module. Names are few: the counts do not read them."""
    with django_db_blocker.unblock():
        pattern = make_full(by=UserFactory())
        countries = _countries()
        Member.objects.bulk_create(_members(countries), batch_size=5000)
        City.objects.bulk_create(
            [City(member=member, capital=not member.number % 7) for member in _fresh(Kind.CITY)], batch_size=5000
        )
        models.QuerySet.bulk_create(
            MemberName.objects.all(),
            [MemberName(member=member, language="en", text=f"Body {member.number}") for member in _fresh()],
            batch_size=5000,
        )
        _write_status(pattern)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        yield MEMBERS
        _clear()


def _countries() -> list[Country]:
    regions = [RegionFactory(code=f"region-{place}") for place in range(6)]
    letters = [chr(65 + place // 26) + chr(65 + place % 26) for place in range(COUNTRIES)]
    return [CountryFactory(iso3=f"X{pair}", iso2=pair, region=regions[n % 6]) for n, pair in enumerate(letters)]


def _members(countries: list[Country]) -> list[Member]:
    kinds = [Kind.CITY] * 8 + [Kind.INSTITUTION, Kind.COMPANY]
    return [Member(number=1000 + n, kind=kinds[n % 10], country=countries[n % COUNTRIES]) for n in range(MEMBERS)]


def _fresh(kind: Kind | None = None):
    members = Member.objects.filter(number__gte=1000)
    return (members.filter(kind=kind) if kind else members).iterator(5000)


def _write_status(pattern: Member) -> None:
    """Joined, approved, withdrew, came back: years differ from member to member."""
    associate, full = StatusChange.objects.history_of(pattern)
    steps = [
        (0, "associate", "acceptance", associate.application_id, None, None),
        (1, "full", "approval", None, full.decision_id, None),
        (2, "former", "withdrawn", None, None, "2000-01-01"),
        (3, "associate", "readmission", associate.application_id, None, None),
    ]
    day = "(2008 + (member.number %% 8) + {}) || '-03-20'"
    day = f"CAST({day} AS DATE)" if connection.vendor == "postgresql" else day
    with connection.cursor() as cursor:
        for later, status, ground, application, decision, notice in steps:
            cursor.execute(
                "INSERT INTO members_statuschange (member_id, status, ground, effective_on, application_id, "
                "decision_id, notice_on, provisional, reason, document, source, recorded_at) "
                f"SELECT member.id, %s, %s, {day.format(later)}, %s, %s, %s, %s, '', '', '', %s "
                "FROM members_member member WHERE member.number >= 1000",
                [status, ground, application, decision, notice, False, "2020-01-01 00:00:00+00:00"],
            )


def _clear() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {TABLES} CASCADE")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        for table in TABLES.split(", "):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("PRAGMA foreign_keys=ON")


A_PAST_DAY = date(2013, 6, 30)
"""Members stand at different points of their history on this day."""


@pytest.fixture
def report(request, capsys):
    """Print a measurement as a ratio within this run; where a limit is given, hold it."""

    def write(what: str, measured: float, against: float, *, at_most: float | None = None) -> None:
        ratio = measured / against
        limit = f", at most {at_most}" if at_most else ""
        with capsys.disabled():
            print(
                f"\n[{connection.vendor}] {what}: {measured * 1000:.1f} ms against {against * 1000:.1f} ms, "
                f"ratio {ratio:.2f}{limit}"
            )
        if at_most and connection.vendor == "postgresql":
            assert ratio <= at_most

    return write
