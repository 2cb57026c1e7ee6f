"""How often somebody may do something. Counted in the database, so that all workers count together.

MAIL = Limit("applicant mail", times=5, within=timedelta(hours=1))
MAIL.take(address)        # TooOftenError from the sixth time on
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from wego.models import RateCount

KEPT_FOR = timedelta(days=2)

COUNT = """
    INSERT INTO wego_ratecount (key, begun, count) VALUES (%s, %s, 1)
    ON CONFLICT (key, begun) DO UPDATE SET count = wego_ratecount.count + 1 RETURNING count
"""
"""One statement: two that count at once both count."""


class TooOftenError(Exception):
    """Refused for now. `wait` is in seconds."""

    def __init__(self, wait: int):
        super().__init__(f"try again in {wait} s")
        self.wait = wait


@dataclass(frozen=True)
class Limit:
    """At most `times` in each period of the length `within`, for each address, caller or whatever is counted."""

    scope: str
    times: int
    within: timedelta

    def take(self, what: str) -> None:
        """Count one more; TooOftenError where that is one too many."""
        if self._count(what) > self.times:
            raise TooOftenError(self._left())

    def check(self, what: str) -> None:
        """Refuse who has used up the period, without counting: for what is counted only where it fails."""
        counted = RateCount.objects.filter(key=self._key(what), begun=self._begun()).values_list("count", flat=True)
        if next(iter(counted), 0) >= self.times:
            raise TooOftenError(self._left())

    def _count(self, what: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [self._key(what), self._begun()])
            return cursor.fetchone()[0]

    def _key(self, what: str) -> str:
        return salted_hmac("wego.limits", f"{self.scope}\0{what}", algorithm="sha256").hexdigest()

    def _begun(self) -> int:
        seconds = int(self.within.total_seconds())
        return int(time.time()) // seconds * seconds

    def _left(self) -> int:
        return max(1, self._begun() + int(self.within.total_seconds()) - int(time.time()))


def forget_old_counts() -> None:
    """Remove what no period counts any more."""
    RateCount.objects.filter(begun__lt=time.time() - KEPT_FOR.total_seconds()).delete()
