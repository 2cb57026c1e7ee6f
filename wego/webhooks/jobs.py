"""Working off what is due."""

import time
from datetime import timedelta

from django.db.models import Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from wego.jobs import job
from wego.models import WebhookDelivery
from wego.outbound import INTERNET, Network
from wego.webhooks.sending import claim, send

TURN = 10.0
"""Seconds after which a job lets others have the worker: a slow partner delays the mail by no more than two tries."""
AFTER_ALL_OTHERS = -10
LOST_AFTER = timedelta(minutes=2)


def work_off(endpoint: int, *, network: Network = INTERNET) -> int:
    """Send what is due to the endpoint, and come back for what waits then; how many were tried."""
    tried, end = 0, time.monotonic() + TURN
    while delivery := claim(endpoint):
        tried += 1
        send(delivery, network=network)
        if time.monotonic() >= end:
            break
    come_back(endpoint)
    return tried


@job(retries=5, priority=AFTER_ALL_OTHERS)
def send_due(endpoint: int) -> int:
    return work_off(endpoint)


def come_back(endpoint: int) -> None:
    """See to it that one job comes for what is next to be sent, however many deliveries wait: a partner that does not
    answer keeps one worker, and other partners have their turn."""
    next_at = WebhookDelivery.objects.in_turn().filter(endpoint=endpoint).aggregate(at=Min("next_try_at"))["at"]
    if next_at is None:
        return
    now = timezone.now()
    coming = DBTaskResult.objects.filter(
        Q(run_after__lte=max(next_at, now)) | Q(run_after=get_date_max()),
        status="READY",
        task_path=send_due.module_path,
        args_kwargs__args__0=endpoint,
    )
    if not coming.exists():
        send_due.using(run_after=next_at if next_at > now else None).enqueue(endpoint)


@job()
def find_lost() -> int:
    """Wake the endpoints with deliveries that nobody has come back for; a worker died on the way. How many."""
    lost = WebhookDelivery.objects.due(timezone.now() - LOST_AFTER).order_by()
    endpoints = set(lost.values_list("endpoint", flat=True))
    for endpoint in sorted(endpoints):
        come_back(endpoint)
    return len(endpoints)
