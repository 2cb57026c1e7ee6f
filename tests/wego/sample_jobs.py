"""Jobs for the tests of the queue. What they did is told by counters."""

import time
from datetime import timedelta

from wego.jobs import job
from wego.models import Counter

SOON = timedelta(0)


def done(series: str) -> int:
    """How often `mark` was called for this series and kept."""
    counter = Counter.objects.filter(series=series).first()
    return counter.last if counter else 0


def mark(series: str) -> int:
    counter, _new = Counter.objects.get_or_create(series=series)
    counter.last += 1
    counter.save()
    return counter.last


@job()
def add(series):
    return mark(series)


@job(retries=2, backoff=SOON)
def fail_until(series, tries):
    if mark(series) < tries:
        raise ValueError("not yet")
    return "at last"


@job(retries=0, atomic=True)
def mark_and_fail(series):
    mark(series)
    raise ValueError("after the effect")


@job(retries=3, backoff=SOON)
def mark_and_sleep(series, seconds):
    """Sleeps the first time only, so that a second try ends at once."""
    if mark(series) == 1:
        time.sleep(seconds)


@job(retries=50, backoff=SOON, atomic=True)
def mark_once(series):
    mark(series)
    time.sleep(0.005)


@job(takes_context=True)
def tell_try(context):
    return context.attempt


not_a_job = len
