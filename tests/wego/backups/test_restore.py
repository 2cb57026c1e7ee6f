"""Restoring: only into an empty place, only what is whole, and then everything compared."""

import os
import secrets
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from fees.services.dues import open_run
from fees.services.loading import load_fees
from tests.processes import run_manage
from tests.wego.backups.archives import flip, make_archive
from wego.backups.files import present
from wego.backups.making import make_backup
from wego.models import Backup, Counter

# What tells of the backup itself.
TRACES = {"wego_auditentry", "wego_audithead", "wego_backup"}


@pytest.fixture
def empty(tmp_path):
    """The environment of a new server: an empty directory and an empty database."""
    folder = tmp_path / "new"
    env = {"DJANGO_SETTINGS_MODULE": "wego.settings", "DATA_DIR": str(folder), "SECRET_KEY": ""}
    if connection.vendor == "sqlite":
        yield {**env, "DATABASE_URL": ""}
        return
    name = f"restored_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield {**env, "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def opened(env):
    url = env["DATABASE_URL"]
    return psycopg2.connect(url) if url else sqlite3.connect(f"{env['DATA_DIR']}/db.sqlite3")


def contents(cursor) -> dict[str, list]:
    """Every row of every table, read without any of the code under test."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    else:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    tables = {name for (name,) in cursor.fetchall()} - {"django_session", "wego_cache"}
    rows = {}
    for name in tables:
        cursor.execute(
            f"SELECT CAST(t.* AS text) FROM {name} t" if connection.vendor != "sqlite" else f"SELECT * FROM {name}"
        )
        rows[name] = sorted(map(repr, cursor.fetchall()))
    return rows


def live_contents() -> dict[str, list]:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            return contents(database.cursor())
    with connection.cursor() as cursor:
        return contents(cursor)


def test_restore_into_an_empty_place_is_equal_in_every_row_and_file(full, data_dir, empty, tmp_path):
    load_fees()
    open_run(2020, by=None)  # locks the fee schedule: its rows may come back all the same
    before = live_contents()
    make_backup(tmp_path / "x.tar")

    done = run_manage("restore", str(tmp_path / "x.tar"), **empty)

    assert (done.returncode, done.stderr) == (0, "")
    assert "DIFFERS" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Everything is as in the backup")
    with closing(opened(empty)) as database:
        after = contents(database.cursor())
        assert {name for name in before if after[name] != before[name]} <= TRACES
        assert len(after["members_member"]) == 191
        cursor = database.cursor()
        cursor.execute("SELECT event, subject FROM wego_auditentry ORDER BY number DESC")
        assert cursor.fetchone() == ("backup.restored", "x.tar")
        guard_stands(cursor)
    for name in ("secret_key", "mail/1.eml", "papers/ab/시장.pdf"):
        assert (tmp_path / "new" / name).read_text() == f"content of {name}"
    assert run_manage("migrate", "--check", **empty).returncode == 0
    assert after["django_migrations"] == before["django_migrations"]


def guard_stands(cursor):
    """New rows get new numbers, and history is guarded as before."""
    if connection.vendor == "sqlite":
        return
    cursor.execute("SELECT nextval(pg_get_serial_sequence('members_member', 'id')) > max(id) FROM members_member")
    assert cursor.fetchone() == (True,)
    with pytest.raises(psycopg2.errors.RestrictViolation):
        cursor.execute("DELETE FROM members_statuschange")


def test_a_damaged_backup_touches_nothing(backup, data_dir):
    path, manifest = backup
    flip(path, path.stat().st_size // 2)
    Counter.objects.create(series="later", last=1)

    for check in (False, True):
        with pytest.raises(CommandError, match="is damaged or incomplete"):
            call_command("restore", path, check=check)

    assert Counter.objects.filter(series="later").exists()
    assert present(data_dir) == manifest.files


def test_a_database_in_use_is_refused(backup):
    with pytest.raises(CommandError, match=r"The database is not empty: it has \d+ tables\. Nothing was restored"):
        call_command("restore", backup[0])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"migrations": ["wego.9999_later"]}, "install release 0.1.0, restore, then upgrade"),
        ({"database": "oracle"}, "set DATABASE_URL to an empty oracle database"),
    ],
)
@pytest.mark.parametrize("check", [False, True])
def test_a_backup_of_another_release_or_database_is_refused(db, tmp_path, facts, said, check):
    path = make_archive(tmp_path / "x.tar", **{"database": connection.vendor, **facts})

    with pytest.raises(CommandError, match=said):
        call_command("restore", path, check=check)


@pytest.fixture
def production(monkeypatch):
    """The drill's process has the settings of a site, not those of tests."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wego.settings")
    return monkeypatch


@pytest.mark.sqlite
def test_drill_compares_everything_and_leaves_the_site_alone(backup, data_dir, production, capfd):
    call_command("restore", backup[0], check=True)

    assert "Everything is as in the backup" in capfd.readouterr().out
    assert Backup.objects.get().checked_at
    assert len(list(data_dir.rglob("*.*"))) == 2


@pytest.mark.postgresql
def test_drill_takes_its_database_away_also_when_it_fails(backup, production, capfd):
    production.setenv("DATABASE_STATEMENT_TIMEOUT", "nonsense")

    with pytest.raises(SystemExit):
        call_command("restore", backup[0], check=True)

    assert "nonsense" in capfd.readouterr().err
    assert drill_databases() == []
    assert Backup.objects.get().checked_at is None


@pytest.mark.postgresql
def test_drill_says_how_without_the_right_to_make_a_database(backup):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain NOLOGIN")
        try:
            cursor.execute("SET ROLE plain")
            with pytest.raises(CommandError, match="give one yourself: DATABASE_URL=<empty database>"):
                call_command("restore", backup[0], check=True)
        finally:
            cursor.execute("RESET ROLE; DROP ROLE plain")
    assert drill_databases() == []


def drill_databases() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%drill'")
        return cursor.fetchall()
