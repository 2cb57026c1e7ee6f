"""Puts scheduled jobs into the queue, once in each period (wego/jobs.py declares them)."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils.module_loading import import_string

from wego.jobs import Scheduled, scheduled
from wego.models import ScheduledRun

log = structlog.get_logger(__name__)


def enqueue_due(now: datetime) -> list[str]:
    """Enqueue each scheduled job whose period has begun and is not yet served; their names."""
    return [entry.name for entry in scheduled.values() if _enqueue_if_due(entry, now)]


def _enqueue_if_due(entry: Scheduled, now: datetime) -> bool:
    period = entry.rhythm.period(now)
    run, is_new = ScheduledRun.objects.get_or_create(name=entry.name, defaults={"period": period})
    if is_new or run.period >= period:
        return False
    with transaction.atomic():
        run = ScheduledRun.objects.select_for_update().get(name=entry.name)
        if run.period >= period:  # another worker was faster
            return False
        run.period = period
        run.save(update_fields=["period"])
        import_string(entry.job_path).enqueue()
    log.info("scheduled_job_enqueued", name=entry.name, period=period.isoformat())
    return True
