"""Public answers that readers and caches keep, and ask about again: ETag, Last-Modified, 304.

The tag follows from the tables that an answer reads, not from the answer, so it is known before the answer is made. It
is taken first: what changes meanwhile leads to a new answer the next time, never to an old one that is kept.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date
from django.utils.translation import get_language

from wego.append_only import AppendOnlyModel
from wego.dates import today
from wego.release import release

FRESH = 300
"""Seconds for which a cache may keep an answer without asking again."""
SETTLED = timedelta(minutes=1)
"""Age of the newest change from which a time of the last change is told. A second may hold two changes, and a row bears
the time at which it was written, not the later one at which others see it; a tag tells these apart, a time does not."""


@dataclass(frozen=True)
class State:
    """What some tables hold: equal as long as nothing in them changed. `changed_at` is None where no table tells."""

    facts: tuple
    changed_at: datetime | None

    @classmethod
    def of(cls, tables: Sequence[type[models.Model]]) -> "State":
        """From how many rows each has and the newest of them: of its history where a table has one (every change adds
        a row to it), of itself where rows are only added. Other tables are small; their rows themselves are read."""
        traced = [trace for trace in map(_trace, tables) if trace]
        facts, times = _counted(traced) if traced else ((), [])
        for table in tables:
            if not _trace(table):
                rows = list(table._default_manager.order_by("pk").values_list())
                facts += tuple(map(repr, rows))
                times += [value for row in rows for value in row if isinstance(value, datetime)]
        return cls(facts, max(times, default=None))


def _trace(table: type[models.Model]) -> tuple[str, str, str] | None:
    """Table, key and time of the rows of which one is added by every change of `table`; None where there is none."""
    if name := getattr(table._meta, "simple_history_manager_attribute", None):
        return getattr(table, name).model._meta.db_table, "history_id", "history_date"
    if issubclass(table, AppendOnlyModel):
        return table._meta.db_table, table._meta.pk.column, "recorded_at"
    return None


def _counted(traces: Sequence[tuple[str, str, str]]) -> tuple[tuple, list[datetime]]:
    """Count, newest key and its time of each trace, by one query and so at one instant."""
    parts = []
    for names in traces:
        table, key, at = map(connection.ops.quote_name, names)
        parts.append(f"(SELECT COUNT(*) FROM {table})")
        parts.append(f"(SELECT MAX({key}) FROM {table})")
        parts.append(f"(SELECT {at} FROM {table} ORDER BY {key} DESC LIMIT 1)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}")
        row = cursor.fetchone()
    return tuple(map(str, row)), [_instant(at) for at in row[2::3] if at]


def _instant(value: datetime | str) -> datetime:
    """SQLite gives a time as text, in UTC."""
    at = parse_datetime(value) if isinstance(value, str) else value
    return at if timezone.is_aware(at) else at.replace(tzinfo=UTC)


def answer(
    request: HttpRequest, tables: Sequence[type[models.Model]], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """304 where the reader has what `make` would say now, else that.

    `tables` are all those that `make` reads. The tag follows from them, the language, the day in Seoul, the release
    and the settings that are printed.
    """
    state = State.of(tables)
    tag, changed_at = _tag(state), _changed_at(state)
    response = get_conditional_response(request, etag=tag, last_modified=changed_at) or make()
    response.headers["ETag"] = tag
    if changed_at:
        response.headers["Last-Modified"] = http_date(changed_at)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _tag(state: State) -> str:
    """Weak: it promises the same content, which a proxy may compress."""
    told = (state.facts, get_language(), today(), release().digest, settings.SITE_URL, settings.OPEN_DATA_LICENCE)
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def _changed_at(state: State) -> int | None:
    """Seconds since 1970 of the last change: of the data, the release, or the day; None until it has settled."""
    if state.changed_at is None:
        return None
    midnight = timezone.make_aware(datetime.combine(today(), time()))
    newest = max(state.changed_at, release().installed_at, midnight)
    return int(newest.timestamp()) if timezone.now() - newest >= SETTLED else None
