"""Events, and the queue as a worker runs it; only that every name leads to the partner of the test."""

import json
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.wego.tls import URL
from wego.models import WebhookDelivery, WebhookEndpoint
from wego.outbound import Network
from wego.running import alive, run, take
from wego.webhooks.endpoints import add_endpoint
from wego.webhooks.jobs import send_due, work_off
from wego.webhooks.outbox import emit

HAPPENED, OTHER = "thing.happened", "thing.else_happened"
START = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)
"""Later than anything that a fixture makes by the clock of the machine."""
CONTACT = "ops@partner.example"


def add(*, by, url: str = URL, event_types=(HAPPENED,), **facts) -> WebhookEndpoint:
    given = {"partner": "Smart Partner", "contact_email": CONTACT} | facts
    return add_endpoint(url=url, event_types=list(event_types), by=by, **given)


def tell(number: int, *, about: str = "mem_a", event_type: str = HAPPENED) -> None:
    with transaction.atomic():
        emit(event_type, {"number": number}, about=about)


def run_jobs(network: Network) -> None:
    """Everything that is due now."""
    with alive("test") as worker_id:
        while row := take(worker_id):
            if row.task_path == send_due.module_path:
                work_off(*row.task_result.args, network=network)
                DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
            else:
                run(row)
                row.refresh_from_db()
                assert row.status == "SUCCESSFUL", row.traceback


def due_at() -> datetime | None:
    """When the next job is to be run."""
    waiting = DBTaskResult.objects.filter(status="READY").order_by("run_after")
    return waiting.values_list("run_after", flat=True).first()


def numbers(partner) -> list[int]:
    """What the partner received, in its order."""
    return [json.loads(one.body)["data"]["number"] for one in partner.received]


def states() -> list[str]:
    return list(WebhookDelivery.objects.order_by("event_id", "endpoint_id").values_list("state", flat=True))


def run_until_given_up(partner, at) -> list[timedelta]:
    """Runs all jobs at their times until the first delivery has ended; when each of its tries was made."""
    run_jobs(partner.network)
    while states()[0] == "waiting":
        at(after=due_at() - START)
        run_jobs(partner.network)
    first = WebhookDelivery.objects.order_by("event_id").first()
    return [attempt.at - START for attempt in first.attempts.all()]
