"""Backups made by hand, right and wrong."""

import hashlib
import io
import tarfile
from pathlib import Path

from wego.backups.archive import ArchiveWriter, Manifest, Table, seal

FACTS = {
    "made_at": "2026-11-22T22:10:00+00:00",
    "release": "0.1.0",
    "database": "postgresql",
    "migrations": ["wego.0001_initial"],
    "tables": {"wego_counter": Table(2, "0" * 64, ["last", "series"])},
    "left_out": ["django_session"],
}
ROWS = b"1\tmembers\n2\tpapers\n"


def make_archive(path: Path, files: dict[str, bytes] | None = None, **facts) -> Path:
    """A sealed backup of one table and these files, which need not be what a backup may hold."""
    with path.open("wb") as file:
        archive = ArchiveWriter(file, path.parent)
        archive.add_compressed("tables/wego_counter.copy.gz", lambda out: out.write(ROWS))
        for name, content in (files or {"files/mail/1.eml": b"Subject: x" * 100}).items():
            archive.add(name, io.BytesIO(content), size=len(content))
        archive.finish(Manifest(**{**FACTS, "parts": archive.parts, **facts}).to_json())
    return path


def seal_again(path: Path, change=lambda content: content, member: tarfile.TarInfo | None = None) -> Path:
    """The backup, changed by somebody who knows how it is sealed; `member` is put before everything."""
    content = change(path.read_bytes()[: -len(seal("0" * 64))])
    if member:
        content = member.tobuf(tarfile.PAX_FORMAT) + content
    path.write_bytes(content + seal(hashlib.sha256(content).hexdigest()))
    return path


def flip(path: Path, offset: int) -> None:
    """Alter one bit of the byte at `offset`."""
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1]))
