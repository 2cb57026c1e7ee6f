"""What an officer sees at a glance: partners to whom nothing comes through."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wego.models import WebhookDelivery, WebhookEndpoint

LATELY = timedelta(days=7)


def trouble(request) -> dict | None:
    """Endpoints that were switched off, and how many events were given up lately; nothing while all is well."""
    if not request.user.has_perm("wego.view_webhookendpoint"):
        return None
    off = WebhookEndpoint.objects.filter(active=False).exclude(disabled_reason=WebhookEndpoint.Reason.PAUSED)
    endpoints = list(off.order_by("disabled_at"))
    failed = WebhookDelivery.objects.filter(state=WebhookDelivery.State.FAILED)
    given_up = failed.filter(ended_at__gte=timezone.now() - LATELY).count()
    if not endpoints and not given_up:
        return None
    return {
        "template": "admin/webhooks/trouble.html",
        "title": _("Webhooks"),
        "endpoints": [(one, reverse("admin:wego_webhookendpoint_change", args=[one.pk])) for one in endpoints],
        "given_up": given_up,
        "given_up_url": f"{reverse('admin:wego_webhookdelivery_changelist')}?state__exact=failed",
    }
