"""Jobs: work that leaves the request, and work that comes back every day.

    @job(retries=5, backoff=timedelta(seconds=30))
    def print_invoice(invoice_id): ...

    print_invoice.enqueue(invoice.pk)       # a row in the caller's transaction: rolled back with it
    schedule("prune", "wego.housekeeping.prune", Daily(time(3, 30)))    # in AppConfig.ready

Arguments are JSON. A job may run more than once (its worker can die after the work and before the
tick), so it makes what is missing; with `atomic=True` its effect in the database and the tick are one
transaction, and happen once. `manage.py work` runs the queue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import uniform

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend as StockDatabaseBackend

LONGEST_BACKOFF = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task that says how often it is tried again, and how long after."""

    retries: int = 3
    backoff: timedelta = timedelta(seconds=30)
    atomic: bool = False

    def pause_after(self, tries: int) -> timedelta:
        """How long to wait after the `tries`-th failed try: doubling, spread by a quarter either way."""
        pause = min(self.backoff * 2 ** min(tries - 1, 20), LONGEST_BACKOFF)
        return pause * uniform(0.75, 1.25)


def job(
    *,
    retries: int = 3,
    backoff: timedelta = timedelta(seconds=30),
    atomic: bool = False,
    takes_context: bool = False,
    priority: int = 0,
) -> Callable[[Callable], Job]:
    """Make a module-level function a job. `retries` are the tries after the first; of the jobs that wait those of
    the highest `priority` are taken first."""
    return task(retries=retries, backoff=backoff, atomic=atomic, takes_context=takes_context, priority=priority)


class DatabaseBackend(StockDatabaseBackend):
    """The queue in the database (setting TASKS)."""

    task_class = Job


@dataclass(frozen=True)
class Daily:
    """Each day of the legal calendar, from `at` on."""

    at: time

    def period(self, now: datetime) -> datetime:
        """The beginning of the latest period that has begun."""
        local = timezone.localtime(now)
        begin = local.replace(hour=self.at.hour, minute=self.at.minute, second=self.at.second, microsecond=0, fold=0)
        return begin if begin <= local else begin - timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """Whole multiples of `interval` since 1970, UTC."""

    interval: timedelta

    def period(self, now: datetime) -> datetime:
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return epoch + (now - epoch) // self.interval * self.interval


@dataclass(frozen=True)
class Scheduled:
    name: str
    job_path: str
    rhythm: Daily | Every


scheduled: dict[str, Scheduled] = {}


def schedule(name: str, job_path: str, rhythm: Daily | Every) -> None:
    """Run the job at the dotted path once in each period, on whichever worker comes first.

    Periods missed while no worker ran are made up for by one run. The first worker that meets a new
    name notes the current period and runs the job from the next one on.
    """
    entry = Scheduled(name, job_path, rhythm)
    if scheduled.setdefault(name, entry) != entry:
        raise ImproperlyConfigured(f"two scheduled jobs have the name {name!r}")
