"""What some tests need of the machine, by marker. Where it is missing they are left out, loudly."""

import re
import shutil
from collections import Counter
from dataclasses import dataclass

PREFIX = "LEFT OUT: "


@dataclass(frozen=True)
class Need:
    program: str
    package: str


NEEDS = {
    "browser": Need("chromium", "chromium"),
    "axe": Need("npm", "npm"),
    "redis": Need("redis-server", "redis-server"),
    "gettext": Need("msgfmt", "gettext"),
}


def missing(marker: str) -> bool:
    return shutil.which(NEEDS[marker].program) is None


def left_out(skipped_reports) -> dict[str, int]:
    """How many of these reports were left out, by marker."""
    found = (
        re.search(rf"{PREFIX}(\w+)", str(report.longrepr[2]))
        for report in skipped_reports
        if isinstance(report.longrepr, tuple)
    )
    return dict(Counter(match[1] for match in found if match))
