"""Files that strangers upload: judged by their content, cleaned, and only ever handed out as downloads.

Neither the name nor the type that a browser declares is believed. Where accepted content is kept: `wego/files.py`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wego.pictures import clean_jpeg, clean_png
from wego.placeholders import one_line
from wego.uploaded_pdf import check_pdf

MAX_BYTES = 10 * 2**20
MAX_NAME = 100  # characters
NAMELESS = "file"
PATH = re.compile(r".*[/\\]", re.DOTALL)
UNSAFE = re.compile(r'[<>:"|?*]')  # what some system does not allow in a name


class Format(Enum):
    """A kind of file: how it begins, its type, its endings, and what makes its content safe or refuses it."""

    PDF = (b"%PDF-", "application/pdf", ("pdf",), check_pdf)
    JPG = (b"\xff\xd8\xff", "image/jpeg", ("jpg", "jpeg"), clean_jpeg)
    PNG = (b"\x89PNG\r\n\x1a\n", "image/png", ("png",), clean_png)

    def __init__(self, beginning: bytes, content_type: str, endings: tuple[str, ...], clean: Callable):
        self.beginning = beginning
        self.content_type = content_type
        self.endings = endings
        self.clean = clean

    @property
    def extension(self) -> str:
        return self.endings[0]


ENDING = re.compile(r"\.(?:{})$".format("|".join(ending for one in Format for ending in one.endings)), re.IGNORECASE)


@dataclass(frozen=True)
class Accepted:
    """An upload that may be kept: a PDF as it came, a picture drawn anew.

    `name` is for people: no path, one line, at most 100 characters, ending as its content demands (`extension`, without
    a dot). A picture may have become larger than it came.
    """

    content: bytes
    content_type: str
    extension: str
    name: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


# --- in ----------------------------------------------------------------------------------------
def read_attachment(upload: UploadedFile, *, accepts: Collection[Format] = tuple(Format)) -> Accepted:
    """What may be kept of an upload; every refusal is a ValidationError that says what to do."""
    content = _read(upload)
    found = next((one for one in accepts if content.startswith(one.beginning)), None)
    if not found:
        raise _not_accepted(accepts)
    return Accepted(found.clean(content), found.content_type, found.extension, _safe_name(upload.name, found))


def _read(upload: UploadedFile) -> bytes:
    """The content, of which no more than allowed is ever in memory."""
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(
            _(
                "This file is larger than %(limit)s MB. Save it with fewer or smaller pictures and upload it again. "
                "Nothing else that you filled in is lost."
            ),
            code="too_large",
            params={"limit": MAX_BYTES // 2**20},
        )
    if not content:
        raise ValidationError(
            _(
                "This file is empty. Look whether it opens on your computer and upload it again. Nothing else that you "
                "filled in is lost."
            ),
            code="empty",
        )
    return content


def _safe_name(name: str | None, found: Format) -> str:
    """The last part of a path, without what is not seen or turns the direction of writing, with its true ending."""
    shown = one_line(unicodedata.normalize("NFC", PATH.sub("", name or "")))
    stem = UNSAFE.sub("_", shown).rstrip(" .")
    while ENDING.search(stem):
        stem = ENDING.sub("", stem).rstrip(" .")
    ending = f".{found.extension}"
    return (stem[: MAX_NAME - len(ending)].strip(" .") or NAMELESS) + ending


def _not_accepted(accepts: Collection[Format]) -> ValidationError:
    return ValidationError(
        _(
            "This file is none of these, whatever its name says: %(formats)s. Save it as one of them and upload it "
            "again. Nothing else that you filled in is lost."
        ),
        code="not_accepted",
        params={"formats": _listed(accepts)},
    )


def _listed(formats: Collection[Format]) -> str:
    return ", ".join(one.name for one in formats)


class AttachmentField(forms.FileField):
    """A file whose clean value is `Accepted`; its hint says which formats and how large."""

    widget = forms.FileInput

    def __init__(self, *, accepts: Collection[Format] = tuple(Format), **kwargs):
        self.accepts = accepts
        hint = format_lazy(_("{formats}; at most {limit} MB."), formats=_listed(accepts), limit=str(MAX_BYTES // 2**20))
        super().__init__(**{"help_text": hint, "allow_empty_file": True, **kwargs})  # an empty file is refused below

    def widget_attrs(self, widget) -> dict:
        """What a browser offers first; it is not believed."""
        endings = [f".{ending}" for one in self.accepts for ending in one.endings]
        types = [one.content_type for one in self.accepts]
        return {**super().widget_attrs(widget), "accept": ",".join(endings + types)}

    def to_python(self, data) -> Accepted | None:
        upload = super().to_python(data)
        return read_attachment(upload, accepts=self.accepts) if upload else None


# --- out ---------------------------------------------------------------------------------------
TYPES = {one.content_type for one in Format}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",  # the site's own policy does not replace it
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attachment_response(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A download that no browser shows or runs, whatever the bytes are."""
    known = content_type if content_type in TYPES else "application/octet-stream"
    disposition = content_disposition_header(True, one_line(name) or NAMELESS)
    return HttpResponse(content, content_type=known, headers={**HEADERS, "Content-Disposition": disposition})
