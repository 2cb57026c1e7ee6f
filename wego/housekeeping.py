"""What the kernel clears away each night."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wego.access import forget_old_entries
from wego.api.once import forget_old_answers
from wego.imports.uploads import forget_old as forget_old_uploads
from wego.jobs import job
from wego.limits import forget_old_counts
from wego.webhooks.outbox import forget_old as forget_old_webhooks

KEEP_DONE = timedelta(days=14)
KEEP_FAILED = timedelta(days=90)


@job()
def prune():
    """Remove the rows of finished jobs, expired sessions, uploads that nobody confirmed, counts of
    periods that are over, and what the access log, the API and webhooks have kept for long enough."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    call_command("clearsessions")
    forget_old_uploads()
    forget_old_entries(now)
    forget_old_counts()
    forget_old_answers(now)
    forget_old_webhooks(now)
