from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.wego import sample_jobs
from wego import health
from wego.models import Counter


def test_healthz_needs_no_database(client):
    """Without the django_db mark a query would fail this test."""
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_is_not_redirected_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/").status_code == 301


@pytest.mark.django_db
def test_readyz_says_that_all_is_well_and_writes_nothing(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert {name: check["ok"] for name, check in response.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "jobs": True,
        "disk": True,
    }
    assert not Counter.objects.exists()


def failed(response) -> list[str]:
    assert response.status_code == 503
    return [name for name, check in response.json()["checks"].items() if not check["ok"]]


@pytest.mark.django_db
def test_readyz_names_a_migration_that_is_not_applied(client):
    latest = dict(health._latest_migrations())["wego"]
    MigrationRecorder(connection).record_unapplied("wego", latest)

    response = client.get("/readyz")

    assert failed(response) == ["migrations"]
    assert response.json()["checks"]["migrations"]["not_applied"] == [f"wego.{latest}"]


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "ok"), [(14, True), (16, False)])
def test_readyz_sees_jobs_that_wait_too_long(client, minutes, ok):
    result = sample_jobs.add.enqueue("a")
    DBTaskResult.objects.filter(pk=result.id).update(enqueued_at=timezone.now() - timedelta(minutes=minutes))

    assert client.get("/readyz").json()["checks"]["jobs"]["ok"] is ok


@pytest.mark.django_db
def test_readyz_counts_a_job_put_off_from_its_own_time(client):
    now = timezone.now()
    result = sample_jobs.add.using(run_after=now + timedelta(hours=1)).enqueue("a")
    DBTaskResult.objects.filter(pk=result.id).update(enqueued_at=now - timedelta(days=1))

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_sees_a_full_disk(client, monkeypatch):
    monkeypatch.setattr(health, "FREE_DISK", 2**62)

    assert failed(client.get("/readyz")) == ["disk"]


@pytest.mark.django_db
def test_readyz_names_a_missing_table_and_goes_on(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wego_counter RENAME TO wego_counter_gone")

    assert failed(client.get("/readyz")) == ["database"]
