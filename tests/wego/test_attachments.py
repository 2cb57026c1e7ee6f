"""Files that strangers upload: judged by content, cleaned or refused in words, handed out as downloads only."""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from tests.pdfs import read
from tests.wego.upload_corpus import corpus, drawn, pdf_of, picture, shown, upload
from wego.attachments import MAX_BYTES, AttachmentField, Format, attachment_response, read_attachment

pytestmark = pytest.mark.sqlite  # no database: once is enough

ACCEPTED = [one for one in corpus() if one.is_accepted]
REFUSED = [one for one in corpus() if not one.is_accepted]
PICTURES = [one for one in ACCEPTED if one.outcome != "pdf"]
PDFS = [one for one in ACCEPTED if one.outcome == "pdf"]


def label(specimen) -> str:
    return specimen.label


def refusal(file) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        read_attachment(file)
    return caught.value


# --- the corpus --------------------------------------------------------------------------------
@pytest.mark.parametrize("specimen", REFUSED, ids=label)
def test_hostile_file_is_refused_in_words(specimen):
    error = refusal(specimen.upload())

    assert error.code == specimen.outcome
    assert error.messages[0].endswith("Nothing else that you filled in is lost.")


@pytest.mark.parametrize("specimen", ACCEPTED, ids=label)
def test_accepted_file_is_what_its_content_is(specimen):
    accepted = read_attachment(specimen.upload())

    assert (accepted.extension, accepted.size) == (specimen.outcome, len(accepted.content))
    assert (
        accepted.content_type == {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}[specimen.outcome]
    )
    assert accepted.name.endswith(f".{specimen.outcome}")


@pytest.mark.parametrize("specimen", PICTURES, ids=label)
def test_picture_is_drawn_anew_and_brings_nothing_else(specimen):
    content = read_attachment(specimen.upload()).content

    image = shown(content)
    assert b"script" not in content.lower()
    assert b"PK" not in content
    assert content.endswith(b"\xff\xd9" if specimen.outcome == "jpg" else b"IEND\xaeB`\x82")
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert getattr(image, "n_frames", 1) == 1
    assert image.size == shown(specimen.content).size


@pytest.mark.parametrize("specimen", PDFS, ids=label)
def test_pdf_is_kept_byte_for_byte_and_opens(specimen):
    content = read_attachment(specimen.upload()).content

    assert content == specimen.content
    assert len(read(content).pages) == 1


def test_refusal_lists_what_is_accepted_here():
    with pytest.raises(ValidationError, match="none of these, whatever its name says: PDF, PNG") as caught:
        read_attachment(upload(drawn(picture(), "JPEG")), accepts=[Format.PDF, Format.PNG])

    assert caught.value.code == "not_accepted"


