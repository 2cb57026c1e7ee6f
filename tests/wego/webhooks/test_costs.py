"""What it costs to find the next delivery, on PostgreSQL: nothing for those that ended."""

import re

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.wego.webhooks.working import HAPPENED
from wego.models import WebhookDelivery, WebhookEvent
from wego.webhooks.outbox import emit_many, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_deliveries_that_ended_are_not_looked_at(endpoint):
    now = timezone.now()
    events = [make_event(HAPPENED, {}, about=f"mem_{number % 100}") for number in range(3000)]
    WebhookEvent.objects.bulk_create(events)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(event=event, endpoint=endpoint, about=event.about, state="delivered", ended_at=now)
        for event in events
    )
    with transaction.atomic():
        emit_many(HAPPENED, lambda: [(f"mem_{number % 100}", {}) for number in range(300)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE wego_webhookdelivery")

    plan = WebhookDelivery.objects.due(timezone.now()).filter(endpoint=endpoint)[:1].explain(analyze=True)

    assert re.findall(r"Rows Removed by Filter: (\d+)", plan) == []
