"""How an operation says that it is going to end (RFC 9745 and RFC 8594): docs/api.md has the policy."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from django.conf import settings


@dataclass(frozen=True)
class Deprecation:
    """Deprecated from `since` on, answered for the last time on the day before `ends_on`; `instead` is a path."""

    since: date
    ends_on: date
    instead: str = ""

    @property
    def headers(self) -> dict[str, str]:
        link = {"Link": f'<{settings.SITE_URL}{self.instead}>; rel="successor-version"'} if self.instead else {}
        since = int(_midnight(self.since).timestamp())
        return {"Deprecation": f"@{since}", "Sunset": format_datetime(_midnight(self.ends_on), usegmt=True)} | link


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
