"""A partner who wants to know everything of the register, and what it is told."""

import json

from members.webhooks import EVENT_TYPES
from wego.models import WebhookDelivery, WebhookEvent
from wego.webhooks.endpoints import add_endpoint


def subscribe(*, by) -> None:
    add_endpoint(
        partner="Partner",
        contact_email="ops@partner.example",
        url="https://hooks.partner.example/",
        event_types=list(EVENT_TYPES),
        by=by,
    )


def news() -> list[tuple[str, dict]]:
    """What was told since this was last asked."""
    events = [(event.type, json.loads(event.body)["data"]) for event in WebhookEvent.objects.order_by("pk")]
    assert WebhookDelivery.objects.count() == len(events)
    WebhookEvent.objects.all().delete()
    return events
