"""The same jobs over Celery and a real Redis."""

import shutil
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django_tasks_db.models import DBTaskResult

from tests.postgresql import free_port
from tests.processes import ROOT, environment, eventually, manage, process
from tests.wego import sample_jobs

# Nobody scales out on SQLite.
pytestmark = [pytest.mark.redis, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ENQUEUE = "import django; django.setup(); from tests.wego.sample_jobs import *; {}"


@contextmanager
def redis(folder, port: int):
    options = {"--port": str(port), "--bind": "127.0.0.1", "--save": "", "--dir": folder}
    command = [shutil.which("redis-server"), *(part for option in options.items() for part in option)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def queue_url():
    """The address of a broker that does not run yet."""
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def broker(queue_url, tmp_path):
    with redis(str(tmp_path), urlsplit(queue_url).port):
        yield queue_url


def celery(queue_url):
    command = ("-m", "celery", "-q", "-A", "wego.celery_worker", "worker", "--pool", "solo")
    return process(sys.executable, *command, "--without-mingle", "--without-gossip", TEST_QUEUE_URL=queue_url)


def enqueue(code: str, queue_url: str) -> None:
    """Run the code in a process whose queue is Celery's."""
    subprocess.run(
        [sys.executable, "-c", ENQUEUE.format(code)], cwd=ROOT, env=environment(TEST_QUEUE_URL=queue_url), check=True
    )


def test_celery_runs_a_job_of_the_queue(broker):
    enqueue("add.enqueue('a')", broker)

    with celery(broker):
        eventually(lambda: DBTaskResult.objects.filter(status="SUCCESSFUL").exists(), seconds=40)

    row = DBTaskResult.objects.get()
    assert (sample_jobs.done("a"), row.worker_ids[0][:7]) == (1, "celery-")


def test_forwarder_sends_what_the_broker_never_got(queue_url, tmp_path):
    """The broker is down when the job is enqueued; a failed try and the reaper's work go the same way."""
    enqueue("fail_until.enqueue('a', tries=2)", queue_url)
    assert DBTaskResult.objects.get().status == "READY"

    with (
        redis(str(tmp_path), urlsplit(queue_url).port),
        celery(queue_url),
        manage("work", "--interval", "0.2", TEST_QUEUE_URL=queue_url, JOB_SEND_PATIENCE="0.5"),
    ):
        eventually(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL", seconds=40)

    assert sample_jobs.done("a") == 2


def test_rolled_back_job_is_neither_row_nor_message(broker):
    code = "\n".join(
        [
            "from django.db import transaction",
            "try:",
            "    with transaction.atomic():",
            "        add.enqueue('undone'); 1 / 0",
            "except ZeroDivisionError:",
            "    add.enqueue('kept')",
        ]
    )
    enqueue("\n" + code, broker)

    with celery(broker):
        eventually(lambda: sample_jobs.done("kept") == 1, seconds=40)

    assert (DBTaskResult.objects.count(), sample_jobs.done("undone")) == (1, 0)
