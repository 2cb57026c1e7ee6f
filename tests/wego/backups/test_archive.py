"""The file of a backup: nothing altered, missing or smuggled in gets past its opening."""

import random
import tarfile

import pytest

from tests.wego.backups.archives import ROWS, flip, make_archive, seal_again
from wego.backups.archive import BackupError, Part, is_allowed, open_archive

pytestmark = pytest.mark.sqlite  # no database: once is enough


@pytest.fixture
def backup(tmp_path):
    return make_archive(tmp_path / "backup.tar")


def refusal(path) -> str:
    with pytest.raises(BackupError) as refused, open_archive(path):
        pass
    return str(refused.value)


def test_what_was_stored_is_read_again(backup):
    with open_archive(backup) as archive:
        assert archive.open_compressed("tables/wego_counter.copy.gz").read() == ROWS
        assert archive.open("files/mail/1.eml").read() == b"Subject: x" * 100
        assert list(archive.manifest.files) == ["mail/1.eml"]
        assert archive.manifest.tables["wego_counter"].rows == 2


def test_any_tar_program_lists_it(backup):
    with tarfile.open(backup) as tar:
        assert tar.getnames() == ["tables/wego_counter.copy.gz", "files/mail/1.eml", "manifest.json", "SHA256"]


def test_one_altered_bit_is_found_wherever_it_is(backup):
    """Headers, paddings, table, file, manifest, seal and the empty end: 400 places, the first and the last included."""
    size = backup.stat().st_size
    places = {0, size - 1, *random.Random(7).sample(range(size), 398)}

    for place in places:
        flip(backup, place)
        assert "is damaged or incomplete" in refusal(backup), place
        flip(backup, place)
    with open_archive(backup):
        pass


@pytest.mark.parametrize("left", [0, 1, 2000, 4096, -1])
def test_a_truncated_file_is_refused(backup, left):
    content = backup.read_bytes()
    backup.write_bytes(content[:left])

    assert "is damaged or incomplete" in refusal(backup)


def test_more_after_the_end_is_refused(backup):
    with backup.open("ab") as file:
        file.write(bytes(512))

    assert "is damaged or incomplete" in refusal(backup)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"Subject: x", b"Subject: y", "files/mail/1.eml in the backup is damaged"),
        (b'"made_at"', b'"made_au"', "manifest of the backup cannot be read"),
        (b'"format": 1', b'"format": 2', "has format 2; this release reads format 1"),
    ],
)
def test_a_part_that_is_not_the_manifests_is_named(backup, before, after, said):
    seal_again(backup, lambda content: content.replace(before, after))

    assert said in refusal(backup)


def test_a_part_without_an_entry_in_the_manifest_is_refused(tmp_path):
    path = make_archive(tmp_path / "backup.tar", parts={"files/gone": Part(1, "0" * 64)})

    assert "do not agree" in refusal(path)


ELSEWHERE = ["files/../../etc/cron.d/x", "/etc/passwd", "../x", "files/a/./b", "files//x", "files/", "files", "x"]
ELSEWHERE += ["static/a.js", "files/a\\..\\b", "files/a\nb", "tables/../x.copy.gz"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    assert not is_allowed(name)
    assert "holds what no backup holds" in refusal(make_archive(tmp_path / "b.tar", {name: b"x"}))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(backup, kind):
    member = tarfile.TarInfo("files/x")
    member.type, member.linkname = kind, "/etc/passwd"

    assert "holds what no backup holds: 'files/x'" in refusal(seal_again(backup, member=member))


def test_the_same_name_twice_is_refused(backup):
    assert "holds what no backup holds" in refusal(seal_again(backup, member=tarfile.TarInfo("files/mail/1.eml")))


def test_a_file_that_is_no_tar_is_refused(tmp_path):
    path = tmp_path / "x.tar"
    path.write_bytes(b"x" * 5000)
    seal_again(path)

    assert "is damaged or incomplete" in refusal(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "cannot be read: No such file" in refusal(tmp_path / "none.tar")
