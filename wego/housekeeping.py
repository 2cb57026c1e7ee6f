"""What the kernel clears away each night."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wego.jobs import job

KEEP_DONE = timedelta(days=14)
KEEP_FAILED = timedelta(days=90)


@job()
def prune():
    """Remove the rows of finished jobs, and sessions that have expired."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    call_command("clearsessions")
