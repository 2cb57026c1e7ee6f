"""What is told to partners, written in the transaction of what happened: both are kept, or neither.

    with transaction.atomic():
        ...                                                            # the thing itself
        emit("member.renamed", {"key": "mem_..."}, about="mem_...")

Where nobody is told of a type, `emit` writes nothing and asks the database once in a transaction, however often it is
called. What costs more to put together than to leave out is handed over as a function (`emit_many`).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wego.models import WebhookDelivery, WebhookEndpoint, WebhookEvent, WebhookSecret
from wego.webhooks.jobs import send_due
from wego.webhooks.types import EVENT_TYPES

KEPT_FOR = timedelta(days=90)
Told = tuple[str, dict]
"""What the event is about, and its data."""


def emit(event_type: str, data: dict, *, about: str) -> None:
    """Tell everybody who wants to know of this type. Events about one thing arrive in the order of their emission."""
    emit_many(event_type, lambda: [(about, data)])


def emit_many(event_type: str, tell: Callable[[], Iterable[Told]]) -> int:
    """Tell of many events of one type; `tell` is only asked if somebody wants to know. How many events there are."""
    if event_type not in EVENT_TYPES:
        raise ValueError(f"{event_type!r} has no name: see name_event_types")
    endpoints = [endpoint for endpoint in _endpoints() if event_type in endpoint.event_types]
    if not endpoints:
        return 0
    events = [make_event(event_type, data, about=about) for about, data in tell()]
    WebhookEvent.objects.bulk_create(events)
    hand_over(events, [endpoint.pk for endpoint in endpoints if endpoint.active])
    return len(events)


def make_event(event_type: str, data: dict, *, about: str) -> WebhookEvent:
    """The event with the body that is sent each time, not saved yet."""
    now = timezone.now()
    stamp = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"type": event_type, "timestamp": stamp, "data": data}
    return WebhookEvent(
        type=event_type, about=about, created_at=now, body=json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    )


def hand_over(events: Iterable[WebhookEvent], endpoints: Iterable[int]) -> None:
    """Put saved events on their way to the endpoints, to which they are not on the way yet."""
    events, endpoints = list(events), list(endpoints)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(event=event, endpoint_id=endpoint, about=event.about)
        for event in events
        for endpoint in endpoints
    )
    for endpoint in endpoints if events else ():
        send_due.enqueue(endpoint)


# --- who is told -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Known:
    """The endpoints as one transaction read them. Django puts a new list in the place of `run_on_commit` whenever a
    transaction or a savepoint ends otherwise than by being kept inside a larger one: until then they hold."""

    hooks: list
    endpoints: list[WebhookEndpoint]


def _endpoints() -> list[WebhookEndpoint]:
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("emit runs inside the transaction of what it tells")
    known = getattr(connection, "webhook_endpoints", None)
    if known is None or known.hooks is not connection.run_on_commit:
        known = connection.webhook_endpoints = _Known(connection.run_on_commit, list(WebhookEndpoint.objects.all()))
    return known.endpoints


def forget_endpoints() -> None:
    """Read the endpoints again: they were changed in this transaction."""
    transaction.get_connection().webhook_endpoints = None


# --- what is kept ------------------------------------------------------------------------------------
def forget_old(now: datetime) -> None:
    """Remove deliveries that ended long enough ago, then events that are on their way to nobody, and secrets whose
    time is over. What still waits stays."""
    until = now - KEPT_FOR
    WebhookDelivery.objects.exclude(state=WebhookDelivery.State.WAITING).filter(ended_at__lt=until).delete()
    WebhookEvent.objects.filter(created_at__lt=until, deliveries=None).delete()
    WebhookSecret.objects.filter(expires_at__lt=now).delete()
