"""Working off what is due."""

import time
from datetime import timedelta

from django.utils import timezone

from wego.jobs import job
from wego.models import WebhookDelivery
from wego.outbound import INTERNET, Network
from wego.webhooks.sending import claim, send

TURN = 10.0
"""Seconds after which a job lets others have the worker: a slow partner delays the mail by no more than two tries."""
LOST_AFTER = timedelta(minutes=2)


def work_off(endpoint: int, *, network: Network = INTERNET) -> int:
    """Send what is due to the endpoint, and come back for what is to be tried again; how many were tried."""
    tried, end = 0, time.monotonic() + TURN
    while delivery := claim(endpoint):
        tried += 1
        if again_at := send(delivery, network=network):
            send_due.using(run_after=again_at).enqueue(endpoint)
        if time.monotonic() >= end:
            send_due.enqueue(endpoint)
            break
    return tried


@job(retries=5)
def send_due(endpoint: int) -> int:
    return work_off(endpoint)


@job()
def find_lost() -> int:
    """Wake the endpoints with deliveries that nobody has come back for; a worker died on the way. How many."""
    lost = WebhookDelivery.objects.due(timezone.now() - LOST_AFTER).order_by()
    endpoints = set(lost.values_list("endpoint", flat=True))
    for endpoint in sorted(endpoints):
        send_due.enqueue(endpoint)
    return len(endpoints)
