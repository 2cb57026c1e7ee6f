"""The files of DATA_DIR that cannot be made again."""

import os
from collections.abc import Iterator
from pathlib import Path

from wego.backups.archive import FILES, Archive, ArchiveWriter, BackupError, Part, copy_to, digest_of, is_allowed

MADE_AGAIN = {"static", "imports", "backups"}
"""Folders that are left out: collected styles, uploads between preview and confirmation, the backups themselves."""
SECRET_KEY = "secret_key"


def kept_files(folder: Path) -> Iterator[Path]:
    """Every file that a backup takes, by its path in `folder`; in order. A link is refused: it may lead anywhere."""
    for root, folders, names in os.walk(folder):
        here = Path(root)
        if here == folder:
            folders[:] = [name for name in folders if name not in MADE_AGAIN]
            names = [name for name in names if not name.startswith("db.sqlite3")]
        folders.sort()
        for path in (here / name for name in [*folders, *names]):
            if path.is_symlink():
                raise BackupError(f"{path} is a link. Put the files themselves there, or mount their disk there.")
        yield from (here.relative_to(folder) / name for name in sorted(names) if not name.endswith(".part"))


def store(folder: Path, archive: ArchiveWriter) -> None:
    for path in kept_files(folder):
        name = f"{FILES}{path.as_posix()}"
        if not is_allowed(name):
            raise BackupError(f"A file has a name that cannot be stored: {name!r}. Rename it, or remove it.")
        with (folder / path).open("rb") as file:
            facts = os.fstat(file.fileno())
            archive.add(name, file, size=facts.st_size, mode=facts.st_mode & 0o777)


def refuse_occupied(folder: Path) -> None:
    """A directory with files in it is another site's. The key does not count: starting a command may draw it."""
    for path in kept_files(folder):
        if path.as_posix() != SECRET_KEY:
            raise BackupError(
                f"DATA_DIR ({folder}) is not empty: {path}. Nothing was restored: set DATA_DIR to an empty directory."
            )


def load(archive: Archive, folder: Path) -> None:
    for name in archive.manifest.files:
        target = folder / name
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        if name == SECRET_KEY:
            target.unlink(missing_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, archive.mode(FILES + name))
        with open(descriptor, "wb") as file:
            copy_to(archive.open(FILES + name), file)
            file.flush()
            os.fsync(file.fileno())


def present(folder: Path) -> dict[str, Part]:
    """Size and digest of what is on the disk now."""
    return {path.as_posix(): digest_of((folder / path).open("rb")) for path in kept_files(folder)}
