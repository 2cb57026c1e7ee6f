"""An application that is being written online, and the mailed links that open it."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.applicants import Applicant
from members.models.member import Kind

DRAFT_KEPT_FOR = timedelta(days=30)
"""After the last answer was saved."""
FRESH = timedelta(minutes=10)
"""How long a link opens that opens everything of its address."""


class DraftQuerySet(models.QuerySet):
    def of_applicant(self, applicant: Applicant) -> "DraftQuerySet":
        """What the applicant writes, as far as the pass reaches (A15)."""
        return applicant.own(self)

    def kept(self, now: datetime | None = None) -> "DraftQuerySet":
        """Those whose time is not over."""
        return self.filter(saved_at__gte=(now or timezone.now()) - DRAFT_KEPT_FOR)


class ApplicationDraft(models.Model):
    """Answers to the pages of the online form as they were typed, right or wrong; nothing of it is an application.

    There is one only for a confirmed address. Sent, it becomes an `Application` under the same key and is gone.
    """

    key = models.UUIDField(_("public key"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    email = models.EmailField(_("e-mail"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("draft of an application")
        verbose_name_plural = _("drafts of applications")
        constraints = [
            models.CheckConstraint(
                name="draft_has_address",
                condition=~Q(email=""),
                violation_error_message=_("A draft belongs to a confirmed e-mail address."),
            )
        ]

    def __str__(self):
        return str(self.key)

    @property
    def kept_until(self) -> datetime:
        return self.saved_at + DRAFT_KEPT_FOR


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet):
    def with_token(self, token: str) -> "ApplicantLink | None":
        return self.filter(digest=digest_of(token)).first()

    def openable(self, now: datetime | None = None) -> "LinkQuerySet":
        """Not used yet, not revoked, not too old; one that opens for longer than FRESH opens a draft that is there."""
        now = now or timezone.now()
        drafts = ApplicationDraft.objects.kept(now).filter(key=OuterRef("key"), email=OuterRef("email"))
        is_fresh = Q(opens_until__lte=F("created_at") + FRESH)
        return self.filter(is_fresh | Exists(drafts), used_at=None, opens_until__gt=now)


class ApplicantLink(models.Model):
    """A link that was mailed to an address. Opening it once, within its time, proves that one reads its mail.

    The token of 256 bits stands in the mail alone; here is its SHA-256. `key` names the draft or the application to
    which it leads; without one it leads to a new application of the `kind`.
    """

    digest = models.CharField("SHA-256", max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    key = models.UUIDField(_("leads to"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, db_index=True)
    opens_until = models.DateTimeField(_("opens until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of an applicant")
        verbose_name_plural = _("links of applicants")
        constraints = [
            models.CheckConstraint(
                name="applicant_link_has_address",
                condition=~Q(email=""),
                violation_error_message=_("A link is mailed to an address."),
            )
        ]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_openable(self) -> bool:
        return ApplicantLink.objects.openable().filter(pk=self.pk).exists()
