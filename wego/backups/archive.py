"""The file of a backup: a tar of its parts, then manifest.json, then SHA256: the digest of every byte before it.

One altered byte anywhere, the paddings and headers of the tar included, breaks that seal, and so does a missing end.
"""

import gzip
import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "SHA256"
FILES = "files/"
TABLE_PART = re.compile(r"tables/[a-z0-9_]+\.copy\.gz|database\.sqlite3\.gz")
CHUNK = 1024 * 1024  # bytes
LARGEST_MANIFEST = 512 * 1024 * 1024  # bytes


class BackupError(Exception):
    """A backup that cannot be made, read or restored, in one sentence for the person at the command."""


@dataclass(frozen=True)
class Table:
    """What a table held. `sha256`: over its rows in the order of the primary key; `sequence`: column, last, called."""

    rows: int
    sha256: str
    columns: list[str]
    sequence: list | None = None


@dataclass(frozen=True)
class Part:
    """A part of the archive as it is stored; `size` in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and what is needed to restore it."""

    made_at: str
    release: str
    database: str
    migrations: list[str]
    tables: dict[str, Table]
    left_out: list[str]
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        try:
            facts = json.loads(text)
            if facts["format"] != FORMAT:
                raise BackupError(f"The backup has format {facts['format']}; this release reads format {FORMAT}.")
            tables = {name: Table(**table) for name, table in facts.pop("tables").items()}
            parts = {name: Part(**part) for name, part in facts.pop("parts").items()}
            return cls(**facts, tables=tables, parts=parts)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError("The manifest of the backup cannot be read. Use another backup.") from error

    @property
    def files(self) -> dict[str, Part]:
        """The files of DATA_DIR by their path in it."""
        return {name.removeprefix(FILES): part for name, part in self.parts.items() if name.startswith(FILES)}


class _Digesting:
    """Passes bytes on and takes their digest."""

    def __init__(self, file: BinaryIO):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._count(data)
        return self.file.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self._count(data)
        return data

    def tell(self) -> int:
        return self.size

    def _count(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)

    @property
    def part(self) -> Part:
        return Part(self.size, self.digest.hexdigest())


class ArchiveWriter:
    """Writes parts one after the other into an open file; `folder` has room for the largest of them."""

    def __init__(self, file: BinaryIO, folder: Path):
        self.folder, self.parts = folder, {}
        self._out = _Digesting(file)
        self._tar = tarfile.open(fileobj=self._out, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 (`finish` ends it)

    def add(self, name: str, source: BinaryIO, *, size: int, mode: int = 0o600) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, mode
        digesting = _Digesting(source)
        self._tar.addfile(info, digesting)
        self.parts[name] = digesting.part

    def add_compressed(self, name: str, write) -> None:
        """A part that `write(file)` writes, compressed on its way."""
        with tempfile.TemporaryFile(dir=self.folder) as spool:
            with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=3, mtime=0, filename="") as zipped:
                write(zipped)
            size = spool.tell()
            spool.seek(0)
            self.add(name, spool, size=size)

    def finish(self, manifest: bytes) -> str:
        """Add the manifest and the seal; the digest of the seal."""
        with tempfile.SpooledTemporaryFile() as file:
            file.write(manifest)
            file.seek(0)
            self.add(MANIFEST, file, size=len(manifest))
        digest = self._out.digest.hexdigest()
        self._out.write(seal(digest))
        return digest


def seal(digest: str) -> bytes:
    """The end of the file, byte for byte: the part SEAL and the two empty blocks that end a tar."""
    info = tarfile.TarInfo(SEAL)
    info.size, info.mode = len(digest), 0o600
    return info.tobuf(tarfile.USTAR_FORMAT) + digest.encode().ljust(tarfile.BLOCKSIZE, b"\0") + bytes(1024)


class Archive:
    """A backup whose seal, names and digests have been checked: made by `open_archive`."""

    def __init__(self, tar: tarfile.TarFile):
        self._tar = tar
        self._members = _checked_members(tar)
        self.manifest = Manifest.from_json(self._read_manifest())
        self._check_parts()

    def open(self, name: str) -> BinaryIO:
        return self._tar.extractfile(self._members[name])

    def open_compressed(self, name: str) -> gzip.GzipFile:
        return gzip.GzipFile(fileobj=self.open(name))

    def mode(self, name: str) -> int:
        """The rights of a restored file: never more than those of an uploaded one."""
        return self._members[name].mode & 0o640

    def _read_manifest(self) -> bytes:
        if MANIFEST not in self._members or self._members[MANIFEST].size > LARGEST_MANIFEST:
            raise BackupError("This is no backup of the site: it has no manifest.json.")
        return self.open(MANIFEST).read()

    def _check_parts(self) -> None:
        stored = self.manifest.parts
        for name in sorted(stored.keys() ^ (self._members.keys() - {MANIFEST, SEAL})):
            raise BackupError(f"The backup and its manifest do not agree: {name}. Use another backup.")
        for name, part in stored.items():
            if digest_of(self.open(name)) != part:
                raise BackupError(f"{name} in the backup is damaged. Use another backup.")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The backup, if nothing in it was altered, is missing or does not belong there; BackupError otherwise."""
    try:
        _check_seal(path)
        opened = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    with opened:
        try:
            tar = tarfile.open(fileobj=opened, mode="r:")  # noqa: SIM115 (`opened` is what is closed)
            archive = Archive(tar)
        except (tarfile.TarError, UnicodeError, EOFError) as error:
            raise damaged(path) from error
        yield archive


def damaged(path: Path) -> BackupError:
    return BackupError(f"{path} is damaged or incomplete: its content is not what was sealed. Use another backup.")


def _check_seal(path: Path) -> None:
    end = len(seal("0" * 64))
    content = path.stat().st_size - end
    with path.open("rb") as file:
        digesting = _Digesting(file)
        while digesting.size < content:
            if not digesting.read(min(CHUNK, content - digesting.size)):
                break
        if content <= 0 or file.read() != seal(digesting.part.sha256):
            raise damaged(path)


def _checked_members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """The members by name: plain files under names that a backup has, each once."""
    members = {}
    for member in tar.getmembers():
        if member.type != tarfile.REGTYPE or member.name in members or not is_allowed(member.name):
            raise BackupError(f"The archive holds what no backup holds: {member.name!r}. Do not use it.")
        members[member.name] = member
    return members


def is_allowed(name: str) -> bool:
    """Whether a backup has parts of this name; no name leads out of its folder."""
    if name in (MANIFEST, SEAL) or TABLE_PART.fullmatch(name):
        return True
    path = PurePosixPath(name)
    plain = str(path) == name and not set(path.parts) & {"..", "."} and "\\" not in name and name.isprintable()
    return plain and name.startswith(FILES) and len(path.parts) > 1


def digest_of(file: BinaryIO) -> Part:
    """Size and digest of what is left to read; closes the file."""
    with file:
        digesting = _Digesting(file)
        while digesting.read(CHUNK):
            pass
    return digesting.part


def copy_to(file: BinaryIO, target: BinaryIO) -> None:
    shutil.copyfileobj(file, target, CHUNK)
