"""An endpoint that does not answer is switched off, once, and its contact is told."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from wego import audit
from wego.jobs import job
from wego.models import WebhookEndpoint

Reason = WebhookEndpoint.Reason


@transaction.atomic
def switch_off(endpoint: int, *, reason: Reason) -> bool:
    """Switch the endpoint off for a reason that lies with it; False if it is off already. One mail leaves for it."""
    row = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint)
    if not row.active:
        return False
    row.active, row.disabled_at, row.disabled_reason = False, timezone.now(), reason
    row.save(update_fields=["active", "disabled_at", "disabled_reason"])
    audit.record("webhook.switched_off", by=None, subject=subject(row), reason=str(reason))
    tell_contact.enqueue(row.pk, str(reason))
    return True


@job(atomic=True)
def switch_off_if_silent(endpoint: int, since: str) -> bool:
    """Switch the endpoint off if nothing was delivered to it since the moment (ISO), and nobody resumed it."""
    moment = datetime.fromisoformat(since)
    row = WebhookEndpoint.objects.get(pk=endpoint)
    heard_of = max(filter(None, [row.active_since, row.delivered_at]))
    return heard_of <= moment and switch_off(endpoint, reason=Reason.FAILING)


@job(retries=8)
def tell_contact(endpoint: int, reason: str) -> None:
    """Mail to the contact of the endpoint, in its language: why nothing comes any more, and what to do."""
    row = WebhookEndpoint.objects.get(pk=endpoint)
    with translation.override(row.contact_language):
        context = {"endpoint": row, "reason": Reason(reason).label, "site": settings.SITE_URL}
        subject_line = render_to_string("webhooks/mail/switched_off_subject.txt", context)
        body = render_to_string("webhooks/mail/switched_off.txt", context)
    send_mail(" ".join(subject_line.split()), body.strip() + "\n", None, [row.contact_email])


def subject(endpoint: WebhookEndpoint) -> str:
    """What the audit trail calls the endpoint."""
    return f"webhook {endpoint.key}"
