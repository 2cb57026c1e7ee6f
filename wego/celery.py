"""The queue for more than one machine: messages through Celery, the truth in the row.

Chosen by QUEUE_URL. A message carries a row's id and nothing else; lost messages are sent again by
`manage.py work`, doubled ones find the row taken. Workers: `celery -A wego.celery_worker worker`.
"""

import time
from datetime import timedelta

import structlog
from celery import Celery
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerError

from wego.jobs import DatabaseBackend

RUN_JOB = "wego.run_job"
SEND_AGAIN_AFTER = 60.0  # seconds

log = structlog.get_logger(__name__)

app = Celery("wego", broker=settings.QUEUE_URL)
app.conf.update(
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_timeout": 10, "socket_connect_timeout": 5},
    worker_hijack_root_logger=False,
    worker_prefetch_multiplier=1,
)


def send(job_id: str) -> None:
    app.send_task(RUN_JOB, args=[job_id], retry=False)


class CeleryBackend(DatabaseBackend):
    """Writes the row in the caller's transaction, and sends its id after the commit."""

    def enqueue(self, task, args, kwargs):
        result = super().enqueue(task, args, kwargs)
        if task.run_after is None:
            # robust: without the broker the row still waits, and the forwarder sends it later.
            transaction.on_commit(lambda: send(result.id), robust=True)
        return result


class Forwarder:
    """Sends jobs whose hour has come, those to be tried again, and those whose message went astray."""

    def __init__(self):
        self.sent: dict[tuple[str, int], float] = {}  # by job and try

    def __call__(self) -> bool:
        """Send what waits; whether anything was sent."""
        now = time.monotonic()
        self.sent = {key: at for key, at in self.sent.items() if now - at < SEND_AGAIN_AFTER}
        due = [key for key in self._waiting() if key not in self.sent]
        try:
            for job_id, tries in due:
                send(job_id)
                self.sent[job_id, tries] = now
        except BrokerError as error:
            log.error("broker_not_reached", error=type(error).__name__)
            return False
        return bool(due)

    def _waiting(self) -> list[tuple[str, int]]:
        # Looked up late: this module is loaded by the settings of the queue, before there are models.
        rows = apps.get_model("django_tasks_database", "DBTaskResult").objects.ready()
        patience = timedelta(seconds=settings.JOB_SEND_PATIENCE)
        waiting = rows.filter(enqueued_at__lt=Now() - patience).values_list("pk", "worker_ids")
        return [(str(key), len(worker_ids)) for key, worker_ids in waiting[:1000]]
