"""What a Celery worker loads: `celery -A wego.celery_worker worker`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wego.settings")
django.setup()

from wego.celery import RUN_JOB, app  # noqa: E402 (models need the set-up above)
from wego.running import alive, run, take  # noqa: E402


@app.task(name=RUN_JOB)
def run_job(job_id: str) -> None:
    with alive("celery") as worker_id:
        if row := take(worker_id, job_id):
            run(row)
