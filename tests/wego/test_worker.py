import signal
import time

import pytest
from django_tasks_db.models import DBTaskResult

from tests.processes import eventually, manage, run_manage
from tests.wego import sample_jobs
from wego.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = {"JOB_LEASE": "1"}


def work(**env):
    return manage("work", "--interval", "0.05", **env)


def state(result) -> str:
    return DBTaskResult.objects.get(pk=result.id).status


def test_worker_runs_what_waits_and_ends():
    results = [sample_jobs.add.enqueue("a") for _ in range(3)]

    ended = run_manage("work", "--until-empty")

    assert (ended.returncode, ended.stdout) == (0, "")
    assert [state(result) for result in results] == ["SUCCESSFUL"] * 3
    assert sample_jobs.done("a") == 3
    assert not Worker.objects.exists()


def test_job_of_a_killed_worker_is_done_by_the_next():
    result = sample_jobs.mark_and_sleep.enqueue("a", 60)
    with work(**LEASE) as victim:
        eventually(lambda: sample_jobs.done("a") == 1)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert state(result) == "RUNNING"

    with work(**LEASE):
        eventually(lambda: state(result) == "SUCCESSFUL")

    row = DBTaskResult.objects.get(pk=result.id)
    assert (sample_jobs.done("a"), len(row.worker_ids)) == (2, 2)


def test_job_longer_than_the_lease_stays_with_its_live_worker():
    result = sample_jobs.mark_and_sleep.enqueue("a", 3)

    with work(**LEASE), work(**LEASE):
        eventually(lambda: state(result) == "SUCCESSFUL")

    assert sample_jobs.done("a") == 1


def test_sigterm_lets_the_job_in_hand_finish():
    result = sample_jobs.mark_and_sleep.enqueue("a", 2)
    waiting = sample_jobs.add.enqueue("b")
    with work() as worker:
        eventually(lambda: sample_jobs.done("a") == 1)
        worker.terminate()
        assert worker.wait(timeout=20) == 0

    assert (state(result), state(waiting)) == ("SUCCESSFUL", "READY")


def test_idle_worker_stops_at_once():
    with manage("work", "--interval", "60") as worker:
        eventually(Worker.objects.exists)
        asked_at = time.monotonic()
        worker.terminate()

        assert worker.wait(timeout=20) == 0
        assert time.monotonic() - asked_at < 3


@pytest.mark.proof
def test_effects_happen_once_while_workers_are_killed():
    """Four workers, 1,000 atomic jobs, 20 kills: each effect exactly once."""
    jobs, kills = 1000, 20
    for number in range(jobs):
        sample_jobs.mark_once.enqueue(f"job-{number}")
    open_jobs = DBTaskResult.objects.exclude(status="SUCCESSFUL")
    env = {"JOB_LEASE": "2"}

    for _round in range(kills // 4):
        with work(**env) as a, work(**env) as b, work(**env) as c, work(**env) as d:
            before = open_jobs.count()
            eventually(lambda before=before: open_jobs.count() < before - 5, seconds=60)
            for victim in (a, b, c, d):
                victim.kill()
    with work(**env), work(**env), work(**env), work(**env):
        eventually(lambda: not open_jobs.exists(), seconds=240)

    assert {sample_jobs.done(f"job-{number}") for number in range(jobs)} == {1}
