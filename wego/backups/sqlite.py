"""SQLite by its online backup: a copy of the whole file as it is at one moment."""

import hashlib
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection

from wego.backups.archive import Archive, ArchiveWriter, Table, copy_to

PART = "database.sqlite3.gz"


def dump(tables: list[str], left_out: list[str], archive: ArchiveWriter, say) -> tuple[dict[str, Table], set]:
    """Store a copy of the database; what its tables hold, and the migrations that are applied in it."""
    with tempfile.TemporaryDirectory(dir=archive.folder, prefix=".wego-backup-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        _copy_to(copy, left_out)
        facts = {}
        with closing(sqlite3.connect(copy)) as opened:
            for name in tables:
                say(name)
                facts[name] = _table(opened, name)
            applied = set(opened.execute("SELECT app, name FROM django_migrations"))
        with copy.open("rb") as file:
            archive.add_compressed(PART, lambda out: copy_to(file, out))
    return facts, applied


def _copy_to(copy: Path, left_out: list[str]) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as opened:
        connection.connection.backup(opened)
        opened.execute("PRAGMA journal_mode = DELETE")
        with opened:
            for name in left_out:
                opened.execute(f"DELETE FROM {_quoted(name)}")
        opened.execute("VACUUM")


def facts_of(tables: list[str]) -> dict[str, Table]:
    """What the tables hold now."""
    path = f"{Path(connection.settings_dict['NAME']).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as opened:
        opened.execute("BEGIN")
        return {name: _table(opened, name) for name in tables}


def _table(opened: sqlite3.Connection, table: str) -> Table:
    described = opened.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    columns = sorted(column[1] for column in described)
    key = ", ".join(sorted(_quoted(column[1]) for column in described if column[5]))
    digest, count = hashlib.sha256(), 0
    for row in opened.execute(f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)} ORDER BY {key}"):
        digest.update(repr(row).encode() + b"\n")
        count += 1
    return Table(count, digest.hexdigest(), columns)


def load(archive: Archive) -> None:
    """Put the copy in the place of the empty database."""
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    database.parent.mkdir(parents=True, exist_ok=True)
    unfinished = database.with_name(f"{database.name}.part")
    with unfinished.open("wb") as file, archive.open_compressed(PART) as stored:
        copy_to(stored, file)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    unfinished.replace(database)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
