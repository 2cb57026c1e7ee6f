"""Pictures that strangers upload are drawn anew: what comes out was never in their file. Knows no app.

A picture is decoded whole, by the reader of its own format and no other, and only its pixels are written. Texts,
EXIF, colour profiles, comments, further frames and whatever stands behind the picture stay behind.
"""

import io
import re
import threading
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

MAX_PIXELS = 40_000_000  # a page of A4 at 600 dots per inch has 35 million
MAX_SCANS = 100  # how often a JPEG may go over its pixels; programs write up to about 20
MAX_PARTS = 5_000  # of a JPEG, scans among them; photos have some dozen
QUALITY = 90  # of a JPEG, out of 100
MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)  # what begins a part of a JPEG
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN = 0xD8, 0xD9, 0xDA

_one_at_a_time = threading.Lock()  # a large picture takes some hundred MB while it is drawn


def clean_jpeg(content: bytes) -> bytes:
    """The pixels of a JPEG as a new JPEG, upright, in grey or RGB; a ValidationError where there are none."""
    if _is_endless(content):
        raise _damaged()
    return _redraw(content, JpegImageFile, _jpeg_colours, format="JPEG", quality=QUALITY)


def clean_png(content: bytes) -> bytes:
    """The pixels of a PNG's first frame as a new PNG, upright, transparent where it was; else a ValidationError."""
    return _redraw(content, PngImageFile, _png_colours, format="PNG")


def _redraw(content: bytes, reader: type[Image.Image], colours: Callable, **written) -> bytes:
    with _one_at_a_time:
        try:
            image = reader(io.BytesIO(content))  # reads the size, no pixels
            size = image.size
        except Exception as error:  # Pillow raises whatever a damaged file makes it stumble over
            raise _damaged() from error
        if size[0] * size[1] > MAX_PIXELS:
            raise _too_many_pixels(size)
        try:
            image.load()
            return _written(colours(_upright(image)), **written)
        except Exception as error:  # the same
            raise _damaged() from error


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says; unreadable EXIF says nothing."""
    with suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _jpeg_colours(image: Image.Image) -> Image.Image:
    return image if image.mode == "L" else image.convert("RGB")


def _png_colours(image: Image.Image) -> Image.Image:
    """Without a palette, which could say more than the pixels do."""
    if image.mode == "1" or image.mode.startswith("I"):  # black and white; 16 bits of grey
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode == "L" else image.convert("RGB")


def _written(image: Image.Image, **written) -> bytes:
    image.info = {}  # Pillow writes texts and profiles that stand here
    buffer = io.BytesIO()
    image.save(buffer, **written)
    return buffer.getvalue()


def _is_endless(content: bytes) -> bool:
    """A JPEG may ask for any number of passes over all pixels in a few bytes each: hours of work in 10 MB."""
    position = parts = scans = 0
    while found := MARKER.search(content, position):
        position, kind = found.end(), found[1][0]
        if kind == END_OF_IMAGE:
            break
        if kind != START_OF_IMAGE:
            position += int.from_bytes(content[position : position + 2])
        parts, scans = parts + 1, scans + (kind == START_OF_SCAN)
        if parts > MAX_PARTS or scans > MAX_SCANS:
            return True
    return False


def _damaged() -> ValidationError:
    return ValidationError(
        _(
            "This picture is damaged or cut off and cannot be read. Open it on your computer, save it again as JPG or "
            "PNG and upload that. Nothing else that you filled in is lost."
        ),
        code="damaged",
    )


def _too_many_pixels(size: tuple[int, int]) -> ValidationError:
    return ValidationError(
        _(
            "This picture has %(width)s × %(height)s pixels; it may have %(limit)s million in all. Save it smaller and "
            "upload it again. Nothing else that you filled in is lost."
        ),
        code="too_many_pixels",
        params={"width": size[0], "height": size[1], "limit": MAX_PIXELS // 1_000_000},
    )
