"""One delivery's way out: claimed, signed, sent, recorded.

No transaction is open while a partner takes its time. A claim is the row itself: its `next_try_at` moves ahead by
LEASE, so nobody else takes it meanwhile, and when the worker dies in the middle it is due again. A message may
therefore arrive twice, under the same id; it is never lost.
"""

import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wego import outbound
from wego.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from wego.models.webhooks import EXCERPT
from wego.webhooks.schedule import PATIENCE, pause_after
from wego.webhooks.signing import signed_headers
from wego.webhooks.switching import Reason, switch_off, switch_off_if_silent

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""Longer than any try (outbound.DEADLINE)."""
GONE = 410
State = WebhookDelivery.State


@transaction.atomic
def claim(endpoint: int) -> WebhookDelivery | None:
    """The next delivery that is due to the endpoint; nobody else has it until LEASE is over."""
    now = timezone.now()
    due = WebhookDelivery.objects.due(now).filter(endpoint=endpoint).select_related("event", "endpoint")
    delivery = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if delivery:
        delivery.tries += 1
        delivery.first_try_at = delivery.first_try_at or now
        delivery.next_try_at = now + LEASE
        delivery.save(update_fields=["tries", "first_try_at", "next_try_at"])
    return delivery


def send(delivery: WebhookDelivery, *, network: outbound.Network = outbound.INTERNET) -> None:
    """Send a claimed delivery and record what came of it."""
    attempt = _try(delivery, network)
    log.info("webhook_sent", webhook_id=delivery.event.webhook_id, status=attempt.status, error=attempt.error)
    _record(delivery, attempt)


def _try(delivery: WebhookDelivery, network: outbound.Network) -> WebhookAttempt:
    attempt = WebhookAttempt(delivery=delivery, at=timezone.now())
    begun = time.monotonic()
    event, endpoint = delivery.event, delivery.endpoint
    headers = signed_headers(
        event.webhook_id, event.body, secrets=endpoint.valid_secrets(attempt.at), at=attempt.at
    ) | {"Content-Type": "application/json", "User-Agent": f"WeGO-webhooks (+{settings.SITE_URL})"}
    try:
        answer = outbound.post(endpoint.url, body=event.body.encode(), headers=headers, network=network)
        attempt.status, attempt.answer = answer.status, _text(answer.body[:EXCERPT])
    except outbound.OutboundError as error:
        attempt.error, attempt.detail = error.code, _text(error.detail.encode())[:300]
    attempt.milliseconds = round((time.monotonic() - begun) * 1000)
    return attempt


def _text(said: bytes) -> str:
    """As text that every database takes."""
    return said.decode("utf-8", "replace").replace("\0", "\ufffd")


@transaction.atomic
def _record(delivery: WebhookDelivery, attempt: WebhookAttempt) -> None:
    """Endpoint first, then delivery, as the acts of administrators lock them; without their keys, which a transaction
    that emits holds for as long as it takes."""
    WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=delivery.endpoint_id)
    row = WebhookDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    attempt.save()
    if row.state != State.WAITING:
        return
    if attempt.status and 200 <= attempt.status < 300:
        _end(row, State.DELIVERED)
        WebhookEndpoint.objects.filter(pk=row.endpoint_id).update(delivered_at=row.ended_at)
        return
    if row.tries != delivery.tries:  # claimed again meanwhile, or to be sent again: another try decides
        return
    if attempt.status == GONE:
        _end(row, State.FAILED)
        switch_off(row.endpoint_id, reason=Reason.GONE)
        return
    pause = pause_after(row.tries)
    if pause is None:
        _give_up(row)
        return
    row.next_try_at = timezone.now() + pause
    row.save(update_fields=["next_try_at"])


def _end(row: WebhookDelivery, state: State) -> None:
    row.state, row.ended_at = state, timezone.now()
    row.save(update_fields=["state", "ended_at"])


def _give_up(row: WebhookDelivery) -> None:
    """What waits behind it may go now. If nothing else arrived either, the endpoint is switched off when three days
    are over."""
    _end(row, State.FAILED)
    since = row.first_try_at
    switch_off_if_silent.using(run_after=since + PATIENCE).enqueue(row.endpoint_id, since.isoformat())
