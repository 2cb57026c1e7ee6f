"""The files of DATA_DIR: which ones are kept, and how they come back."""

import pytest

from tests.wego.backups.archives import make_archive
from wego.backups.archive import ArchiveWriter, BackupError, open_archive
from wego.backups.files import kept_files, load, present, refuse_occupied, store

pytestmark = pytest.mark.sqlite  # no database: once is enough


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_what_cannot_be_made_again_is_kept(tmp_path):
    put(tmp_path, "secret_key", "files/b", "files/한글.pdf", "papers/ab/abc", "mail/1.eml", "later/x")
    put(tmp_path, "static/x.css", "imports/1", "backups/wego.tar", "db.sqlite3", "db.sqlite3-wal", "papers/ab/x.part")

    kept = {str(path) for path in kept_files(tmp_path)}

    assert kept == {"secret_key", "files/b", "files/한글.pdf", "papers/ab/abc", "mail/1.eml", "later/x"}


def test_a_link_is_refused(tmp_path):
    put(tmp_path, "files/a")
    (tmp_path / "papers").symlink_to(tmp_path / "files")

    with pytest.raises(BackupError, match="papers is a link"):
        list(kept_files(tmp_path))


def test_a_name_that_cannot_come_back_is_refused(tmp_path):
    put(tmp_path, "files/a\nb")

    with (tmp_path / "x.tar").open("wb") as file, pytest.raises(BackupError, match="Rename it"):
        store(tmp_path, ArchiveWriter(file, tmp_path))


def test_files_come_back_with_no_more_rights_than_uploaded_ones(tmp_path):
    path = make_archive(tmp_path / "x.tar", {"files/secret_key": b"key", "files/mail/1.eml": b"mail"})
    target = tmp_path / "data"
    put(target, "secret_key")  # drawn by the start of the command

    with open_archive(path) as archive:
        refuse_occupied(target)
        load(archive, target)

        assert present(target) == archive.manifest.files
    assert (target / "mail/1.eml").stat().st_mode & 0o777 == 0o600


def test_a_directory_with_files_is_refused(tmp_path):
    put(tmp_path, "static/x.css", "mail/1.eml")

    with pytest.raises(BackupError, match=r"is not empty: mail/1\.eml"):
        refuse_occupied(tmp_path)
