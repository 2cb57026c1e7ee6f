from django.db import models
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """A backup that was made (wego/backups/), and when the last restore drill of it found everything equal."""

    made_at = models.DateTimeField(_("made at"), db_index=True)
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    checked_at = models.DateTimeField(_("restored and compared at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("backup")
        verbose_name_plural = _("backups")

    def __str__(self):
        return self.file_name
