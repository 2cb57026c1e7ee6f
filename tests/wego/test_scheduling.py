from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.processes import eventually, manage
from wego import jobs
from wego.jobs import Every, schedule
from wego.models import ScheduledRun, Worker
from wego.scheduling import enqueue_due

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly():
    kept = dict(jobs.scheduled)
    jobs.scheduled.clear()
    schedule("hourly", "wego.housekeeping.prune", Every(HOUR))
    yield "hourly"
    jobs.scheduled.clear()
    jobs.scheduled.update(kept)


@pytest.mark.django_db
def test_new_name_waits_for_its_next_period(hourly):
    assert enqueue_due(NOON) == []
    assert enqueue_due(NOON + HOUR) == [hourly]


@pytest.mark.django_db
def test_period_is_served_once(hourly):
    enqueue_due(NOON)

    served = [enqueue_due(NOON + HOUR + timedelta(minutes=minute)) for minute in range(60)]

    assert [names for names in served if names] == [[hourly]]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_missed_periods_are_made_up_for_by_one_run(hourly):
    enqueue_due(NOON)

    assert enqueue_due(NOON + 100 * HOUR) == [hourly]
    assert enqueue_due(NOON + 100 * HOUR) == []
    assert enqueue_due(NOON + 101 * HOUR) == [hourly]


@pytest.mark.django_db
def test_clock_set_back_serves_nothing_twice(hourly):
    enqueue_due(NOON)
    enqueue_due(NOON + 2 * HOUR)

    assert enqueue_due(NOON + HOUR) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_serve_a_missed_period_once():
    ScheduledRun.objects.create(name="wego.prune", period=NOON - timedelta(days=300))

    with manage("work", "--interval", "0.1") as one, manage("work", "--interval", "0.1") as two:
        eventually(lambda: Worker.objects.count() == 2)
        eventually(lambda: DBTaskResult.objects.successful().count() == 1)
        for worker in (one, two):
            worker.terminate()
            assert worker.wait(timeout=20) == 0

    assert DBTaskResult.objects.count() == 1
