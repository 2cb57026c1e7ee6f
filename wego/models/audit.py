"""The audit trail: what was done, by whom, in an order that nobody can change unseen."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wego.append_only import AppendOnlyModel

NOTHING_BEFORE = "0" * 64
"""What stands in the first entry in place of the digest of the one before."""


class AuditEntry(AppendOnlyModel):
    """One event. `digest` is the SHA-256 of everything else in the row, the digest of the entry before included:
    who alters, removes or inserts a row breaks the chain from there on (wego/audit.py).
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"), db_index=True)
    event = models.CharField(pgettext_lazy("of the audit trail", "event"), max_length=40, db_index=True)
    subject = models.CharField(_("about"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of an audit entry", "by"),
    )
    actor_name = models.CharField(_("name of the person"), max_length=150, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    previous = models.CharField(_("digest of the entry before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")

    def __str__(self):
        return f"{self.number} {self.event} {self.subject}".rstrip()

    def computed_digest(self) -> str:
        """SHA-256 (hex) over the row as canonical JSON."""
        told = [
            self.number,
            self.at.timestamp().hex(),
            self.event,
            self.subject,
            self.actor_id,
            self.actor_name,
            self.facts,
            self.address,
            self.request_id,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class AuditHead(models.Model):
    """The newest entry. Its one row is locked while an entry is added, so that an entry costs the same however long
    the trail is; it also shows when entries were cut off at the end."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=NOTHING_BEFORE)

    class Meta:
        verbose_name = _("end of the audit trail")
        verbose_name_plural = _("end of the audit trail")

    def __str__(self):
        return str(self.number)
