"""Restores a backup into an empty place, and compares what is there with what was."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from wego import audit
from wego.backups import database, files
from wego.backups.archive import BackupError, Manifest, open_archive
from wego.models import Backup


@dataclass(frozen=True)
class Line:
    """A table or file of the comparison. `rows` is None for a file."""

    name: str
    rows: int | None
    equal: bool


def restore(path: Path) -> list[Line]:
    """Fill the empty database and DATA_DIR of the settings from the backup; what is there afterwards, compared.

    Everything that can be known beforehand is checked before anything is written.
    """
    with open_archive(path) as archive:
        database.refuse_other_release(archive.manifest)
        database.refuse_occupied()
        files.refuse_occupied(settings.DATA_DIR)
        try:
            files.load(archive, settings.DATA_DIR)
            database.load(archive)
        except (BackupError, DatabaseError, OSError) as error:
            raise BackupError(
                f"The restore stopped halfway: {error} Remove this database and the files in {settings.DATA_DIR},"
                " and restore into new ones."
            ) from error
        lines = compare(archive.manifest)
    if all(line.equal for line in lines):
        _record(path, archive.manifest)
    return lines


@transaction.atomic
def _record(path: Path, manifest: Manifest) -> None:
    """From here on the trail goes on: it says where something is missing between backup and now."""
    facts = {"made_at": manifest.made_at, "release": manifest.release}
    audit.record("backup.restored", by=None, subject=path.name, **facts)


def compare(manifest: Manifest) -> list[Line]:
    """The tables and files of the backup against those of the database and of DATA_DIR now."""
    tables = database.facts_of([name for name in manifest.tables if name in database.present_tables()])
    lines = [Line(name, table.rows, tables.get(name) == table) for name, table in manifest.tables.items()]
    there = files.present(settings.DATA_DIR)
    drawn = {files.SECRET_KEY} - manifest.files.keys()  # by the start of the command
    names = sorted((manifest.files.keys() | there.keys()) - drawn)
    return lines + [Line(name, None, there.get(name) == manifest.files.get(name)) for name in names]


def drill(path: Path) -> int:
    """Restore into a place made for it, compare, and remove it; the exit status. The site's own data are not touched.

    The restore is the command itself, in a process of its own whose settings lead nowhere else.
    """
    with open_archive(path) as archive:
        database.refuse_other_release(archive.manifest)
    with tempfile.TemporaryDirectory(prefix="wego-drill-") as folder, _database_for_drill() as url:
        env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": folder}
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(path.absolute())]
        status = subprocess.run(command, env=env, check=False).returncode
    if status == 0:
        Backup.objects.filter(file_name=path.name).update(checked_at=timezone.now())
    return status


@contextmanager
def _database_for_drill() -> Iterator[str]:
    """The DATABASE_URL of an empty database, removed afterwards; none for SQLite, whose file lies in DATA_DIR."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_drill"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # both wait until the server has written everything to its disk
        try:
            cursor.execute(f"CREATE DATABASE {quoted}")
        except DatabaseError as error:
            raise BackupError(
                f"An empty database for the drill could not be made: {str(error).strip()}. Nothing was restored: give"
                " one yourself: DATABASE_URL=<empty database> DATA_DIR=<empty directory> manage.py restore FILE."
            ) from error
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(f"DROP DATABASE {quoted}")
