"""What administrators have sent besides: a test event, one delivery again, all events of a time again."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.jobs import job
from wego.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from wego.webhooks.jobs import send_due
from wego.webhooks.outbox import hand_over, make_event
from wego.webhooks.switching import subject
from wego.webhooks.types import TEST

State = WebhookDelivery.State
LATE = timedelta(minutes=10)
"""Longer than a transaction that emits."""


@transaction.atomic
def send_test_event(endpoint: WebhookEndpoint, *, by) -> WebhookDelivery:
    """An event that tells nothing, to this endpoint alone; it waits for no other and none waits for it."""
    row = _active(endpoint)
    event = make_event(TEST, {"endpoint": row.key}, about="")
    event.about = event.webhook_id
    event.save()
    hand_over([event], [row.pk])
    audit.record("webhook.test_sent", by=by, subject=subject(row), message=event.webhook_id)
    return event.deliveries.get()


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, by) -> WebhookDelivery:
    """The message again under its old id, with all tries anew; one that waits is sent at once."""
    endpoint = _active(delivery.endpoint)
    row = WebhookDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    _anew(WebhookDelivery.objects.filter(pk=row.pk), timezone.now())
    send_due.enqueue(endpoint.pk)
    audit.record("webhook.sent_again", by=by, subject=subject(endpoint), message=row.event.webhook_id)
    return row


@transaction.atomic
def replay_events(endpoint: WebhookEndpoint, *, since: datetime, until: datetime, by) -> int:
    """Send again, in their order, the events of a time (both ends included) that the partner wants to know of: those
    that arrived, those that did not, and those of which it was never told. How many."""
    row = _active(endpoint)
    if since > until:
        raise ValidationError({"until": _("The time ends before it begins. Nothing was saved.")}, code="backwards")
    events = WebhookEvent.objects.filter(created_at__range=(since, until), type__in=row.event_types)
    count = _send(row, events, again=WebhookDelivery.objects.filter(endpoint=row, event__in=events))
    if not count:
        raise ValidationError(_("Nothing happened in this time. Nothing is sent."), code="nothing")
    audit.record(
        "webhook.replayed",
        by=by,
        subject=subject(row),
        since=since.isoformat(),
        until=until.isoformat(),
        events=count,
    )
    return count


def send_waiting(endpoint: WebhookEndpoint) -> None:
    """Send what waits at once, with all its tries anew."""
    _anew(WebhookDelivery.objects.waiting().filter(endpoint=endpoint), timezone.now())
    send_due.enqueue(endpoint.pk)


def send_missed(endpoint: WebhookEndpoint, *, since: datetime) -> int:
    """Send to an endpoint that comes back what happened since it was off, and what was given up after the last that
    arrived. How many events."""
    wanted = WebhookEvent.objects.filter(type__in=endpoint.event_types)
    failed = WebhookDelivery.objects.filter(endpoint=endpoint, state=State.FAILED, event__in=wanted)
    given_up = failed.filter(ended_at__gte=endpoint.delivered_at or endpoint.recorded_at)
    return _send(endpoint, wanted.filter(created_at__gte=since), again=given_up)


@job(atomic=True)
def send_late(endpoint: int, since: str) -> int:
    """Send what happened since the moment (ISO) and is not on its way to the endpoint: who read it while it was off may
    have written an event after it came back. How many events."""
    row = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint)
    events = WebhookEvent.objects.filter(type__in=row.event_types, created_at__gte=datetime.fromisoformat(since))
    return _send(row, events, again=WebhookDelivery.objects.none())


def _send(endpoint: WebhookEndpoint, events, *, again) -> int:
    """Those of the events that were never on their way to the endpoint, and again the deliveries of `again`."""
    known = WebhookDelivery.objects.filter(endpoint=endpoint).values("event")
    fresh = list(events.exclude(pk__in=known).order_by("pk"))
    count = _anew(again, timezone.now())
    hand_over(fresh, [endpoint.pk])
    if count and not fresh:
        send_due.enqueue(endpoint.pk)
    return count + len(fresh)


def _anew(deliveries, now: datetime) -> int:
    return deliveries.update(state=State.WAITING, tries=0, first_try_at=None, next_try_at=now, ended_at=None)


def _active(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    row = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if not row.active:
        raise ValidationError(
            _("The endpoint is switched off: resume it first. Nothing was saved."), code="switched_off"
        )
    return row
