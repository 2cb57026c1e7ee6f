"""The loop of `manage.py work`: take jobs, put back those of dead workers, keep the schedule."""

import threading
import time

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from wego.running import alive, lease, reap, run, take
from wego.scheduling import enqueue_due

log = structlog.get_logger(__name__)

SCHEDULE_EVERY = 5.0  # seconds


class Chore:
    """Something done every `every` seconds, and the first time at once."""

    def __init__(self, every: float, do):
        self.every, self.do, self.due = every, do, 0.0

    def do_if_due(self) -> None:
        if time.monotonic() >= self.due:
            self.do()
            self.due = time.monotonic() + self.every


class WorkerLoop:
    """Runs jobs until told to stop; the job in hand is finished first.

    When the database fails the worker begins anew under a new id, so that a job which it could not
    settle is found by the reaper. With `forward` (Celery) it sends waiting jobs on instead of running them.
    """

    def __init__(self, *, interval: float, until_empty: bool = False):
        self.interval, self.until_empty = interval, until_empty
        self.stopping = threading.Event()
        self.forward = import_string(settings.JOB_FORWARDER)() if settings.JOB_FORWARDER else None
        self.chores = [
            Chore(lease().total_seconds() / 2, reap),
            Chore(SCHEDULE_EVERY, lambda: enqueue_due(timezone.now())),
        ]

    def stop(self, *_args) -> None:
        self.stopping.set()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with alive("worker") as worker_id:
                    log.info("worker_started", worker=worker_id)
                    self._work(worker_id)
            except (DatabaseError, InterfaceError) as error:
                log.error("worker_lost_the_database", error=type(error).__name__, exc_info=error)
                connections.close_all()
                self.stopping.wait(self.interval)
        log.info("worker_stopped")

    def _work(self, worker_id: str) -> None:
        while not self.stopping.is_set():
            for chore in self.chores:
                chore.do_if_due()
            busy = self.forward() if self.forward else self._run_one(worker_id)
            if not busy and self.until_empty:
                self.stop()
            if not busy:
                self.stopping.wait(self.interval)

    def _run_one(self, worker_id: str) -> bool:
        row = take(worker_id)
        if row:
            run(row)
        return row is not None
