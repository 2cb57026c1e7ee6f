"""PDFs that strangers upload are kept byte for byte, if they are whole and can be looked into. Knows no app.

The search for active content reads what common programs write: names, also those spelled with #-escapes, and the
names in compressed streams of objects. Whoever wants to hide something from it can: so these files are never shown
by the site, only handed out as downloads (`attachment_response`).
"""

import re
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TAIL = 1100  # bytes at the end, in which a PDF must say where its table of objects lies
MAX_INFLATED = 64 * 2**20  # bytes of all streams of objects of a file
ACTIVE = (
    "JavaScript",
    "Rendition",
    "Launch",
    "ImportData",
    "SubmitForm",
    "GoToE",
    "EmbeddedFile",
    "EmbeddedFiles",
    "FileAttachment",
    "RichMedia",
    "XFA",
)


def _named(*names: str) -> re.Pattern[bytes]:
    """Finds these names as PDF spells them: each letter may be written as # and two hexadecimal digits."""
    spelled = ["".join(f"(?:{letter}|(?i:#{ord(letter):02x}))" for letter in name) for name in names]
    return re.compile(rf"/(?:{'|'.join(spelled)})(?=[\0\t\n\f\r ()<>\[\]{{}}/%]|\Z)".encode())


HEADER = re.compile(rb"%PDF-[12]\.\d")
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
STREAM = re.compile(rb"(end)?stream")
PAIRS = re.compile(rb"\s*(?:\d+\s+\d+\s|\Z)")  # how a stream of objects begins
ROOT, ENCRYPT, ACTIVE_NAME = _named("Root"), _named("Encrypt"), _named(*ACTIVE)
OBJECT_STREAM, PARAMETERS = _named("ObjStm"), _named("DecodeParms")


def check_pdf(content: bytes) -> bytes:
    """The same bytes; a ValidationError where they are no whole PDF, are closed or act by themselves."""
    if not _is_whole(content):
        raise _damaged()
    if ENCRYPT.search(content):
        raise _protected()
    if ACTIVE_NAME.search(content) or any(map(ACTIVE_NAME.search, _packed_objects(content))):
        raise _active()
    return content


def _is_whole(content: bytes) -> bool:
    """It has a header, a root, and its end names the place where the table of objects really is."""
    ends = END.findall(content, max(0, len(content) - TAIL))
    return bool(
        HEADER.match(content) and ends and TABLE.match(content, int(ends[-1])) and ROOT.search(content),
    )


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The text of each stream of objects; a file that hides one is refused."""
    left, found = MAX_INFLATED, 0
    for head, packed in _object_streams(content):
        text = _inflated(packed, left)
        if not PAIRS.match(text) or PARAMETERS.search(head):
            raise _protected()
        left, found = left - len(text), found + 1
        yield text
    if found != len(OBJECT_STREAM.findall(content)):
        raise _protected()


def _object_streams(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The dictionary of each stream of objects, with what stands before it, and its data."""
    before, opened = 0, None
    for word in STREAM.finditer(content):
        if not word[1]:
            opened = word.end()
            continue
        if opened and OBJECT_STREAM.search(content, before, opened):
            yield content[before:opened], content[opened : word.start()].lstrip(b"\r\n")
        before, opened = word.end(), None


def _inflated(packed: bytes, most: int) -> bytes:
    """At most so many bytes; a ValidationError where there are more, or where it is packed in another way."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, max(1, most))
    except zlib.error as error:
        raise _protected() from error
    if not inflater.eof:
        raise _protected()
    return text


def _damaged() -> ValidationError:
    return ValidationError(
        _(
            "This PDF is damaged or cut off. Open it on your computer, print or save it to a new PDF and upload that. "
            "Nothing else that you filled in is lost."
        ),
        code="damaged",
    )


def _protected() -> ValidationError:
    return ValidationError(
        _(
            "This PDF is protected or packed so that it cannot be checked. Save a copy without password and "
            "protection, or pictures of its pages, and upload that. Nothing else that you filled in is lost."
        ),
        code="protected",
    )


def _active() -> ValidationError:
    return ValidationError(
        _(
            "This PDF contains active content (a script, a form that acts, or another file). Print it to a new PDF and "
            "upload that. Nothing else that you filled in is lost."
        ),
        code="active_content",
    )
