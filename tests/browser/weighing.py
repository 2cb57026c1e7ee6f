"""What a page costs who reads it for the first time, on a slow line too."""

import gzip
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HEAVIEST = 50_000
"""Bytes of a page with all it asks for, compressed as a proxy does it."""
MOST_REQUESTS = 5
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s, and 400 ms until anything answers."""


def led_on(answer) -> bool:
    """Whether it only said where else to go."""
    return 300 <= answer.status < 400


@dataclass
class Scale:
    """Listens to a page whose browser keeps nothing; `weigh` is about all since the last time."""

    page: object
    answers: list = field(default_factory=list)

    def __post_init__(self):
        self.line = self.page.context.new_cdp_session(self.page)
        self.line.send("Network.enable")
        self.line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.on("response", lambda answer: self.answers.append(answer))

    def slow_down(self) -> None:
        self.line.send("Network.emulateNetworkConditions", SLOW)

    def weigh(self) -> tuple[int, int, set[str]]:
        """Requests, bytes, and the hosts that were asked, of the page that came last; what led to it counts too."""
        found, self.answers[:] = list(self.answers), []
        pages = [place for place, one in enumerate(found) if one.request.is_navigation_request() and not led_on(one)]
        first = pages[-1] if pages else 0
        while first and led_on(found[first - 1]):
            first -= 1
        shown = found[first:]
        weight = sum(len(gzip.compress(one.body(), 6)) for one in shown if not led_on(one))
        return len(shown), weight, {urlsplit(one.url).netloc for one in shown}

    def too_heavy(self, address: str) -> list[str]:
        """What is wrong with the page that came last."""
        requests, weight, hosts = self.weigh()
        return [
            *([f"{requests} requests"] if requests > MOST_REQUESTS else []),
            *([f"{weight} bytes"] if weight > HEAVIEST else []),
            *(f"asks {host}" for host in hosts - {urlsplit(address).netloc}),
        ]

    def seconds(self, address: str) -> float:
        """How long it takes until all is there."""
        self.answers.clear()
        begun = time.perf_counter()
        self.page.goto(address, wait_until="load")
        return time.perf_counter() - begun
