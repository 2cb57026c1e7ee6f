"""Acts of services at the same moment, each in a process of its own, and the dues they must come to."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum

from fees.models import Assessment, DuesException, DuesRun, NotAssessed
from fees.services.verification import verify_assessments
from members.models import Kind, Member, MemberFigure
from tests.factories import make_opened
from tests.fees.dues import add_gdp
from tests.processes import GATE, run_together

TURNS = [0, *(pytest.param(turn, marks=pytest.mark.proof) for turn in (1, 2, 3))]
"""Who is first is chance: once on every run, more often by `make proof`."""
BUSY = {
    "Somebody else is at work on the dues of 2020 right now. Nothing was saved: try again.",
    "Somebody else opened the dues of this year just now. Nothing was saved: try again.",
}

# Each process says that it is ready and waits for the gate that the test holds. After the act it waits before
# the commit, so that the transactions overlap however the machine is loaded.
PROGRAM = """
import time, django
django.setup()
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from fees.models import *
from fees.services.dues import assess_members, open_run
from fees.services.schedules import use_schedule
from fees.services.settlements import review_settlement
from members.services.figures import import_gdp
from wego.models import User
{gate}
try:
    with transaction.atomic():
        said = {act}
        time.sleep(0.5)
    print(f"done: {{said}}", flush=True)
except ValidationError as refusal:
    print("refused: " + refusal.messages[0], flush=True)
except DatabaseError as refusal:
    print("database: " + str(refusal).splitlines()[0], flush=True)
"""


def at_once(*acts):
    """What each of the acts came to, all started at the same moment in a process of its own. On PostgreSQL."""
    return run_together(*[PROGRAM.format(gate=GATE, act=act) for act in acts])


@dataclass(frozen=True)
class Expected:
    """What the dues of 2020 come to: numbers of members, and the sum in USD."""

    assessed: int
    exceptions: int
    not_assessed: int
    total: Decimal


@transaction.atomic
def open_members(count: int) -> Expected:
    """A register of so many: eight cities in ten, one of them in ten without population; companies; institutions."""
    add_gdp(12_300)
    cities = make_opened(*range(1, count * 8 // 10 + 1))
    companies = make_opened(*range(len(cities) + 1, count * 9 // 10 + 1), kind=Kind.COMPANY)
    make_opened(*range(count * 9 // 10 + 1, count + 1), kind=Kind.INSTITUTION)
    unknown = cities[::10]
    told = [member for member in cities if member not in unknown]
    _record("population", 1_250_000, told)
    _record("employees", 480, companies)
    return Expected(
        assessed=len(told) + len(companies),
        exceptions=len(unknown),
        not_assessed=count - len(cities) - len(companies),
        total=Decimal(5000 * len(told) + 2000 * len(companies)),
    )


def _record(indicator: str, value: int, members: list[Member]) -> None:
    MemberFigure.objects.bulk_create(
        MemberFigure(member=member, indicator=indicator, value=value, reference_year=2019, source="declared")
        for member in members
    )


def check_one_set(expected: Expected) -> None:
    """Each member is there once, every amount follows from its explanation, and they add up."""
    tables = (Assessment, DuesException, NotAssessed)
    times = Counter(member for table in tables for member in table.objects.values_list("member", flat=True))
    found = [table.objects.count() for table in tables]
    assert found == [expected.assessed, expected.exceptions, expected.not_assessed]
    assert (len(times), set(times.values())) == (Member.objects.count(), {1})
    assert Assessment.objects.aggregate(total=Sum("amount"))["total"] == expected.total
    assert DuesRun.objects.count() == 1
    assert list(verify_assessments()) == []
