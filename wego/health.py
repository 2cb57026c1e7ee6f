"""Addresses for monitors: /healthz says that the process answers, /readyz that it can do its work."""

import secrets
import shutil
from datetime import timedelta
from functools import cache

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult, get_date_max

from wego.models import Counter

log = structlog.get_logger(__name__)

OLDEST_WAITING_JOB = timedelta(minutes=15)
FREE_DISK = 200 * 1024 * 1024  # bytes


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every check by name; status 503 if one of them fails."""
    results = {name: _result(check) for name, check in CHECKS.items()}
    ok = all(result["ok"] for result in results.values())
    return JsonResponse({"ok": ok, "checks": results}, status=200 if ok else 503)


def _result(check) -> dict:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        log.error("not_ready", check=check.__name__, exc_info=error)
        return {"ok": False, "error": type(error).__name__}


def database() -> dict:
    """Write a row, read it back, and take it away again."""
    series = f"readyz-{secrets.token_hex(8)}"
    with transaction.atomic():
        Counter.objects.create(series=series, last=1)
        found = Counter.objects.filter(series=series, last=1).exists()
        transaction.set_rollback(True)
    return {"ok": found}


def migrations() -> dict:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = [f"{app}.{name}" for app, name in _latest_migrations() if (app, name) not in applied]
    return {"ok": not missing, "not_applied": missing}


@cache
def _latest_migrations() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(None).graph.leaf_nodes())


def jobs() -> dict:
    """How long the oldest job has been waiting past its time."""
    now = timezone.now()
    ages = [now - _due_at(*times) for times in _oldest_waiting()]
    age = max(ages, default=timedelta(0))
    return {"ok": age <= OLDEST_WAITING_JOB, "oldest_waiting_seconds": int(age.total_seconds())}


def _oldest_waiting() -> list[tuple]:
    """The times of the first job in line, of those to be run at once and of those put off."""
    waiting = DBTaskResult.objects.ready().values_list("enqueued_at", "run_after")
    at_once = waiting.filter(run_after=get_date_max()).order_by("enqueued_at")
    put_off = waiting.filter(run_after__lt=get_date_max()).order_by("run_after")
    return [*at_once[:1], *put_off[:1]]


def _due_at(enqueued_at, run_after):
    return enqueued_at if run_after == get_date_max() else run_after


def disk() -> dict:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return {"ok": free >= FREE_DISK, "free_megabytes": free // 1024**2}


CHECKS = {"database": database, "migrations": migrations, "jobs": jobs, "disk": disk}
