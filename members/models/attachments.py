"""Files that applicants upload: signed letters, resolutions, certificates."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.applicants import Applicant
from members.models.applications import Application
from members.models.drafts import ApplicationDraft
from members.models.visibility import OfMemberQuerySet


class AttachmentQuerySet(OfMemberQuerySet):
    country_paths = ["application__country"]

    def of_applicant(self, applicant: Applicant) -> "AttachmentQuerySet":
        """Files of what the applicant wrote or sent (A15)."""
        drafts = ApplicationDraft.objects.of_applicant(applicant).values("pk")
        applications = Application.objects.of_applicant(applicant).values("pk")
        return self.filter(Q(draft__in=drafts) | Q(application__in=applications))


class Attachment(models.Model):
    """A file of a draft or of an application, judged by its content (wego/attachments.py), kept outside the web root.

    `digest` names the kept content. It may name persons: it goes with the application's personal data.
    """

    class Purpose(models.TextChoices):
        LETTER = "letter", _("signed official letter")
        RESOLUTION = "resolution", _("resolution of the council")
        FOUNDING_ACT = "founding_act", _("establishing act or statute")
        REGISTRATION = "registration", _("certificate of registration")
        COMPLETION = "completion", _("sent on request")

    key = models.UUIDField(_("public key"), default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(
        ApplicationDraft, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("application"),
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(_("content type"), max_length=40)
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size (bytes)"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                name="attachment_of_one_thing",
                condition=Q(draft__isnull=True, application__isnull=False)
                | Q(draft__isnull=False, application__isnull=True),
                violation_error_message=_("A file belongs to a draft or to an application."),
            ),
            models.CheckConstraint(
                name="attachment_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("The file is empty."),
            ),
        ]

    def __str__(self):
        return self.name
