"""100,000 synthetic members with four status changes each, for the measurements of `make bench`."""

import statistics
import time
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, models

from members.models import City, Country, Kind, Member, MemberName, StatusChange
from tests.factories import CountryFactory, RegionFactory, UserFactory, make_full

MEMBERS = 100_000
FIRST = 1000  # their lowest number
COUNTRIES = 60


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
        add_members(range(FIRST, FIRST + MEMBERS))
        analyze()
        yield MEMBERS
        clear()


def add_members(numbers: range) -> None:
    """Members of these numbers who joined, were approved, withdrew and came back: years differ from one to the next."""
    associate, full = StatusChange.objects.history_of(pattern())
    _write_members(numbers, _countries())
    add_status(numbers, 0, "associate", "acceptance", application=associate.application_id)
    add_status(numbers, 1, "full", "approval", decision=full.decision_id)
    add_status(numbers, 2, "former", "withdrawn", notice_on="2000-01-01")
    add_status(numbers, 3, "associate", "readmission", application=associate.application_id)


def pattern() -> Member:
    """The one member that came by letter and was approved by a meeting: the others refer to its papers."""
    return Member.objects.filter(number__lt=FIRST).first() or make_full(by=UserFactory())


def _countries() -> list[Country]:
    regions = [RegionFactory(code=f"region-{place}") for place in range(6)]
    letters = [chr(65 + place // 26) + chr(65 + place % 26) for place in range(COUNTRIES)]
    return [CountryFactory(iso3=f"X{pair}", iso2=pair, region=regions[n % 6]) for n, pair in enumerate(letters)]


def _write_members(numbers: range, countries: list[Country]) -> None:
    kinds = [Kind.CITY] * 8 + [Kind.INSTITUTION, Kind.COMPANY]
    rows = [Member(number=no, kind=kinds[no % 10], country=countries[no % COUNTRIES]) for no in numbers]
    Member.objects.bulk_create(rows, batch_size=5000)
    fresh = Member.objects.filter(number__gte=numbers.start, number__lt=numbers.stop)
    City.objects.bulk_create(
        [City(member=member, capital=not member.number % 7) for member in fresh.filter(kind=Kind.CITY).iterator(5000)],
        batch_size=5000,
    )
    models.QuerySet.bulk_create(
        MemberName.objects.all(),
        [MemberName(member=member, language="en", text=f"Body {member.number}") for member in fresh.iterator(5000)],
        batch_size=5000,
    )


def add_status(
    numbers: range, later: int, status: str, ground: str, *, application=None, decision=None, notice_on=None
) -> None:
    """A status change for each member, in a year between 2008 and 2015 and so many years `later`."""
    day = f"(2008 + (member.number %% 8) + {later}) || '-03-20'"
    day = f"CAST({day} AS DATE)" if connection.vendor == "postgresql" else day
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_statuschange (member_id, status, ground, effective_on, application_id, "
            "decision_id, notice_on, provisional, reason, document, source, recorded_at) "
            f"SELECT member.id, %s, %s, {day}, %s, %s, %s, %s, '', '', '', %s "
            "FROM members_member member WHERE member.number BETWEEN %s AND %s",
            [
                *(status, ground, application, decision, notice_on, False, "2020-01-01 00:00:00+00:00"),
                *(numbers.start, numbers.stop - 1),
            ],
        )


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def clear() -> None:
    call_command("flush", verbosity=0, interactive=False)


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