@pytest.mark.parametrize(("size", "is_read"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_limit_of_bytes_is_exact(size, is_read):
    file = upload(pdf_of(size))

    if is_read:
        assert read_attachment(file).size == MAX_BYTES
    else:
        assert refusal(file).code == "too_large"


# --- anything at all ---------------------------------------------------------------------------
BEGINNINGS = st.sampled_from([b"", *(one.beginning for one in Format)])
SOUND_PDF = PDFS[0].content
SOUND = [one.content for one in ACCEPTED]
CUTS = st.floats(0, 1)


@st.composite
def spoilt(draw) -> bytes:
    """A sound file in which a piece is replaced by others."""
    content = draw(st.sampled_from(SOUND))
    start = int(draw(CUTS) * len(content))
    return content[:start] + draw(st.binary(max_size=40)) + content[start + draw(st.integers(0, 40)) :]


@given(st.one_of(st.builds(bytes.__add__, BEGINNINGS, st.binary(max_size=2000)), spoilt()))
def test_anything_is_refused_or_clean(content):
    try:
        accepted = read_attachment(upload(content))
    except ValidationError as error:
        assert error.code in {"not_accepted", "empty", "damaged", "too_many_pixels", "protected", "active_content"}
        return

    if accepted.extension == "pdf":
        assert accepted.content == content
    else:
        image = shown(accepted.content)
        assert image.format == {"jpg": "JPEG", "png": "PNG"}[accepted.extension]
        assert not image.getexif()


# --- names -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("공문.pdf", "공문.png"),
        (unicodedata.normalize("NFD", "공문.png"), "공문.png"),
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\me\\photo.JPEG", "photo.png"),
        ("letter\u202egnp.exe", "letter gnp.exe.png"),
        ('a\r\nb"c\0d.png', "a b_c d.png"),
        ("photo.png.pdf.png", "photo.png"),
        ("Resolution No.12", "Resolution No.12.png"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        (".png", "file.png"),
        ("/", "file.png"),
        (None, "file.png"),
        ("...", "file.png"),
        ("\ud800.png", "file.png"),
        (".hidden", "hidden.png"),
    ],
)
def test_name_is_safe_to_show(sent, name):
    assert read_attachment(upload(drawn(picture(), "PNG"), sent)).name == name


@given(st.text(max_size=200))
def test_any_name_is_one_short_line_with_its_true_ending(sent):
    name = read_attachment(upload(SOUND_PDF, sent)).name

    assert name.isprintable()
    assert unicodedata.is_normalized("NFC", name)
    assert len(name) <= 100
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\<>:"|?*')
    assert not name.startswith(".")


# --- the field ---------------------------------------------------------------------------------
class LetterForm(forms.Form):
    note = forms.CharField()
    letter = AttachmentField()
    seal = AttachmentField(accepts=[Format.PNG], required=False)


def answered(rf, letter: SimpleUploadedFile | None) -> tuple[LetterForm, object]:
    """The form as it comes back and the file as Django spooled it."""
    request = rf.post("/", {"note": "kept", **({"letter": letter} if letter else {})})
    return LetterForm(request.POST, request.FILES), request.FILES.get("letter")


def test_field_says_what_it_takes():
    form = LetterForm()

    assert str(form.fields["letter"].help_text) == "PDF, JPG, PNG; at most 10 MB."
    assert 'accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"' in str(form["letter"])
    assert str(form.fields["seal"].help_text) == "PNG; at most 10 MB."
    assert 'accept=".png,image/png"' in str(form["seal"])


def test_field_gives_what_was_accepted(rf):
    form, _spooled = answered(rf, SimpleUploadedFile("../공문.png", SOUND_PDF, content_type="image/png"))

    assert form.is_valid()
    assert form.cleaned_data["letter"].content == SOUND_PDF
    assert form.cleaned_data["letter"].name == "공문.pdf"
    assert form.cleaned_data["seal"] is None


@pytest.mark.parametrize(
    ("content", "code"), [(None, "required"), (b"", "empty"), (b"GIF89a", "not_accepted")], ids=["no", "empty", "GIF"]
)
def test_field_refuses_with_a_code(rf, content, code):
    form, _spooled = answered(rf, None if content is None else SimpleUploadedFile("a.png", content))

    assert [error.code for error in form.errors.as_data()["letter"]] == [code]
    assert ("Nothing else that you filled in is lost." in form.errors["letter"][0]) == (code != "required")
    assert form["note"].value() == "kept"


@pytest.mark.parametrize(("megabytes", "code"), [(10, None), (50, "too_large")])
def test_large_file_is_spooled_to_disk_and_answered_in_words(rf, megabytes, code):
    content = pdf_of(megabytes * 2**20)

    form, spooled = answered(rf, SimpleUploadedFile("large.pdf", content))

    with spooled:
        assert isinstance(spooled, TemporaryUploadedFile)
        assert [error.code for errors in form.errors.as_data().values() for error in errors] == ([code] if code else [])
        assert form["note"].value() == "kept"


# --- out ---------------------------------------------------------------------------------------
urlpatterns = [
    path("file/", lambda request: attachment_response(b"x", content_type="application/pdf", name="한글 공문.pdf")),
]


def test_file_is_handed_out_as_a_download_only(client, settings):
    settings.ROOT_URLCONF = __name__

    response = client.get("/file/")

    assert response.content == b"x"
    assert {name: response[name] for name in EXPECTED} == EXPECTED


EXPECTED = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=utf-8''%ED%95%9C%EA%B8%80%20%EA%B3%B5%EB%AC%B8.pdf",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "image/png; charset=utf-8", "", "a\r\nb"])
def test_type_that_is_not_accepted_is_plain_bytes(declared):
    response = attachment_response(b"x", content_type=declared, name="a.html")

    assert response["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ('a"b.pdf', 'attachment; filename="a\\"b.pdf"'),
        ("a\r\nSet-Cookie: b.pdf", 'attachment; filename="a Set-Cookie: b.pdf"'),
        ("\ud800\0", 'attachment; filename="file"'),
        ("", 'attachment; filename="file"'),
    ],
)
def test_name_cannot_leave_its_header(name, disposition):
    response = attachment_response(b"x", content_type="image/png", name=name)

    assert response["Content-Disposition"] == disposition
