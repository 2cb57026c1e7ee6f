"""What of the database a backup holds, on either kind, and which release it fits."""

import subprocess
import tomllib

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from wego.backups import postgresql, sqlite
from wego.backups.archive import Archive, ArchiveWriter, BackupError, Manifest, Table

SESSIONS = "django_session"
MIGRATIONS = "django_migrations"


def release() -> str:
    """Version of the project, with its commit where it runs from a clone."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    here = str(settings.BASE_DIR)  # which may belong to another user
    asked = ["git", "-c", f"safe.directory={here}", "-C", here, "rev-parse", "--short=12", "HEAD"]
    try:
        commit = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        commit = ""
    return f"{version} ({commit})" if commit else version


def present_tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def left_out() -> list[str]:
    """Tables whose rows stay out: the cache, and who is signed in, so that a stolen backup opens no session."""
    caches = {one["LOCATION"] for one in settings.CACHES.values() if one["BACKEND"].endswith("DatabaseCache")}
    return sorted(present_tables() & {SESSIONS, *caches})


def kept_tables() -> list[str]:
    """The tables of this release whose rows are kept."""
    ours = {*connection.introspection.django_table_names(only_existing=True, include_views=False), MIGRATIONS}
    return sorted(ours - set(left_out()))


def strangers() -> list[str]:
    """Tables that this release does not know; a backup of PostgreSQL is without them."""
    return sorted(present_tables() - {*kept_tables(), *left_out()})


def dump(archive: ArchiveWriter, say) -> tuple[dict[str, Table], list[str]]:
    """Store the database as it is at one moment: what its tables hold, and the migrations applied."""
    tables = kept_tables()
    if connection.vendor == "sqlite":
        facts, applied = sqlite.dump(tables, left_out(), archive, say)
    else:
        with postgresql.snapshot(tables):
            applied = set(MigrationRecorder(connection).applied_migrations())
            facts = postgresql.dump(tables, archive, say)
    return facts, _named(_of_our_apps(applied))


def facts_of(tables: list[str]) -> dict[str, Table]:
    """What the tables hold now."""
    kind = sqlite if connection.vendor == "sqlite" else postgresql
    return kind.facts_of(tables)


def load(archive: Archive) -> None:
    kind = sqlite if connection.vendor == "sqlite" else postgresql
    kind.load(archive)


def refuse_occupied() -> None:
    if count := len(present_tables()):
        raise BackupError(
            f"The database is not empty: it has {count} tables. Nothing was restored: create a new, empty database"
            " and set DATABASE_URL to it (no `migrate` before)."
        )


def refuse_unmigrated() -> None:
    """A backup names the release that restores it; a database between two releases has none."""
    applied = _named(_of_our_apps(set(MigrationRecorder(connection).applied_migrations())))
    if differing := _differing(applied):
        raise BackupError(
            f"This release and the database differ by {differing}. No backup was made: make it with the release that"
            " runs on this database, or run `migrate` first."
        )


def refuse_other_release(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.database}, DATABASE_URL leads to {connection.vendor}. Nothing was restored:"
            f" set DATABASE_URL to an empty {manifest.database} database."
        )
    if differing := _differing(manifest.migrations):
        raise BackupError(
            f"The backup was made by release {manifest.release}, this is release {release()}; they differ by"
            f" {differing}. Nothing was restored: install release {manifest.release}, restore, then upgrade."
        )


def _differing(applied: list[str]) -> str:
    """The migrations that only one of the two has, in a few words; empty if there are none."""
    differing = sorted(set(applied) ^ set(_named(_code())))
    more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
    return f"migrations {', '.join(differing[:3])}{more}" if differing else ""


def _code() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def _of_our_apps(applied: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without those of apps that the project no longer has."""
    apps = {app for app, _name in _code()}
    return {(app, name) for app, name in applied if app in apps}


def _named(migrations: set[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)
