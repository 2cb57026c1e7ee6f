"""Which PDFs are whole, open and quiet enough to be kept."""

import pypdf
import pytest
from django.core.exceptions import ValidationError

from tests.pdfs import read
from tests.wego.upload_corpus import SCRIPTED, packed_objects, pdf, stream
from wego.uploaded_pdf import ACTIVE, check_pdf

pytestmark = pytest.mark.sqlite  # no database: once is enough


def refused_as(content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        check_pdf(content)
    return caught.value.code


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        pdf() + b"\n" + bytes(500),
        pdf(head=b"%PDF-2.0\n%\xe2\xe3\xcf\xd3\n"),
        pdf(b"", packed_objects(b"<< /Type /Annot >>"), packed_objects(b"<< /A /B >>")),
        pdf(b"", stream(b"BT (stream) Tj ET"), packed_objects()),
        pdf(b"/JavaScripts [/LaunchPad /#4caunched] /Lang (JavaScript)"),
    ],
    ids=["plain", "padded", "version 2", "packed", "word stream", "names alike"],
)
def test_sound_pdf_is_kept(content):
    assert check_pdf(content) == content
    assert len(read(content).pages) == 1


@pytest.mark.parametrize(
    "content",
    [
        pdf(head=b"%PDF-x\n"),
        pdf().replace(b"/Root", b"/Rood"),
        pdf().replace(b"startxref\n", b"startxref\n1"),
        pdf().replace(b"startxref", b"startxxxx"),
        pdf() + bytes(2000),
        pdf()[:-6],
    ],
    ids=["no version", "no root", "wrong place", "no place", "end far away", "no end"],
)
def test_pdf_that_is_not_whole_is_damaged(content):
    assert refused_as(content) == "damaged"


@pytest.mark.parametrize("name", ACTIVE)
@pytest.mark.parametrize("spelled", ["/{}", "/{}<<", "/#{:02X}{}", "/#{:02x}{}("])
def test_active_name_is_found(name, spelled):
    entry = spelled.format(ord(name[0]), name[1:]) if "#" in spelled else spelled.format(name)

    assert refused_as(pdf(b"/A << /S " + entry.encode() + b" 1 >>")) == "active_content"
    assert refused_as(pdf(b"", packed_objects(b"<< >>"), packed_objects(entry.encode()))) == "active_content"


def test_file_that_another_program_attached_is_found(tmp_path):
    writer = pypdf.PdfWriter(clone_from=read(pdf()))
    writer.add_attachment("a.txt", b"x")
    writer.write(tmp_path / "filled.pdf")

    assert refused_as((tmp_path / "filled.pdf").read_bytes()) == "active_content"


def test_locked_pdf_that_another_program_wrote_is_found(tmp_path):
    writer = pypdf.PdfWriter(clone_from=read(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")

    assert refused_as((tmp_path / "locked.pdf").read_bytes()) == "protected"


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"", stream(b"9 0 " + SCRIPTED.replace(b"/JavaScript", b"/Other"), b"/Type /ObjStm")),
        pdf(b"", packed_objects(b"<< /A /B >>")[:-30] + b"\nendstream"),
    ],
    ids=["not packed by Flate", "cut off"],
)
def test_objects_that_cannot_be_looked_into_are_refused(content):
    assert refused_as(content) == "protected"
