"""Endpoints of partners and their secrets: set up and changed by administrators."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.models import WebhookEndpoint, WebhookSecret
from wego.outbound_rules import check_url
from wego.webhooks.outbox import forget_endpoints
from wego.webhooks.repeating import LATE, send_late, send_missed, send_waiting
from wego.webhooks.switching import Reason, subject
from wego.webhooks.types import EVENT_TYPES

FACTS = ("partner", "contact_email", "contact_language", "url", "event_types")


@transaction.atomic
def add_endpoint(
    *, partner: str, contact_email: str, contact_language: str = "en", url: str, event_types: list[str], by
) -> WebhookEndpoint:
    """A new endpoint with its first secret, which waits to be shown once (`show_secret`)."""
    endpoint = WebhookEndpoint(
        partner=partner.strip(),
        contact_email=contact_email,
        contact_language=contact_language,
        url=url,
        event_types=_known(event_types),
        recorded_by=by,
    )
    _save(endpoint)
    WebhookSecret.objects.create(endpoint=endpoint)
    _trail("webhook.added", endpoint, by=by, host=check_url(url).host, events=endpoint.event_types)
    return endpoint


@transaction.atomic
def change_endpoint(endpoint: WebhookEndpoint, *, by, **facts) -> WebhookEndpoint:
    """Another address, other events, another contact. What waits goes to a new address at once, as if new."""
    row = _locked(endpoint)
    if "event_types" in facts:
        facts["event_types"] = _known(facts["event_types"])
    changed = sorted(name for name in FACTS if name in facts and getattr(row, name) != facts[name])
    if not changed:
        raise ValidationError(_("Nothing is different. Nothing was saved."), code="same")
    for name in changed:
        setattr(row, name, facts[name])
    if is_moved := row.active and "url" in changed:
        row.active_since = timezone.now()
    _save(row)
    if is_moved:
        send_waiting(row)
    _trail("webhook.changed", row, by=by, changed=changed, host=check_url(row.url).host, events=row.event_types)
    return row


@transaction.atomic
def rotate_secret(endpoint: WebhookEndpoint, *, hours: int, by) -> WebhookSecret:
    """A new secret, which waits to be shown. The one until now signs too for so many hours (0: no longer).

    Never more than two are valid: one that was to end already ends now.
    """
    row, now = _locked(endpoint), timezone.now()
    row.secrets.filter(expires_at__isnull=False).delete()
    if hours:
        row.secrets.update(expires_at=now + timedelta(hours=hours))
    else:
        row.secrets.all().delete()
    secret = WebhookSecret.objects.create(endpoint=row, created_at=now)
    _trail("webhook.secret_rotated", row, by=by, hours=hours)
    return secret


def unshown_secret(endpoint: WebhookEndpoint) -> WebhookSecret | None:
    return endpoint.secrets.filter(expires_at=None, shown_at=None).first()


@transaction.atomic
def show_secret(endpoint: WebhookEndpoint, *, by) -> str:
    """The newest secret, once; who missed it makes a new one."""
    row = _locked(endpoint)
    secret = unshown_secret(row)
    if secret is None:
        raise ValidationError(
            _("The secret was shown before, and is shown once only. Make a new one."), code="shown_already"
        )
    secret.shown_at = timezone.now()
    secret.save(update_fields=["shown_at"])
    _trail("webhook.secret_shown", row, by=by)
    return secret.value


@transaction.atomic
def pause_endpoint(endpoint: WebhookEndpoint, *, by) -> WebhookEndpoint:
    """Nothing is sent from now on. What waits stays; what happens meanwhile is kept for `resume_endpoint`."""
    row = _locked(endpoint)
    if not row.active:
        raise ValidationError(_("The endpoint is switched off already. Nothing was saved."), code="off")
    row.active, row.disabled_at, row.disabled_reason = False, timezone.now(), Reason.PAUSED
    _save(row)
    _trail("webhook.paused", row, by=by)
    return row


@transaction.atomic
def resume_endpoint(endpoint: WebhookEndpoint, *, catch_up: bool, by) -> int:
    """Send again, what waits with all its tries anew. With `catch_up` also what happened while the endpoint was off
    and what was given up before; how many events that are."""
    row = _locked(endpoint)
    if row.active:
        raise ValidationError(_("The endpoint is active already. Nothing was saved."), code="active")
    off_since, now = row.disabled_at, timezone.now()
    row.active, row.disabled_at, row.disabled_reason, row.active_since = True, None, "", now
    _save(row)
    send_waiting(row)
    _trail("webhook.resumed", row, by=by, catch_up=catch_up)
    since = off_since if catch_up else now
    send_late.using(run_after=now + LATE).enqueue(row.pk, since.isoformat())
    return send_missed(row, since=off_since) if catch_up else 0


def _locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)


def _save(endpoint: WebhookEndpoint) -> None:
    endpoint.full_clean()
    endpoint.save()
    forget_endpoints()


def _known(event_types: list[str]) -> list[str]:
    """In the order in which they are named; refused where one is not."""
    if not event_types or set(event_types) - EVENT_TYPES.keys():
        raise ValidationError({"event_types": _("Choose at least one event.")}, code="no_events")
    return [name for name in EVENT_TYPES if name in event_types]


def _trail(event: str, endpoint: WebhookEndpoint, *, by, **facts) -> None:
    audit.record(event, by=by, subject=subject(endpoint), partner=endpoint.partner, **facts)
