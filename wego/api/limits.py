"""How often somebody may ask: counted by the minute in the cache that all processes share."""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from wego.models import ApiKey
from wego.requests import client_network

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Limit:
    """What is left of a minute. `reset` are the seconds until the next one begins."""

    limit: int
    used: int
    reset: int

    @property
    def is_passed(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        remaining = max(self.limit - self.used, 0)
        counts = {"Limit": self.limit, "Remaining": remaining, "Reset": self.reset}
        return {f"RateLimit-{name}": str(count) for name, count in counts.items()}


def count_request(request, key: ApiKey | None) -> Limit:
    """Count a request: with a key for the key, without for the address, of IPv6 for its network."""
    if key is not None:
        return _count(f"key {key.prefix}", settings.API_LIMIT_KEY)
    return _count(f"network {client_network(request)}", settings.API_LIMIT_ADDRESS)


def _count(client: str, limit: int) -> Limit:
    now = int(time.time())
    counter = f"api-{hashlib.sha256(client.encode()).hexdigest()[:32]}-{now // WINDOW}"
    cache.add(counter, 0, timeout=2 * WINDOW)
    try:
        used = cache.incr(counter)
    except ValueError:  # pushed out of a full cache just now
        used = 1
    return Limit(limit, used, WINDOW - now % WINDOW)
