"""Files that strangers might upload, hostile and honest, each with what becomes of it. All are made here."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert('ran')</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(\'ran\')">' + SCRIPT + b"</svg>"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Specimen:
    """A file, the name it comes with, and its format or the code of its refusal."""

    label: str
    name: str
    content: bytes
    outcome: str

    @property
    def is_accepted(self) -> bool:
        return self.outcome in ("pdf", "jpg", "png")

    def upload(self) -> SimpleUploadedFile:
        return upload(self.content, self.name)


def upload(content: bytes, name: str = "file.png") -> SimpleUploadedFile:
    """As it comes, with the very name that somebody sent."""
    made = SimpleUploadedFile("sent", content, content_type="image/png")
    made._name = name  # Django would look at it first
    return made


# --- pictures ----------------------------------------------------------------------------------
def picture(mode: str = "RGB", size: tuple[int, int] = (8, 4)) -> Image.Image:
    """The left half is dark, the rest light."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def drawn(image: Image.Image, kind: str, **written) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **written)
    return buffer.getvalue()


def shown(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """A black and white PNG that claims a size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def vast_png(side: int) -> bytes:
    """All its pixels are there, in 2 MB."""
    packer, row = zlib.compressobj(1), bytes(100 * (side // 8 + 1))
    return png_of(side, side, b"".join(packer.compress(row) for _ in range(side // 100)) + packer.flush())


def png_with_text() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SCRIPT.decode())
    texts.add_itxt("Title", SCRIPT.decode(), zip=False)
    return drawn(picture(), "PNG", pnginfo=texts)


def png_with_palette() -> bytes:
    """An index of colours, one of which is transparent."""
    image = picture().convert("P", palette=Image.Palette.ADAPTIVE, colors=2)
    return drawn(image, "PNG", transparency=image.getpixel((0, 0)))


def moving_png() -> bytes:
    return drawn(picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (8, 4), "red")])


def jpeg_with_exif(*, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = SCRIPT.decode(), SCRIPT.decode(), orientation
    return drawn(picture(size=(32, 16)), "JPEG", exif=exif)


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG that claims another size."""
    content = drawn(picture("L"), "JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def jpeg_with_scans(count: int) -> bytes:
    """A progressive JPEG whose last pass over the pixels is asked for again and again."""
    content = drawn(picture("L", (64, 64)), "JPEG", progressive=True)
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + count * scan + content[-2:]


# --- PDFs --------------------------------------------------------------------------------------
def pdf(catalog: bytes = b"", *more: bytes, head: bytes = b"%PDF-1.7\n", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page; `more` are its objects from number 4 on."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        *more,
    )
    body, places = head, []
    for number, one in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    count, place = len(objects) + 1, len(body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, b"".join(places))
    return body + table + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, place)


def pdf_of(size: int) -> bytes:
    """A PDF of so many bytes, some MB, most of them a comment."""
    too_long = pdf(head=b"%PDF-1.7\n%" + bytes(size) + b"\n")
    return pdf(head=b"%PDF-1.7\n%" + bytes(2 * size - len(too_long)) + b"\n")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def packed_objects(*texts: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    """A stream of objects from number 9 on, compressed."""
    body, index = b"", b""
    for number, text in enumerate(texts, start=9):
        index += b"%d %d " % (number, len(body))
        body += text + b" "
    about = b"/Type /ObjStm /Filter /FlateDecode /N %d /First %d %s" % (len(texts), len(index), entries)
    packed = index + body
    for _ in range(times):
        packed = zlib.compress(packed)
    return stream(packed, about)


SCRIPTED = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: Evil")
        archive.writestr("index.html", HTML)
    return buffer.getvalue()


@cache
def corpus() -> tuple[Specimen, ...]:
    rgb, png, jpeg = picture(), drawn(picture(), "PNG"), drawn(picture(), "JPEG")
    gif, jar = drawn(rgb, "GIF"), _zip()
    kinds = {
        # what is said to be a picture or a PDF and is not
        "SVG with a script": ("logo.svg", SVG, "not_accepted"),
        "SVG named PNG": ("logo.png", SVG, "not_accepted"),
        "HTML named PNG": ("photo.png", HTML, "not_accepted"),
        "HTML named PDF": ("letter.pdf", HTML, "not_accepted"),
        "HTML before a PDF": ("letter.pdf", HTML + pdf(), "not_accepted"),
        "XML with a DTD": (
            "a.png",
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            "not_accepted",
        ),
        "GIF": ("photo.gif", gif, "not_accepted"),
        "GIF and JAR in one": ("photo.png", gif + jar, "not_accepted"),
        "BMP named JPG": ("photo.jpg", drawn(rgb, "BMP"), "not_accepted"),
        "WebP": ("photo.webp", drawn(rgb, "WEBP"), "not_accepted"),
        "TIFF": ("scan.tiff", drawn(rgb, "TIFF"), "not_accepted"),
        "ZIP named PDF": ("letter.pdf", jar, "not_accepted"),
        "nothing": ("empty.pdf", b"", "empty"),
        "one byte too many": ("large.pdf", pdf_of(10 * 2**20 + 1), "too_large"),
        # pictures
        "PNG and ZIP in one": ("photo.png", png + jar, "png"),
        "PNG and HTML in one": ("photo.html", png + HTML, "png"),
        "PNG with a script in its texts": ("photo.png", png_with_text(), "png"),
        "PNG with a palette": ("photo.png", png_with_palette(), "png"),
        "PNG of 16 bits": ("photo.png", drawn(Image.new("I;16", (8, 4), 40_000), "PNG"), "png"),
        "PNG that moves": ("photo.png", moving_png(), "png"),
        "PNG, cut off": ("photo.png", png[:-20], "damaged"),
        "PNG of 1 px that claims 65535²": ("bomb.png", png_of(65535, 65535, zlib.compress(b"\0\0")), "too_many_pixels"),
        "PNG of 60000 × 60000": ("bomb.png", vast_png(60_000), "too_many_pixels"),
        "JPEG with a script in its EXIF": ("photo.jpg", jpeg_with_exif(), "jpg"),
        "JPEG with a script in its comment": ("photo.jpg", drawn(rgb, "JPEG", comment=SCRIPT), "jpg"),
        "JPEG and HTML in one": ("photo.jpeg", jpeg + HTML, "jpg"),
        "JPEG in the colours of print": ("photo.jpg", drawn(picture("CMYK"), "JPEG"), "jpg"),
        "JPEG, cut off": ("photo.jpg", drawn(picture(size=(640, 640)), "JPEG")[:1500], "damaged"),
        "JPEG that claims 65000²": ("bomb.jpg", jpeg_of_size(65_000, 65_000), "too_many_pixels"),
        "JPEG of 1000 passes": ("bomb.jpg", jpeg_with_scans(1000), "damaged"),
        "JPEG of a million parts": ("bomb.jpg", jpeg[:2] + 1_000_000 * b"\xff\xe0\0\2" + jpeg[2:], "damaged"),
        # PDFs
        "PDF": ("letter.pdf", pdf(), "pdf"),
        "PDF with objects in a stream": ("letter.pdf", pdf(b"", packed_objects(b"<< /A /B >>")), "pdf"),
        "PDF with HTML inside": ("letter.pdf", pdf(b"", stream(HTML), head=b"%PDF-1.7\n%" + HTML + b"\n"), "pdf"),
        "PDF, cut off": ("letter.pdf", pdf()[:-60], "damaged"),
        "PDF with a script": ("letter.pdf", pdf(b"/OpenAction " + SCRIPTED), "active_content"),
        "PDF that starts a program": ("letter.pdf", pdf(b"/OpenAction << /S/Launch/F(c.exe) >>"), "active_content"),
        "PDF with a file": ("letter.pdf", pdf(b"/Names << /EmbeddedFiles 9 0 R >>"), "active_content"),
        "PDF with an XFA form": ("letter.pdf", pdf(b"/AcroForm << /XFA[] >>"), "active_content"),
        "PDF with a name in disguise": ("a.pdf", pdf(b"/OpenAction << /S /#4aava#53cript >>"), "active_content"),
        "PDF with a packed script": ("letter.pdf", pdf(b"", packed_objects(SCRIPTED)), "active_content"),
        "PDF that is locked": ("letter.pdf", pdf(trailer=b"/Encrypt 9 0 R"), "protected"),
        "PDF with objects packed twice": ("letter.pdf", pdf(b"", packed_objects(SCRIPTED, times=2)), "protected"),
        "PDF with objects in columns": (
            "a.pdf",
            pdf(b"", packed_objects(b"", entries=b"/DecodeParms 9 0 R")),
            "protected",
        ),
        "PDF that hides its objects": (
            "a.pdf",
            pdf(b"", packed_objects(SCRIPTED, entries=b"/A (endstream)")),
            "protected",
        ),
        "PDF that swells to 65 MB": ("letter.pdf", pdf(b"", packed_objects(bytes(65 * 2**20))), "protected"),
        # names
        "path in the name": ("../../etc/passwd.png", png, "png"),
        "name that turns its direction": ("letter\u202egnp.exe", png, "png"),
        "name with control characters": ('a\r\nSet-Cookie: b="c"\0;<i>.pdf', pdf(), "pdf"),
        "name of 300 characters": ("x" * 300 + ".pdf", pdf(), "pdf"),
        "two endings": ("letter.pdf.html", pdf(), "pdf"),
    }
    return tuple(Specimen(label, *rest) for label, rest in kinds.items())
