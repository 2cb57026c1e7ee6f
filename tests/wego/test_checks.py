import pytest
from django.core.checks import run_checks
from django.db import connection

from tests.processes import run_manage
from wego.checks import check_deployment, check_postgresql_is_durable

PUBLIC = {"SECRET_KEY": "s" * 30 + "0123456789abcdefghijkl", "ALLOWED_HOSTS": "members.example.org"}


def ids(errors) -> list[str]:
    return [error.id for error in errors]


ON_SQLITE = ["wego.E001"] if connection.vendor == "sqlite" else []


@pytest.fixture
def public(settings, monkeypatch):
    """A deployment without a fault, other than SQLite where the tests run on it."""
    monkeypatch.setenv("SECRET_KEY", PUBLIC["SECRET_KEY"])
    settings.ALLOWED_HOSTS = ["members.example.org"]
    settings.SITE_URL = "https://members.example.org"
    settings.SECOND_FACTOR_REQUIRED = True


def test_good_deployment_passes(public):
    assert ids(check_deployment(None)) == ON_SQLITE


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("ALLOWED_HOSTS", [], "wego.E003"),
        ("SITE_URL", "http://members.example.org", "wego.E004"),
        ("SECOND_FACTOR_REQUIRED", False, "wego.E006"),
    ],
)
def test_each_fault_is_named(public, settings, name, value, error):
    setattr(settings, name, value)

    assert ids(check_deployment(None)) == [*ON_SQLITE, error]


def test_drawn_secret_key_is_refused(public, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")

    assert ids(check_deployment(None)) == [*ON_SQLITE, "wego.E002"]


def test_our_check_belongs_to_the_deployment_checks():
    assert "wego.E001" not in ids(run_checks(include_deployment_checks=False))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_deployment_on_postgresql_passes_without_a_warning():
    ended = run_manage(
        *("check", "--deploy", "--fail-level", "WARNING", "--database", "default"),
        **PUBLIC,
        DJANGO_SETTINGS_MODULE="wego.settings",
        DEBUG="0",
        SITE_URL="https://members.example.org",
        **dict.fromkeys(("SECURE_SSL_REDIRECT", "JOB_LEASE", "DUES_GDP_YEARS"), ""),  # empty counts as not set
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_deployment_on_sqlite_is_refused():
    ended = run_manage("check", "--deploy", DJANGO_SETTINGS_MODULE="wego.settings", DEBUG="0")

    assert ended.returncode == 1
    assert "wego.E001" in ended.stderr


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_may_lose_data_is_refused():
    """full_page_writes can be switched while the server runs, so this is a real server's answer."""

    def switch(state):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM SET full_page_writes = {state}")
            cursor.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
        connection.close()

    switch("off")
    try:
        errors = check_postgresql_is_durable(None, databases=["default"])
    finally:
        switch("on")

    assert ids(errors) == ["wego.E005"]
    assert check_postgresql_is_durable(None, databases=["default"]) == []


@pytest.mark.postgresql
@pytest.mark.django_db
def test_server_ends_what_hangs():
    with connection.cursor() as cursor:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))

        assert cursor.fetchone() == ("15s", "3s", "30s")


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_runs_with_a_log_and_foreign_keys():
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]

    assert found == ["wal", 1]
