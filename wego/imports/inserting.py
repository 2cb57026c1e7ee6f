"""Rows by the ten thousand: the very rows that bulk_create inserts, in a fraction of its time.

Django prepares each value of each row for itself and history prepares it again. Here a column is prepared
as a whole and goes into the table and into its history. For rows that have been checked, whose related
rows are saved: no `save`, no `clean`, no signal, like bulk_create.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice, repeat

from django.db import models, transaction
from django.utils import timezone
from psycopg2.extras import Json
from simple_history.utils import get_history_model_for_model

PARAMETERS = 32_000
"""Most values of one statement, where the database states no limit of its own."""
COPIED = 1000
"""Rows that are written out at a time for COPY: memory does not grow with their number."""
COPY_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@contextmanager
def uncollected():
    """Make many rows without the garbage collector, which would walk through all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@transaction.atomic
def insert(model: type[models.Model], rows: Sequence[models.Model]) -> dict[str, list]:
    """Insert the rows and give them their keys. Returns the prepared values by column."""
    if not rows:
        return {}
    connection = transaction.get_connection()  # the real one: its proxy costs more than the work
    key = model._meta.pk
    if rows[0].pk is None and connection.vendor == "postgresql":
        _give_keys(connection, key, rows)
    is_keyed = rows[0].pk is not None
    fields = [field for field in model._meta.local_concrete_fields if is_keyed or field is not key]
    prepared = {field.attname: _prepare(field, rows, connection) for field in fields}
    keys = insert_values(model, fields, zip(*prepared.values(), strict=True), returning=None if is_keyed else key)
    for row, value in zip(rows, keys, strict=False):
        row.pk = value
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias
    return prepared if is_keyed else prepared | {key.attname: keys}


@transaction.atomic
def insert_with_history(model: type[models.Model], rows: Sequence[models.Model], *, by, reasons: Iterable[str]) -> None:
    """`insert`, and for each row its first row of history with the person and the reason."""
    prepared = insert(model, rows)
    if not prepared:
        return
    history = get_history_model_for_model(model)
    told = prepared | {
        "history_date": repeat(timezone.now()),
        "history_user_id": repeat(by.pk if by else None),
        "history_type": repeat("+"),
        "history_change_reason": reasons,
    }
    fields = [field for field in history._meta.local_concrete_fields if not field.primary_key]
    insert_values(history, fields, zip(*(told[field.attname] for field in fields), strict=False))


def insert_values(
    model: type[models.Model],
    fields: Sequence[models.Field],
    values: Iterable[tuple],
    *,
    returning: models.Field | None = None,
) -> list:
    """Insert tuples of prepared values; returns what the database put into `returning`, in their order."""
    connection = transaction.get_connection()
    quote = connection.ops.quote_name
    table = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    if connection.vendor == "postgresql" and returning is None:
        _copy(connection, table, values)
        return []
    into = f"INSERT INTO {table} VALUES "
    tuple_ = f"({', '.join(['%s'] * len(fields))})"
    ending = connection.ops.return_insert_columns([returning])[0] if returning else ""
    returned = []
    with connection.cursor() as cursor:
        for batch in batches(values, (connection.features.max_query_params or PARAMETERS) // len(fields)):
            cursor.execute(f"{into}{', '.join([tuple_] * len(batch))} {ending}", list(chain.from_iterable(batch)))
            if returning:
                returned += [row[0] for row in cursor.fetchall()]
    return returned


def _give_keys(connection, key: models.Field, rows: Sequence[models.Model]) -> None:
    """Keys out of the table's own sequence, so that COPY, which returns nothing, can be used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(key.model._meta.db_table), key.column, len(rows)],
        )
        for row, (value,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = value


def _copy(connection, table: str, values: Iterable[tuple]) -> None:
    """The same by COPY, PostgreSQL's own way for many rows: half the time of INSERT. Until it ends the
    connection is busy: `values` ask nothing of the database."""
    with connection.wrap_database_errors, connection.cursor() as cursor:  # Django does so for `execute` alone
        cursor.copy_expert(f"COPY {table} FROM STDIN", _Lines(values))


class _Lines:
    """Rows as a file for COPY, written out as they are read: the server is at work meanwhile."""

    def __init__(self, values: Iterable[tuple]):
        self.lines = ("\t".join(map(_copied, row)) + "\n" for row in values)

    def read(self, _size: int) -> str:
        return "".join(islice(self.lines, COPIED))


def _copied(value) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, Json):
        value = value.dumps(value.adapted)
    if not isinstance(value, str):
        return str(value)
    if "\\" in value or "\t" in value or "\n" in value or "\r" in value:  # to look is 50 times as fast as to translate
        return value.translate(COPY_ESCAPES)
    return value


def batches(values: Iterable, size: int) -> Iterator[list]:
    values = iter(values)
    while batch := list(islice(values, size)):
        yield batch


def _prepare(field: models.Field, rows: Sequence[models.Model], connection) -> list:
    """The values of the field as the database takes them; equal ones are prepared once."""
    known: dict = {}
    prepared = []
    for row in rows:
        value = field.pre_save(row, True)
        key = repr(value) if isinstance(value, list | dict) else value
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        prepared.append(known[key])
    return prepared
