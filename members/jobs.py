"""Work of the register that leaves the request."""

from datetime import timedelta

from members.services.deliveries import deliver
from members.services.list_comparison import compare_waiting, stale_lists
from members.services.papers import forget_unnamed_files
from wego.jobs import job

RETRIES = 20
"""With the pauses between them most of a day: a mail server that is down over night loses nothing."""


@job(retries=RETRIES, backoff=timedelta(minutes=1), takes_context=True)
def send_delivery(context, delivery: int) -> str:
    """Mail a delivery that waits; at least once, always under its one Message-ID."""
    return deliver(delivery, is_last_try=context.attempt > RETRIES)


@job()
def prune_papers() -> int:
    """Remove files that no paper names: of papers that were looked at before they were issued, or not issued."""
    return forget_unnamed_files()


@job()
def compare_list(published: int) -> None:
    """Compare a long list with the register; how far it is stands in its row."""
    compare_waiting(published)


@job()
def compare_lists() -> int:
    """Have every list compared again for which the register has changed, each by a job of its own: what was signed off
    and is not so any more shows itself open."""
    stale = stale_lists()
    for published in stale:
        compare_list.enqueue(published)
    return len(stale)
