"""Files that the site keeps: named by their content, so that what was kept can never become something else."""

import hashlib
import os
import re
import time
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes) -> str:
    """Write the file, durable before this returns; its SHA-256 (hex). The same content is one file.

    A row that names the digest is committed after this. Where it is rolled back the file stays behind, unnamed.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.exists():
        path.touch()  # it is needed again: not to be forgotten now
    else:
        write_safely(path, content)
    return digest


def read(digest: str) -> bytes:
    """The content, if it is still what was kept."""
    try:
        content = path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise _damaged("lost", digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise _damaged("damaged", digest)
    return content


def path_of(digest: str) -> Path:
    """Where the file with this SHA-256 (hex) lies."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return settings.PAPERS_DIR / digest[:2] / digest


def forget(*, keep_digests: Collection[str], older_than: timedelta) -> int:
    """Remove the files that are not among those to keep and were written before then; how many."""
    before = time.time() - older_than.total_seconds()
    unnamed = [
        path
        for path in settings.PAPERS_DIR.glob("??/*")
        if path.name not in keep_digests and path.stat().st_mtime < before
    ]
    for path in unnamed:
        path.unlink(missing_ok=True)
    return len(unnamed)


def _damaged(code: str, digest: str) -> ValidationError:
    return ValidationError(
        _("This file is lost or damaged: %(digest)s. Restore it from a backup; nothing else was changed."),
        code=code,
        params={"digest": digest[:12]},
    )


def write_safely(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
