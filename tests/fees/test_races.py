"""Two at once, as two real processes on PostgreSQL: a dues run that locks a schedule while somebody writes to
it, and two imports of one file."""

import sys
from contextlib import ExitStack

import pytest
from django.db import connection

from fees.models import FeeSchedule, MatrixCell
from fees.services.loading import load_fees
from members.models import EconomyFigure
from tests.factories import CountryFactory
from tests.members.worldbank_files import table
from tests.processes import process

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

# Each process says that it is ready and waits for the gate that the test holds. After the act it waits before
# the commit, so that the transactions overlap however the machine is loaded.
PROGRAM = """
import time, django
django.setup()
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from fees.models import *
from fees.services.schedules import use_schedule
from members.services.figures import import_gdp
connection.ensure_connection()
print("ready", flush=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock_shared(1)")
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
READ = "use_schedule(FeeSchedule.objects.get()) and MatrixCell.objects.order_by('pk')[0].amount"
WRITE = "MatrixCell.objects.filter(pk=MatrixCell.objects.order_by('pk')[0].pk).update(amount=1)"
LOCKED = ("refused: Fee tables of January 2020 (2020) was used by a dues run", "database: fee schedule")


def at_once(*acts):
    """What each of the acts came to, all started at the same moment in a process of its own."""
    with ExitStack() as stack, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        programs = [PROGRAM.format(act=act) for act in acts]
        children = [stack.enter_context(process(sys.executable, "-c", program)) for program in programs]
        for child in children:
            assert child.stdout.readline() == "ready\n", child.communicate()
        cursor.execute("SELECT pg_advisory_unlock(1)")
        ended = [child.communicate(timeout=60) for child in children]
        return [out.strip() or errors.strip().splitlines()[-1] for out, errors in ended]


@pytest.mark.parametrize("turn", range(4))
def test_what_a_run_reads_of_a_schedule_is_what_stands(turn):
    load_fees()

    read, written = at_once(READ, WRITE)

    stands = MatrixCell.objects.order_by("pk")[0].amount
    assert read == f"done: {stands}"
    assert written == "done: 1" if stands == 1 else written.startswith(LOCKED)
    assert FeeSchedule.objects.get().is_locked


def test_two_imports_of_one_file_record_it_once():
    for code in ("KOR", "NPL", "VEN"):
        CountryFactory(iso3=code)
    act = f"import_gdp({table()!r}, by=None).added"

    ended = sorted(at_once(act, act))

    assert ended == [
        "done: 5",
        "refused: Somebody else recorded figures of this edition at the same moment. Nothing was changed: try again.",
    ]
    assert EconomyFigure.objects.count() == 5
