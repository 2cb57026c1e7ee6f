"""Real processes of the project, on the database of the running test."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
GATE = """
connection.ensure_connection()
print("ready", flush=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock_shared(1)")
"""
"""The place in a program, after its preparations, at which it waits until `run_together` lets all of them go."""


def database_url() -> str:
    """The test's database as a DATABASE_URL. Tests that use it need `transaction=True`."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**now)


def environment(**extra: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
        **extra,
    }


@contextmanager
def process(*command: str, **env: str):
    """A process that is killed, if need be, at the end of the test."""
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate(timeout=40)


def manage(*arguments: str, **env: str):
    """`manage.py ...` as a context manager."""
    return process(sys.executable, "manage.py", *arguments, **env)


def run_manage(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    """`manage.py ...` to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run_together(*programs: str) -> list[str]:
    """What each of the Python programs printed after the GATE, or the last line of its errors. On PostgreSQL."""
    with ExitStack() as stack, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        children = [stack.enter_context(process(sys.executable, "-c", program)) for program in programs]
        for child in children:
            assert child.stdout.readline() == "ready\n", child.communicate()
        cursor.execute("SELECT pg_advisory_unlock(1)")
        ended = [child.communicate(timeout=60) for child in children]
        return [out.strip() or errors.strip().splitlines()[-1] for out, errors in ended]


def eventually(condition: Callable[[], object], *, seconds: float = 20) -> object:
    """The first true answer of `condition` within so many seconds; fails otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still not so after {seconds} s")
