"""Webhooks: who is told, what is told, and how each telling went (wego/webhooks/)."""

import base64
import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from wego.models.recorded import RecordedModel
from wego.outbound_rules import LONGEST_URL, WORDS, OutboundError, check_url

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
EXCERPT = 1024
"""Bytes of an answer that are kept."""


def random_endpoint_key() -> str:
    return f"whe_{secrets.token_hex(16)}"


def random_webhook_id() -> str:
    return f"msg_{secrets.token_hex(16)}"


def random_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def validate_callable_url(url: str) -> None:
    """The outbound guard's rules on what an address looks like; where its name leads is looked at when it is called."""
    try:
        check_url(url)
    except OutboundError as refusal:
        raise ValidationError(refusal.words, code="not_callable") from refusal


class WebhookEndpoint(RecordedModel):
    """An address of a partner that is told of events. Changed by wego.webhooks.endpoints alone."""

    class Reason(models.TextChoices):
        PAUSED = "paused", _("paused by an administrator")
        FAILING = "failing", _("nothing could be delivered for three days")
        GONE = "gone", _("it answered that it is gone (410)")

    key = models.CharField(_("key"), max_length=40, unique=True, default=random_endpoint_key, editable=False)
    partner = models.CharField(_("partner"), max_length=200)
    contact_email = models.EmailField(
        _("e-mail for trouble"),
        help_text=_("Told when the endpoint is switched off. An address of an office, rather than of a person."),
    )
    contact_language = models.CharField(
        _("language of mail"), max_length=2, choices=[("en", "English"), ("ko", "한국어")], default="en"
    )
    url = models.CharField(
        _("address (URL)"),
        max_length=LONGEST_URL,
        validators=[validate_callable_url],
        help_text=_("Begins with https:// and names a public host, like https://hooks.partner.org/wego."),
    )
    event_types = models.JSONField(_("events"), default=list, help_text=_("What the partner is told."))
    active = models.BooleanField(pgettext_lazy("of an endpoint", "active"), default=True)
    active_since = models.DateTimeField(_("active since"), default=timezone.now, editable=False)
    disabled_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    disabled_reason = models.CharField(_("switched off because"), max_length=10, choices=Reason, blank=True)
    delivered_at = models.DateTimeField(_("last delivered at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["partner", "pk"]
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        permissions = [("manage_webhooks", gettext_noop("Can set up webhooks of partners"))]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                name="webhook_url_once",
                violation_error_message=_("This address is an endpoint already. Change that one."),
            ),
            models.CheckConstraint(
                name="webhook_off_with_reason",
                condition=Q(active=True, disabled_at=None, disabled_reason="")
                | (Q(active=False, disabled_at__isnull=False) & ~Q(disabled_reason="")),
                violation_error_message=_("An endpoint that is switched off says since when and why."),
            ),
        ]

    def __str__(self):
        return self.partner

    def valid_secrets(self, at: datetime) -> list[str]:
        """The secrets with which a message is signed at the moment, the newest first."""
        rows = self.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=at)).order_by("-created_at", "-pk")
        return list(rows.values_list("value", flat=True))


class WebhookSecret(models.Model):
    """What an endpoint's messages are signed with. It is kept as it is, for the server signs with it: who can read
    the database can sign like us. Shown once, on no page afterwards, in no file and no log."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="secrets", verbose_name=_("endpoint")
    )
    value = models.CharField(_("secret"), max_length=100, default=random_secret, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    shown_at = models.DateTimeField(_("shown at"), null=True, blank=True)

    class Meta:
        ordering = ["endpoint_id", "-created_at", "-pk"]
        verbose_name = _("webhook secret")
        verbose_name_plural = _("webhook secrets")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=Q(expires_at=None),
                name="webhook_one_lasting_secret",
                violation_error_message=_("The endpoint has a secret without an end already."),
            ),
            models.UniqueConstraint(
                fields=["endpoint"],
                condition=Q(expires_at__isnull=False),
                name="webhook_one_ending_secret",
                violation_error_message=_("The endpoint has a secret that ends already."),
            ),
        ]

    def __str__(self):
        return f"{self.endpoint}, {self.created_at:%Y-%m-%d}"


class WebhookEvent(models.Model):
    """Something that happened, as it is told: `body` is sent to the letter, under one id however often."""

    webhook_id = models.CharField(
        _("message id"), max_length=40, unique=True, default=random_webhook_id, editable=False
    )
    type = models.CharField(pgettext_lazy("of an event", "type"), max_length=60)
    about = models.CharField(_("about"), max_length=64, help_text=_("Events about one thing are told in their order."))
    created_at = models.DateTimeField(_("happened at"), default=timezone.now, db_index=True)
    body = models.TextField(_("what is sent"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")

    def __str__(self):
        return f"{self.type} {self.about}"


class DeliveryQuerySet(models.QuerySet):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=WebhookDelivery.State.WAITING)

    def in_turn(self) -> "DeliveryQuerySet":
        """What waits for its time alone: of the events about one thing only the first."""
        earlier = WebhookDelivery.objects.waiting().filter(
            endpoint=OuterRef("endpoint"), about=OuterRef("about"), event__lt=OuterRef("event")
        )
        return self.waiting().filter(~Exists(earlier), endpoint__active=True)

    def due(self, at: datetime) -> "DeliveryQuerySet":
        """What may be sent now, the oldest first."""
        return self.in_turn().filter(next_try_at__lte=at).order_by("event_id")


class WebhookDelivery(models.Model):
    """An event on its way to an endpoint. While it is being sent, `next_try_at` is when it would be taken for lost."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    event = models.ForeignKey(
        WebhookEvent, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook event")
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("endpoint")
    )
    about = models.CharField(_("about"), max_length=64)
    state = models.CharField(
        pgettext_lazy("of a delivery", "state"), max_length=10, choices=State, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    first_try_at = models.DateTimeField(_("first try at"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-event_id", "endpoint_id"]
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "endpoint"],
                name="webhook_delivery_once",
                violation_error_message=_("The event is on its way to this endpoint already."),
            ),
            models.CheckConstraint(
                name="webhook_waiting_or_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                violation_error_message=_("A delivery waits, or it has ended at a time."),
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "next_try_at"], condition=Q(state="waiting"), name="webhook_waiting"),
            models.Index(fields=["endpoint", "about", "event"], condition=Q(state="waiting"), name="webhook_order"),
            models.Index(fields=["endpoint", "event"], condition=Q(state="waiting"), name="webhook_turn"),
            models.Index(fields=["state", "ended_at"], name="webhook_ended"),
        ]

    def __str__(self):
        return f"{self.event.type} {self.about}"


class WebhookAttempt(models.Model):
    """One try: what was answered, or why there was no answer."""

    class Trouble(models.TextChoices):
        URL = "url", WORDS["url"]
        DNS = "dns", WORDS["dns"]
        ADDRESS = "address", WORDS["address"]
        CONNECTION = "connection", WORDS["connection"]
        CERTIFICATE = "certificate", WORDS["certificate"]
        TIMEOUT = "timeout", WORDS["timeout"]
        ANSWER = "answer", WORDS["answer"]
        PROXY = "proxy", WORDS["proxy"]

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("webhook delivery")
    )
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status of the answer"), null=True, blank=True)
    answer = models.TextField(_("beginning of the answer"), blank=True)
    error = models.CharField(_("trouble"), max_length=12, choices=Trouble, blank=True)
    detail = models.CharField(_("details"), max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        ordering = ["delivery_id", "at", "pk"]
        verbose_name = _("try")
        verbose_name_plural = _("tries")

    def __str__(self):
        return str(self.status or self.get_error_display())
