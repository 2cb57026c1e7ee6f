"""The command of the dues run, in real processes: killed at any moment, and fifty at the same moment.

Seen to fail: without the transaction, kills leave a part of the members assessed; without the lock of the run,
the runs end in errors of the database; without the unique constraint too, members are assessed many times.
"""

import random
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from django.db import connection

from fees.models import Assessment, DuesException, NotAssessed
from tests.fees.racing import BUSY, check_one_set, open_members
from tests.processes import process

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]

# The command behind a gate: what a process needs to start is over when the gate, a file, is opened.
PROGRAM = """
import os, sys, time
import django
django.setup()
from django.core.management import execute_from_command_line
from django.db import connection
connection.ensure_connection()
print("ready", flush=True)
while not os.path.exists(sys.argv[1]):
    time.sleep(0.002)
execute_from_command_line(["manage.py", "assess_dues", "2020", "--include-provisional"])
"""
KILLS = 20


@pytest.fixture
def gate(tmp_path):
    return tmp_path / "open"


def run_behind(gate):
    """The command in a process, as a context manager."""
    return process(sys.executable, "-c", PROGRAM, str(gate))


def wait_until_ready(child) -> None:
    assert child.stdout.readline() == "ready\n", child.communicate()


def seconds_of_a_run(gate) -> float:
    with run_behind(gate) as child:
        wait_until_ready(child)
        started = time.monotonic()
        _out, errors = child.communicate(timeout=60)
        assert child.returncode == 0, errors
        return time.monotonic() - started


def forget_the_dues() -> None:
    """Rows that are never deleted, deleted: for the next round of a test."""
    with connection.cursor() as cursor:
        for table in ("fees_assessment", "fees_duesexception", "fees_notassessed"):
            cursor.execute(f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}")


def test_kills_leave_all_or_nothing(printed, gate):
    expected, draw = open_members(2000), random.Random(20)
    gate.touch()
    longest = seconds_of_a_run(gate)
    forget_the_dues()
    interrupted = 0

    for _kill in range(KILLS):
        with run_behind(gate) as child:
            wait_until_ready(child)
            time.sleep(draw.uniform(0, longest))
            child.send_signal(signal.SIGKILL)
            child.wait(timeout=30)
        if Assessment.objects.exists():  # the commit came first: the next one begins from nothing
            check_one_set(expected)
            forget_the_dues()
        else:
            assert not DuesException.objects.exists() and not NotAssessed.objects.exists()
            interrupted += 1

    assert interrupted > 0
    seconds_of_a_run(gate)
    check_one_set(expected)


@pytest.mark.postgresql
def test_fifty_runs_at_once_make_one_set(printed, gate):
    expected = open_members(2000)

    with ExitStack() as stack:
        children = [stack.enter_context(run_behind(gate)) for _process in range(50)]
        for child in children:
            wait_until_ready(child)
        gate.touch()
        ended = [(child.communicate(timeout=240)[1].strip(), child.returncode) for child in children]

    done = Counter(errors for errors, status in ended if status == 0)
    refused = {(errors.removeprefix("CommandError: "), status) for errors, status in ended if status != 0}
    assert refused <= {(words, 1) for words in BUSY}
    assert set(done) <= {f"Assessed now: {expected.assessed}", "Assessed now: 0"}
    assert done[f"Assessed now: {expected.assessed}"] == 1
    check_one_set(expected)
