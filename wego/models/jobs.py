from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """A process that runs jobs. It is alive as long as it renews `seen_at` (wego/running.py)."""

    id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(_("last seen at"), db_index=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self):
        return self.id


class ScheduledRun(models.Model):
    """The last period for which a scheduled job was put into the queue."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    period = models.DateTimeField(_("beginning of the period"))

    class Meta:
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")

    def __str__(self):
        return f"{self.name}: {self.period.isoformat()}"
