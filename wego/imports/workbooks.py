"""The inside of an XLSX, read only after it has been measured: a small file can unpack to gigabytes."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_PARTS = 500
MAX_UNPACKED = 96 * 2**20
MAX_RATIO = 200
MIN_SUSPECT = 2**20  # a part smaller than this may be packed as tightly as it likes
PART_LIMITS = {"worksheet+xml": MAX_UNPACKED, "sharedStrings+xml": 24 * 2**20}
OTHER_LIMIT = 4 * 2**20
"""Only worksheets are read in a stream; openpyxl holds every other part in memory as a whole."""
CONTENT_TYPES = "[Content_Types].xml"
FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")


def read_lines(data: bytes, name: str, *, max_columns: int) -> Iterator[tuple]:
    """The values of the first worksheet, row by row. ValidationError for what is no sound workbook."""
    try:
        _measure(zipfile.ZipFile(io.BytesIO(data)), name)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        worksheet = book.worksheets[0]
        worksheet.reset_dimensions()  # what a file states of its own size is not believed
        yield from worksheet.iter_rows(max_col=max_columns, values_only=True)
    except ValidationError:
        raise
    except Exception as error:  # openpyxl and zipfile raise a dozen kinds for broken files
        raise ValidationError(
            _("%(name)s cannot be read as an Excel workbook (.xlsx). Open it and save it anew."),
            code="unreadable",
            params={"name": name},
        ) from error


def _measure(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook that unpacks to too much: by its directory, then by what really comes out."""
    parts = archive.infolist()
    if (
        len(parts) > MAX_PARTS
        or len({part.filename.lower() for part in parts}) < len(parts)
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(_is_suspect(part) for part in parts)
        or not _within_limits(archive, parts)
    ):
        raise _bomb(name)
    _unpack(archive, parts, name)


def _is_suspect(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(MIN_SUSPECT, MAX_RATIO * part.compress_size)


def _within_limits(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """Whether each part keeps the limit of its kind; the kind is what openpyxl will take it for."""
    if archive.getinfo(CONTENT_TYPES).file_size > MIN_SUSPECT:
        return False
    declared = archive.read(CONTENT_TYPES)
    if FORBIDDEN.search(declared):
        return False
    kinds = {node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in ElementTree.XML(declared)}
    return all(part.file_size <= _limit(kinds.get(part.filename, "")) for part in parts)


def _limit(kind: str) -> int:
    return next((limit for ending, limit in PART_LIMITS.items() if kind.endswith(ending)), OTHER_LIMIT)


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    left = MAX_UNPACKED
    for part in parts:
        tail = b""
        with archive.open(part) as stream:
            while chunk := stream.read(2**16):
                left -= len(chunk)
                if left < 0 or FORBIDDEN.search(tail + chunk):
                    raise _bomb(name)
                tail = chunk[-10:]


def _bomb(name: str) -> ValidationError:
    return ValidationError(
        _("%(name)s unpacks to more than a workbook may hold here. Copy the table into a new workbook."),
        code="unreadable",
        params={"name": name},
    )
