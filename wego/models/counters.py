from django.db import models, transaction


class Counter(models.Model):
    """Last number given in a series. Its row is locked in the transaction of the document (A11)."""

    series = models.CharField(max_length=32, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.series}: {self.last}"


def next_number(series: str, *, count: int = 1) -> int:
    """The first of `count` fresh numbers of `series`, without gaps.

    Must run inside the transaction that uses the numbers: when that rolls back, so do they.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "next_number runs inside the transaction of the document that bears the number"
        )
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first


def raise_counter(series: str, *, to: int) -> None:
    """Make sure that the next number of `series` is above `to` (numbers that came from a file)."""
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    if counter.last < to:
        counter.last = to
        counter.save(update_fields=["last"])
