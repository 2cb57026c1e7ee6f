"""Work of the register that leaves the request."""

from datetime import timedelta

from members.services.deliveries import deliver
from members.services.list_comparison import compare_again, compare_waiting
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
    """Compare again every list for which the register has changed, so that what was signed off shows itself open."""
    return compare_again()
