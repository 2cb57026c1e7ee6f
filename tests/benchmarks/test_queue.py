import pytest
from django_tasks_db.models import DBTaskResult

from tests.wego import sample_jobs
from wego.running import alive, run, take

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

JOBS = 100


def drain(worker_id):
    while row := take(worker_id):
        run(row)


def test_a_hundred_jobs(benchmark):
    def enqueue():
        for number in range(JOBS):
            sample_jobs.add.enqueue(f"job-{number}")

    with alive("bench") as worker_id:
        benchmark.pedantic(drain, args=(worker_id,), setup=enqueue, rounds=5)

    assert DBTaskResult.objects.successful().count() == 5 * JOBS
