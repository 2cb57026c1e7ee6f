"""The file between preview and confirmation: in a private folder, behind a signed key of one person."""

import json
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wego.imports.sheets import Row

SALT = "wego.imports.uploads"
HOURS = 8
FILE_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Upload:
    """A table that waits for its confirmation: whose it is, why, and the digest of the plan shown."""

    file: str
    user: int
    sheet: str
    name: str
    reason: str
    digest: str

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def with_digest(self, digest: str) -> "Upload":
        return replace(self, digest=digest)


def keep(header: list[str], rows: Iterable[Row], **facts) -> Upload:
    """Keep a table that has been read, so that the next step need not read the spreadsheet again."""
    table = json.dumps([header, list(rows)], ensure_ascii=False, separators=(",", ":"))
    return keep_file(table.encode("utf-8"), **facts)


def keep_file(data: bytes, **facts) -> Upload:
    """Keep a file as it came."""
    folder = _folder()
    _forget_old(folder)
    upload = Upload(file=secrets.token_hex(16), **facts)
    path = folder / upload.file
    path.touch(mode=0o600)
    path.write_bytes(data)
    return upload


def find(token: str, *, user: int, sheet: str) -> Upload:
    """The upload behind the token; ValidationError when it is another person's, too old or forged."""
    try:
        upload = Upload(**signing.loads(token, salt=SALT, max_age=HOURS * 3600))
    except signing.BadSignature:
        upload = None
    if upload is None or (upload.user, upload.sheet) != (user, sheet):
        raise _gone()
    return upload


def read(upload: Upload) -> tuple[list[str], list[Row]]:
    """Header and rows of the upload."""
    header, rows = json.loads(read_file(upload))
    return header, rows


def read_file(upload: Upload) -> bytes:
    """The file as it came."""
    try:
        return (_folder() / upload.file).read_bytes()
    except FileNotFoundError:
        raise _gone() from None


def forget(upload: Upload) -> None:
    (_folder() / upload.file).unlink(missing_ok=True)


def forget_old() -> None:
    """Remove the files whose time is over."""
    _forget_old(_folder())


def _folder() -> Path:
    folder = settings.DATA_DIR / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _forget_old(folder: Path) -> None:
    oldest = time.time() - HOURS * 3600
    for path in folder.iterdir():
        if FILE_NAME.fullmatch(path.name) and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _gone() -> ValidationError:
    return ValidationError(
        _("This upload is no longer here. Nothing was saved by this step: upload the file again."), code="gone"
    )
