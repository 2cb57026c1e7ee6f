"""Making a backup: one file, as the database was at one moment."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.factories import UserFactory
from wego.backups.archive import BackupError, open_archive
from wego.backups.database import refuse_unmigrated
from wego.backups.making import forget_old, make_backup
from wego.backups.restoring import compare
from wego.models import AuditEntry, Backup, Counter, User


def test_backup_is_one_private_file_that_is_recorded(live, tmp_path, capsys):
    folder = tmp_path / "backups"
    folder.mkdir()

    call_command("backup", folder)

    (path,) = folder.iterdir()
    row, entry = Backup.objects.get(), AuditEntry.objects.get(event="backup.made")
    assert path.stat().st_mode & 0o777 == 0o600
    assert (row.file_name, row.size, row.checked_at) == (path.name, path.stat().st_size, None)
    assert (entry.subject, entry.facts["size"], entry.facts["files"]) == (path.name, row.size, 3)
    assert capsys.readouterr().out.startswith(f"{path.name}: {row.size} bytes; ")
    with pytest.raises(CommandError, match=r"exists already\. No backup was made"):
        call_command("backup", path)


def test_who_is_signed_in_stays_out(live, client, tmp_path):
    client.force_login(User.objects.get())

    _row, manifest = make_backup(tmp_path / "x.tar")

    assert "django_session" in manifest.left_out
    assert "django_session" not in manifest.tables
    assert manifest.tables["wego_user"].rows == 1


def test_a_row_written_meanwhile_is_wholly_out(live, other_connection, tmp_path):
    """Two rows in one transaction, in a table that is read before and in one that is read after."""
    read = []

    def write_once(table):
        if table == "wego_counter":
            with other_connection.cursor() as cursor:
                cursor.execute("INSERT INTO auth_group (name) VALUES ('meanwhile')")
                cursor.execute("INSERT INTO wego_counter (series, last) VALUES ('meanwhile', 1)")
        read.append(table)

    before = Counter.objects.count()
    _row, manifest = make_backup(tmp_path / "x.tar", say=write_once)

    assert read.index("auth_group") < read.index("wego_counter")
    assert manifest.tables["wego_counter"].rows == before
    assert [line.name for line in compare(manifest) if not line.equal and line.name in read] == [
        *("auth_group", "wego_auditentry", "wego_audithead", "wego_backup", "wego_counter")
    ]


def test_whatever_changed_since_the_backup_is_found(live, data_dir, tmp_path):
    path = tmp_path / "x.tar"
    make_backup(path)
    User.objects.update(first_name="김\t\\N\n'")
    UserFactory()
    Counter.objects.update(last=8)
    (data_dir / "mail/1.eml").write_text("content of mail/2.eml")
    (data_dir / "papers/ab/시장.pdf").unlink()
    (data_dir / "mail/new.eml").write_text("")

    with open_archive(path) as archive:
        found = {line.name for line in compare(archive.manifest) if not line.equal}

    recorded = {"wego_auditentry", "wego_audithead", "wego_backup"}
    assert found - recorded == {"wego_user", "wego_counter", "mail/1.eml", "mail/new.eml", "papers/ab/시장.pdf"}


@pytest.mark.django_db
def test_a_database_between_two_releases_is_refused():
    MigrationRecorder(connection).record_unapplied("wego", "0003_backup")

    with pytest.raises(BackupError, match=r"differ by migrations wego\.0003_backup\. No backup was made"):
        refuse_unmigrated()


@pytest.mark.usefixtures("live")
def test_a_backup_that_fails_leaves_no_file(tmp_path, data_dir):
    (data_dir / "link").symlink_to(tmp_path)

    with pytest.raises(BackupError, match="is a link"):
        make_backup(tmp_path / "x.tar")

    assert not list(tmp_path.glob("x.tar*"))
    assert not Backup.objects.exists()


@pytest.mark.sqlite
def test_only_the_newest_backups_are_kept(tmp_path):
    for name in ("wego-20260101T0300Z.tar", "wego-20260102T0300Z.tar", "wego-20260103T0300Z.tar"):
        (tmp_path / name).touch()
    (tmp_path / "wego-20260103T0400Z.tar.part").touch()
    (tmp_path / "wego-before-upgrade.tar").touch()

    forget_old(tmp_path, keep=2)

    assert {path.name for path in tmp_path.iterdir()} == {
        *("wego-20260102T0300Z.tar", "wego-20260103T0300Z.tar", "wego-before-upgrade.tar")
    }


@pytest.mark.sqlite
def test_keeping_wants_a_folder(tmp_path):
    with pytest.raises(CommandError, match="--keep needs a folder"):
        call_command("backup", tmp_path / "x.tar", keep=3)
