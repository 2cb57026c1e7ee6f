"""Which release of the site answers: a page that was kept must not outlive the templates and styles it was made of."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.conf import settings

SOURCES = ("directory", "fees", "members", "wego", "templates", "locale")
SUFFIXES = {".py", ".html", ".css", ".svg", ".mo"}


@dataclass(frozen=True)
class Release:
    """`digest` is equal on all machines that run the same files; `installed_at` is the time of the newest of them."""

    digest: str
    installed_at: datetime


@cache
def release() -> Release:
    """Read once for each process, from the files themselves: nobody has to raise a number."""
    folders = (settings.BASE_DIR / name for name in SOURCES)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes() + b"\0")
    newest = max(path.stat().st_mtime for path in files)
    return Release(digest.hexdigest(), datetime.fromtimestamp(newest, UTC))
