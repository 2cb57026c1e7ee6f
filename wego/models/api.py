"""Keys of the API, and the answers that are kept so that a request which is sent again is done once."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego.dates import today
from wego.models.recorded import RecordedModel


class ApiKeyQuerySet(models.QuerySet):
    def usable(self) -> "ApiKeyQuerySet":
        """Keys that open something today."""
        owned = Q(user__isnull=True) | Q(user__is_active=True)
        return self.filter(owned, revoked_at__isnull=True, expires_on__gte=today())


class ApiKey(RecordedModel):
    """A key of a partner, or of a member of staff whose programs act in the own name (`user`).

    Of the secret only its SHA-256 is kept. What a key opens are its scopes (wego/api/scopes.py); one of a person opens
    nothing that the person may not do. `recorded_by` issued it. Written by wego.api.keys alone.
    """

    prefix = models.CharField(
        _("prefix"), max_length=12, unique=True, editable=False, validators=[RegexValidator("^[0-9a-f]{12}$")]
    )
    secret_digest = models.CharField(max_length=64, editable=False)
    partner = models.CharField(_("name of the partner"), max_length=120)
    scopes = models.JSONField(_("what it opens"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        verbose_name=_("acts in the name of"),
    )
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(
                name="api_key_named",
                condition=~Q(partner=""),
                violation_error_message=_("Name the partner that gets the key."),
            ),
            models.CheckConstraint(
                name="api_key_revoked_whole",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_at__gte=F("recorded_at")),
                violation_error_message=_("A key is revoked by a person, at an instant after it was issued."),
            ),
        ]

    def __str__(self):
        return f"{self.partner} (wego_{self.prefix})"

    @property
    def is_usable(self) -> bool:
        """Whether it opens anything today; asks nothing where the person was read with it."""
        return self.revoked_at is None and self.expires_on >= today() and (self.user is None or self.user.is_active)

    def clean(self):
        if self._state.adding and self.expires_on and self.expires_on < today():
            refusal = ValidationError(_("This day is over: a key is valid until a day to come."), code="over")
            raise ValidationError({"expires_on": refusal})


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered: sent again, it gets the same answer and does nothing.

    The row is written in the transaction of the effect: both are kept, or neither.
    """

    client = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["client", "name"], name="kept_answer_once")]

    def __str__(self):
        return self.name
