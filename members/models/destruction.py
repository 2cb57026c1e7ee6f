"""The record of personal data that was destroyed (파기대장)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class DestructionQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    pass


class DestructionRecord(RecordedModel, AppendOnlyModel):
    """That personal data was destroyed, whose office it was, and why; nothing of the data itself."""

    class Ground(models.TextChoices):
        REQUEST = "request", _("asked for by the person")
        ENDED = "ended", _("no longer needed")

    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="destruction_records",
        verbose_name=_("member"),
    )
    office = models.CharField(_("office"), max_length=300, help_text=_("Whose data it was, without a name."))
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    destroyed_on = models.DateField(_("destroyed on"))
    items = models.JSONField(_("destroyed"), help_text=_("What was destroyed, and how many rows of it."))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = DestructionQuerySet.as_manager()

    class Meta:
        ordering = ["-destroyed_on", "-pk"]
        verbose_name = _("destruction record")
        verbose_name_plural = _("destruction records")
        permissions = [("destroy_personal_data", gettext_noop("Can destroy personal data"))]
        constraints = [
            models.CheckConstraint(
                name="destruction_asked_on",
                condition=~Q(ground="request") | Q(asked_on__isnull=False),
                violation_error_message=_("State on which day the person asked for it."),
            ),
            models.CheckConstraint(
                name="destruction_after_request",
                condition=Q(asked_on__isnull=True) | Q(asked_on__lte=F("destroyed_on")),
                violation_error_message=_("The person asked on or before the day of the destruction."),
            ),
        ]

    def __str__(self):
        return f"{self.office}, {self.destroyed_on}"
