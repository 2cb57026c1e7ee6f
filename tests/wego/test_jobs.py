from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.wego import sample_jobs
from wego.housekeeping import prune
from wego.jobs import LONGEST_BACKOFF, Daily, Every, schedule
from wego.models import Worker
from wego.running import LeaseLostError, _settle, alive, reap, run, take

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def run_next():
    with alive("test") as worker_id:
        row = take(worker_id)
        run(row)
    row.refresh_from_db()
    return row


def test_job_runs_and_keeps_its_answer():
    sample_jobs.add.enqueue("a")

    row = run_next()

    assert (row.status, row.return_value, sample_jobs.done("a")) == (TaskResultStatus.SUCCESSFUL, 1, 1)
    assert not Worker.objects.exists()


def test_enqueue_is_undone_with_the_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sample_jobs.add.enqueue("a")
        raise ZeroDivisionError

    assert not DBTaskResult.objects.exists()


def test_failed_job_is_tried_again_and_succeeds():
    sample_jobs.fail_until.enqueue("a", tries=3)

    first, second, third = run_next(), run_next(), run_next()

    assert [row.status for row in (first, second, third)] == ["READY", "READY", "SUCCESSFUL"]
    assert first.exception_class_path == "builtins.ValueError"
    assert (third.return_value, third.exception_class_path) == ("at last", "")


def test_job_fails_for_good_after_its_last_try():
    sample_jobs.fail_until.enqueue("a", tries=99)

    rows = [run_next() for _ in range(3)]

    assert [row.status for row in rows] == ["READY", "READY", "FAILED"]
    assert "not yet" in rows[-1].traceback
    assert rows[-1].finished_at


def test_retry_waits_for_the_backoff():
    result = sample_jobs.add.enqueue([])  # a list is no series: fails

    row = run_next()

    assert row.run_after > timezone.now() + timedelta(seconds=20)
    with alive("test") as worker_id:
        assert take(worker_id, result.id) is None


def test_backoff_doubles_with_a_spread_and_has_a_ceiling():
    def spread(tries):
        pauses = [sample_jobs.add.pause_after(tries) for _ in range(200)]
        return min(pauses), max(pauses), len(set(pauses)) > 1

    for tries, middle in ((1, 30), (2, 60), (3, 120), (1000, LONGEST_BACKOFF.total_seconds())):
        low, high, varies = spread(tries)
        assert 0.75 * middle <= low.total_seconds() <= high.total_seconds() <= 1.25 * middle
        assert varies


def test_atomic_job_that_fails_leaves_no_effect():
    sample_jobs.mark_and_fail.enqueue("a")

    row = run_next()

    assert (row.status, sample_jobs.done("a")) == ("FAILED", 0)


def test_job_can_know_which_try_it_is():
    sample_jobs.tell_try.enqueue()

    assert run_next().return_value == 1


@pytest.mark.parametrize("path", ["tests.wego.sample_jobs.gone", "no.such.module", "tests.wego.sample_jobs.not_a_job"])
def test_job_whose_code_is_gone_fails_at_once(path):
    result = sample_jobs.add.enqueue("a")
    DBTaskResult.objects.filter(pk=result.id).update(task_path=path)

    assert run_next().status == "FAILED"


def test_job_with_an_answer_that_is_not_json_fails():
    result = sample_jobs.add.enqueue("a")
    DBTaskResult.objects.filter(pk=result.id).update(task_path="tests.wego.sample_jobs.done")

    assert run_next().status == "FAILED"


def test_reaper_puts_back_the_job_of_a_dead_worker():
    sample_jobs.add.enqueue("a")
    row = take("worker-never-seen")

    assert reap() == 1

    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", ["worker-never-seen"])
    assert row.exception_class_path == "wego.running.WorkerLostError"


def test_reaper_counts_a_lost_worker_as_a_try():
    sample_jobs.mark_and_fail.enqueue("a")  # no retries
    row = take("worker-never-seen")

    reap()

    row.refresh_from_db()
    assert row.status == "FAILED"


def test_reaper_leaves_the_job_of_a_live_worker():
    sample_jobs.add.enqueue("a")

    with alive("test") as worker_id:
        row = take(worker_id)
        reaped = reap()

    row.refresh_from_db()
    assert (reaped, row.status) == (0, "RUNNING")


def test_reaper_removes_workers_that_went_silent(settings):
    Worker.objects.create(id="silent", seen_at=timezone.now() - timedelta(seconds=settings.JOB_LEASE + 5))
    Worker.objects.create(id="live", seen_at=timezone.now())

    reap()

    assert [worker.id for worker in Worker.objects.all()] == ["live"]


def test_worker_thought_dead_cannot_settle_the_job_of_its_successor():
    sample_jobs.fail_until.enqueue("a", tries=1)
    slow = take("slow")
    reap()
    successor = take("successor")

    with pytest.raises(LeaseLostError):
        _settle(slow, status="SUCCESSFUL")
    run(successor)

    successor.refresh_from_db()
    assert (successor.status, successor.worker_ids) == ("SUCCESSFUL", ["slow", "successor"])


def test_daily_begins_at_its_hour_in_seoul():
    daily = Daily(time(3, 30))  # 18:30 UTC of the day before

    assert daily.period(datetime(2026, 3, 1, 18, 29, tzinfo=UTC)) == datetime(2026, 2, 28, 18, 30, tzinfo=UTC)
    assert daily.period(datetime(2026, 3, 1, 18, 30, tzinfo=UTC)) == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


def test_every_counts_whole_intervals():
    every = Every(timedelta(minutes=15))

    assert every.period(NOON + timedelta(minutes=29)) == NOON + timedelta(minutes=15)


def test_two_scheduled_jobs_cannot_share_a_name():
    with pytest.raises(ImproperlyConfigured):
        schedule("wego.prune", "wego.housekeeping.prune", Every(timedelta(days=7)))


def test_prune_removes_old_results_and_keeps_recent_ones():
    ages = {"SUCCESSFUL": (13, 15), "FAILED": (89, 91), "READY": (500,)}
    for status, days in ages.items():
        for age in days:
            result = sample_jobs.add.enqueue(f"{status}-{age}")
            finished = timezone.now() - timedelta(days=age)
            DBTaskResult.objects.filter(pk=result.id).update(status=status, finished_at=finished)

    prune.call()

    kept = {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()}
    assert kept == {"SUCCESSFUL-13", "FAILED-89", "READY-500"}
