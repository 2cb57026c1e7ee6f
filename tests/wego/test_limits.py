"""How often is too often: counted in the database, by period, for each alone."""

from datetime import timedelta

import pytest
import time_machine

from wego.limits import Limit, TooOftenError, forget_old_counts
from wego.models import RateCount

pytestmark = pytest.mark.django_db
LIMIT = Limit("test", times=3, within=timedelta(hours=1))
NOON = "2026-11-30 12:00:00+00:00"


def refusals(count: int, what: str = "a") -> list[bool]:
    """For each try whether it was refused."""
    found = []
    for _ in range(count):
        try:
            LIMIT.take(what)
        except TooOftenError:
            found.append(True)
        else:
            found.append(False)
    return found


@time_machine.travel(NOON, tick=False)
def test_the_fourth_of_three_is_refused_with_the_time_to_wait():
    assert refusals(4) == [False, False, False, True]
    with time_machine.travel("2026-11-30 12:59:30+00:00", tick=False), pytest.raises(TooOftenError) as refusal:
        LIMIT.take("a")
    assert refusal.value.wait == 30


@time_machine.travel(NOON, tick=False)
def test_others_and_the_next_period_are_counted_anew():
    refusals(4)

    assert refusals(1, "b") == [False]
    with time_machine.travel("2026-11-30 13:00:00+00:00", tick=False):
        assert refusals(1) == [False]


@time_machine.travel(NOON, tick=False)
def test_checking_counts_nothing():
    for _ in range(5):
        LIMIT.check("a")
    refusals(3)

    with pytest.raises(TooOftenError):
        LIMIT.check("a")


def test_what_is_counted_is_kept_under_no_name():
    refusals(1, "lee@suwon.example")

    assert "lee" not in RateCount.objects.get().key


def test_periods_that_are_over_are_forgotten():
    refusals(1)
    forget_old_counts()
    assert RateCount.objects.count() == 1

    with time_machine.travel(timedelta(days=3), tick=False):
        forget_old_counts()
    assert RateCount.objects.count() == 0
