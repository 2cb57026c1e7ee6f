"""One job's way through the queue: claimed, run, and settled, whatever happens to its worker.

The row of django-tasks is the truth. `worker_ids` holds one entry for each try. A worker is alive
while its row in `Worker` is renewed; a job in the hands of a dead worker is put back by `reap`. Only
the holder of the last try can settle a row, so a worker that was thought dead cannot undo what its
successor did.
"""

import secrets
import socket
import threading
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from traceback import format_exception

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from wego.models import Worker

log = structlog.get_logger(__name__)


class LeaseLostError(Exception):
    """Another worker has this job now: what was done here is not recorded, and undone if atomic."""


class WorkerLostError(Exception):
    """The worker that held the job has not been seen for longer than the lease."""


# --- being alive ---------------------------------------------------------------------------------


def lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE)


@contextmanager
def alive(kind: str):
    """Be a live worker: yields the worker's id, and renews its row from a thread until the end.

    The database's clock is used throughout, so the workers' own clocks may differ.
    """
    worker_id = f"{kind}-{socket.gethostname()[:30]}-{secrets.token_hex(6)}"
    ended = threading.Event()
    Worker.objects.create(id=worker_id, seen_at=Now())
    thread = threading.Thread(target=_beat, args=(worker_id, ended), daemon=True)
    thread.start()
    try:
        yield worker_id
    finally:
        ended.set()
        thread.join()
    Worker.objects.filter(id=worker_id).delete()


def _beat(worker_id: str, ended: threading.Event) -> None:
    while not ended.wait(lease().total_seconds() / 4):
        try:
            if not Worker.objects.filter(id=worker_id).update(seen_at=Now()):
                Worker.objects.create(id=worker_id, seen_at=Now())
        except DatabaseError as error:
            log.warning("heartbeat_failed", worker=worker_id, error=type(error).__name__)
        finally:
            connection.close()


# --- taking --------------------------------------------------------------------------------------


def take(worker_id: str, job_id: str | None = None) -> DBTaskResult | None:
    """Claim the job that is next, or the given one if it still waits."""
    waiting = DBTaskResult.objects.ready()
    if job_id:
        waiting = waiting.filter(pk=job_id)
    if not waiting.exists():  # spares SQLite's single write lock when there is nothing to do
        return None
    with transaction.atomic():
        if row := waiting.get_locked():
            row.claim(worker_id)
        return row


# --- running -------------------------------------------------------------------------------------


def run(row: DBTaskResult) -> None:
    """Run a claimed job and settle its row. Only the database's own failure comes out."""
    tries = len(row.worker_ids)
    with structlog.contextvars.bound_contextvars(job=row.task_path, job_id=str(row.pk), tries=tries):
        try:
            _perform(row)
        except LeaseLostError:
            log.warning("job_lease_lost")
        except (Exception, SystemExit) as error:
            settle_failure(row, error)
        else:
            log.info("job_done")


def _perform(row: DBTaskResult) -> None:
    task = row.task
    result = row.task_result
    context = (TaskContext(task_result=result),) if task.takes_context else ()
    with transaction.atomic() if task.atomic else nullcontext():
        value = task.call(*context, *result.args, **result.kwargs)
        _settle(
            row,
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now(),
            return_value=normalize_json(value),
            exception_class_path="",
            traceback="",
        )


def settle_failure(row: DBTaskResult, error: BaseException) -> None:
    """Put the job back for a later try, or record that it has failed for good."""
    tries = len(row.worker_ids)
    pause = _pause(row, tries)
    if pause is None:
        outcome = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    else:
        outcome = {"status": TaskResultStatus.READY, "run_after": timezone.now() + pause}
    try:
        _settle(
            row,
            **outcome,
            exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
            traceback="".join(format_exception(error)),
        )
    except LeaseLostError:
        log.warning("job_lease_lost")
    else:
        event = "job_failed" if pause is None else "job_will_be_tried_again"
        log.error(event, error=type(error).__name__, tries=tries, exc_info=error)


def _pause(row: DBTaskResult, tries: int) -> timedelta | None:
    """How long until the next try; None if there is none."""
    try:
        task = row.task
    except Exception:  # the code of the job is gone, or does not import: trying again cannot help
        return None
    return task.pause_after(tries) if tries <= task.retries else None


def _settle(row: DBTaskResult, **fields) -> None:
    ours = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids)
    if not ours.update(**fields):
        raise LeaseLostError(str(row.pk))


# --- reaping -------------------------------------------------------------------------------------


def reap() -> int:
    """Settle every job whose worker is dead as a failed try; the number of jobs."""
    reaped = 0
    for row in DBTaskResult.objects.running():
        with transaction.atomic():
            locked = DBTaskResult.objects.running().filter(pk=row.pk).get_locked()
            if locked and not _live_workers().filter(id=locked.worker_ids[-1]).exists():
                with structlog.contextvars.bound_contextvars(job=locked.task_path, job_id=str(locked.pk)):
                    settle_failure(locked, WorkerLostError(locked.worker_ids[-1]))
                reaped += 1
    Worker.objects.filter(seen_at__lt=Now() - lease()).delete()
    return reaped


def _live_workers():
    return Worker.objects.filter(seen_at__gte=Now() - lease())
