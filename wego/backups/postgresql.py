"""PostgreSQL by COPY inside one snapshot: needs no program beside the site, whatever the version of the server."""

import hashlib
import io
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction

from wego.backups.archive import Archive, ArchiveWriter, BackupError, Table

STEADY = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
"""The same value is the same text on every server; a backup takes the time it needs."""


class _Rows(io.RawIOBase):
    """Counts and digests the rows that COPY writes (one line each) and passes them on."""

    def __init__(self, out=None):
        self.out, self.digest, self.rows = out, hashlib.sha256(), 0

    def writable(self):
        return True

    def write(self, data) -> int:
        data = bytes(data)
        self.digest.update(data)
        self.rows += data.count(b"\n")
        if self.out:
            self.out.write(data)
        return len(data)


@contextmanager
def snapshot(tables: list[str]):
    """A transaction that sees the database as it is at one moment, while others go on writing."""
    names = ", ".join(map(_quoted, tables))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in STEADY:
            cursor.execute(setting)
        cursor.execute(f"LOCK TABLE {names} IN ACCESS SHARE MODE")  # before the snapshot: no migration in between
        yield cursor


def dump(tables: list[str], archive: ArchiveWriter, say) -> dict[str, Table]:
    """Store the rows of the tables; call inside `snapshot`."""
    facts = {}
    with connection.cursor() as cursor:
        for name in tables:
            say(name)
            archive.add_compressed(part_of(name), lambda out, name=name: facts.update({name: _copy(cursor, name, out)}))
    return facts


def part_of(table: str) -> str:
    return f"tables/{table}.copy.gz"


def facts_of(tables: list[str]) -> dict[str, Table]:
    """What the tables hold now."""
    with snapshot(tables) as cursor:
        return {name: _copy(cursor, name) for name in tables}


def _copy(cursor, table: str, out=None) -> Table:
    columns = _columns(cursor, table)
    chosen = ", ".join(map(_quoted, columns))
    rows = _Rows(out)
    with io.BufferedWriter(rows, 1024 * 1024) as buffer:
        cursor.copy_expert(
            f"COPY (SELECT {chosen} FROM {_quoted(table)} ORDER BY {_order(cursor, table)}) TO STDOUT", buffer
        )
    return Table(rows.rows, rows.digest.hexdigest(), columns, _sequence(cursor, table))


def _columns(cursor, table: str) -> list[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attname",
        [_quoted(table)],
    )
    return sorted(name for (name,) in cursor.fetchall())


def _order(cursor, table: str) -> str:
    """The primary key; texts by their bytes, whatever the language of the server."""
    cursor.execute(
        "SELECT a.attname, t.typcategory = 'S' FROM pg_index i"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " JOIN pg_type t ON t.oid = a.atttypid WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY a.attname",
        [_quoted(table)],
    )
    return ", ".join(
        f'{_quoted(name)} COLLATE "C"' if is_text else _quoted(name) for name, is_text in cursor.fetchall()
    )


def _sequence(cursor, table: str) -> list | None:
    """Column, last value and whether it was given out: numbers of deleted rows are not given again."""
    for sequence in connection.introspection.get_sequences(cursor, table):
        cursor.execute(f"SELECT last_value, is_called FROM {_quoted(sequence['name'])}")
        return [sequence["column"], *cursor.fetchone()]
    return None


def load(archive: Archive) -> None:
    """Fill an empty database: tables by the migrations, then every row in one transaction."""
    tables = archive.manifest.tables
    with connection.cursor() as cursor:  # migrations and what follows take the time they need
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for setting in STEADY:
            cursor.execute(setting)
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))} CASCADE")
        with _without_triggers(cursor):
            for name, table in tables.items():
                _fill(cursor, name, table, archive)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    call_command("createcachetable", verbosity=0)


def _fill(cursor, name: str, table: Table, archive: Archive) -> None:
    if _columns(cursor, name) != table.columns:
        raise BackupError(f"The columns of {name} are others than in the backup.")
    chosen = ", ".join(map(_quoted, table.columns))
    with archive.open_compressed(part_of(name)) as rows:
        cursor.copy_expert(f"COPY {_quoted(name)} ({chosen}) FROM STDIN", rows)
    if table.sequence:
        column, last, called = table.sequence
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [_quoted(name), column, last, called])


@contextmanager
def _without_triggers(cursor):
    """Rows come in as they are: the guards of locked rows rest, foreign keys are checked all the same."""
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
    guarded = [name for (name,) in cursor.fetchall()]
    for name in guarded:
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in guarded:
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
