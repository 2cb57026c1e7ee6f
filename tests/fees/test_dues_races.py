"""The dues under fire: many runs of one year at once, runs that are killed, two who confirm one proposal.

Each process is a real one. With the lock of the run taken out the runs end in errors of the database; with the
unique constraint taken out too, members are assessed twice.
"""

import json
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from django.db import connection, transaction

from fees.models import Assessment, DuesException, DuesRun
from fees.services.settlements import propose_settlement
from fees.services.verification import verify_assessments
from members.models import Kind, MemberFigure
from tests.factories import make_opened
from tests.fees.dues import SOURCE
from tests.fees.racing import at_once
from tests.processes import manage, run_manage

pytestmark = pytest.mark.django_db(transaction=True)

BUSY = {
    "Somebody else is at work on the dues of 2020 right now. Nothing was saved: try again.",
    "Somebody else opened the dues of this year just now. Nothing was saved: try again.",
}
RUN = ("assess_dues", "2020", "--include-provisional", "--format", "json")
ASSESS = "assess_members(open_run(2020, by=None, include_provisional=True), by=None)['assessed']"


@pytest.fixture
def register(printed):
    """Companies with which the register begins; gives how many."""

    @transaction.atomic
    def opened(count: int, employees: int | None = 480) -> int:
        members = make_opened(*range(1, count + 1), kind=Kind.COMPANY)
        figure = {"indicator": "employees", "value": employees, "reference_year": 2019, "source": "declared"}
        if employees is not None:
            MemberFigure.objects.bulk_create(MemberFigure(member=member, **figure) for member in members)
        return count

    return opened


def check_one_set(count: int) -> None:
    """Each member is assessed once, by an explanation that holds; nothing else is there."""
    times = Counter(Assessment.objects.values_list("member", flat=True))
    assert (len(times), set(times.values())) == (count, {1})
    assert DuesRun.objects.count() == 1
    assert not DuesException.objects.exists()
    assert list(verify_assessments()) == []


@pytest.mark.postgresql
def test_two_runs_at_once_make_one_set(register):
    count = register(20)

    ended = sorted(at_once(ASSESS, ASSESS, ASSESS))

    assert f"done: {count}" in ended
    assert set(ended) <= {f"done: {count}", "done: 0", *(f"refused: {words}" for words in BUSY)}
    assert ended.count(f"done: {count}") == 1
    check_one_set(count)


@pytest.mark.postgresql
def test_two_confirmations_at_once_make_one_assessment(register, officer, second_officer):
    register(1, employees=None)
    assert run_manage(*RUN).returncode == 0
    exception = DuesException.objects.get()
    proposal = propose_settlement(exception, way="other_source", value="480", reason="letter", by=officer, **SOURCE)
    act = (
        f"review_settlement(Settlement.objects.get(pk={proposal.pk}), outcome='confirmed', "
        f"by=User.objects.get(pk={second_officer.pk})).outcome"
    )

    ended = sorted(at_once(act, act, ASSESS))

    assert ended.count("done: confirmed") <= 1
    assert [one for one in ended if not one.startswith(("done: ", "refused: "))] == []
    if "done: confirmed" not in ended:  # the run had the lock: nobody lost a word, it is confirmed now
        assert at_once(act) == ["done: confirmed"]
    assert Assessment.objects.get().amount == 2000


@pytest.mark.proof
@pytest.mark.postgresql
def test_fifty_runs_at_once_make_one_set(register):
    count = register(500)

    with ExitStack() as stack:
        children = [stack.enter_context(manage(*RUN)) for _process in range(50)]
        ended = [(*child.communicate(timeout=240), child.returncode) for child in children]

    for out, errors, status in ended:
        if status == 0:
            assert json.loads(out)["assessed"] == count
        else:
            assert (status, errors.strip().removeprefix("CommandError: ") in BUSY) == (1, True), errors
    added = Counter(errors.strip() for _out, errors, status in ended if status == 0)
    assert added[f"Assessed now: {count}"] == 1
    assert set(added) <= {f"Assessed now: {count}", "Assessed now: 0"}
    check_one_set(count)


@pytest.mark.proof
def test_twenty_kills_leave_nothing_half_done(register):
    count, draw = register(2000), random.Random(20)
    started = time.monotonic()
    assert run_manage(*RUN[:2], "--preview", *RUN[2:]).returncode == 0
    longest = time.monotonic() - started

    for _kill in range(20):
        with manage(*RUN) as child:
            time.sleep(draw.uniform(0.3, 1.0) * longest)
            child.send_signal(signal.SIGKILL)
            child.wait(timeout=30)
        assert Assessment.objects.count() in (0, count)
        if Assessment.objects.exists():  # it was done before the kill: another one begins from nothing
            check_one_set(count)
            forget_the_dues()

    assert run_manage(*RUN).returncode == 0
    check_one_set(count)


def forget_the_dues() -> None:
    """Rows that are never deleted, deleted: for the next round of a test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE fees_assessment, fees_adjustment CASCADE")
        else:
            cursor.execute("DELETE FROM fees_assessment")
