"""Makes a backup: one file that is whole, sealed and durable, or not there."""

import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wego import audit
from wego.backups import database, files
from wego.backups.archive import ArchiveWriter, BackupError, Manifest
from wego.models import Backup

FILE_NAME = re.compile(r"wego-\d{8}T\d{4}Z\.tar(\.part)?")


def file_name(made_at: datetime) -> str:
    return f"wego-{made_at.astimezone(UTC):%Y%m%dT%H%MZ}.tar"


def make_backup(target: Path, *, say=lambda table: None) -> tuple[Backup, Manifest]:
    """Write the backup to `target` (a folder: under a name of its own), readable by its owner alone.

    The database is as it was at one moment. Files are read after it: those its rows name are written before the rows.
    `say` is called with the name of each table before it is read.
    """
    made_at = timezone.now()
    if target.is_dir():
        target = target / file_name(made_at)
    if target.exists():
        raise BackupError(f"{target} exists already. No backup was made: name another file.")
    database.refuse_unmigrated()
    with _durable(target) as file:
        archive = ArchiveWriter(file, target.parent)
        tables, migrations = database.dump(archive, say)
        files.store(settings.DATA_DIR, archive)
        manifest = Manifest(
            made_at=made_at.isoformat(timespec="seconds"),
            release=database.release(),
            database=connection.vendor,
            migrations=migrations,
            tables=tables,
            left_out=database.left_out(),
            parts=archive.parts,
        )
        digest = archive.finish(manifest.to_json())
    return _record(target, made_at, digest, manifest), manifest


@contextmanager
def _durable(target: Path):
    """A file under another name until it is whole and on the disk; removed if it does not come to that."""
    part = target.with_name(f"{target.name}.part")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        if not isinstance(error, FileExistsError):
            part.unlink(missing_ok=True)
        raise
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@transaction.atomic
def _record(target: Path, made_at: datetime, digest: str, manifest: Manifest) -> Backup:
    size = target.stat().st_size
    facts = {"size": size, "sha256": digest, "tables": len(manifest.tables), "files": len(manifest.files)}
    audit.record("backup.made", by=None, subject=target.name, **facts)
    return Backup.objects.create(made_at=made_at, file_name=target.name, size=size)


def forget_old(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest backups of the folder; what is not named like a backup stays."""
    backups = sorted(path for path in folder.iterdir() if FILE_NAME.fullmatch(path.name))
    unfinished = [path for path in backups if path.suffix == ".part"]
    whole = [path for path in backups if path.suffix != ".part"]
    old = [*unfinished, *whole[: max(len(whole) - keep, 0)]]
    for path in old:
        path.unlink()
    return old
