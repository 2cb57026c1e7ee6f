"""Acts of services at the same moment, each in a process of its own. On PostgreSQL."""

import sys
from contextlib import ExitStack

from django.db import connection

from tests.processes import process

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
