"""The log of who saw personal data, and its monthly review (Korea's PIPA: access log, checked each month)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wego.append_only import AppendOnlyModel
from wego.models.recorded import RecordedModel


class AccessEntry(models.Model):
    """One look at personal data: who, when, from where, whose, what, and for a file why.

    `whose` names rows, never persons: the log must not keep what has to be destroyed. Entries are removed when they
    are old enough (wego/access.py), otherwise never.
    """

    class Action(models.TextChoices):
        SEEN = "seen", _("seen")
        LISTED = "listed", _("listed")
        EXPORTED = "exported", _("exported")
        PRINTED = "printed", _("printed")

    at = models.DateTimeField(_("at"), db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    action = models.CharField(_("action"), max_length=10, choices=Action)
    what = models.CharField(_("what"), max_length=100)
    whose = models.JSONField(_("whose"), default=list)
    count = models.PositiveIntegerField(_("number of rows"))
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("access to personal data")
        verbose_name_plural = _("access log")
        indexes = [models.Index(fields=["person", "at"], name="access_by_person")]
        constraints = [
            models.CheckConstraint(
                name="access_file_has_purpose",
                condition=~Q(action__in=["exported", "printed"]) | ~Q(purpose=""),
                violation_error_message=_("State what the personal data is needed for."),
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.what} ({self.count})"


class AccessReview(RecordedModel, AppendOnlyModel):
    """Somebody went through the access log of a month and wrote down what there was to see."""

    month = models.DateField(_("month"), help_text=_("First day of the month."))
    note = models.TextField(_("note"))
    entries = models.PositiveIntegerField(_("entries"))

    class Meta:
        ordering = ["-month", "-pk"]
        verbose_name = _("review of the access log")
        verbose_name_plural = _("reviews of the access log")
        permissions = [("review_access", gettext_noop("Can review the access log"))]
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                name="access_review_once",
                violation_error_message=_("The access log of this month has been reviewed."),
            ),
            models.CheckConstraint(
                name="access_review_has_note",
                condition=~Q(note=""),
                violation_error_message=_("Write down what you looked at and found."),
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"
