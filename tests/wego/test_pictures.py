"""Pictures that are drawn anew look as before. What does not come along: test_attachments.py."""

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.wego.upload_corpus import SCRIPT, drawn, jpeg_with_exif, moving_png, picture, png_with_palette, shown
from wego import pictures
from wego.pictures import clean_jpeg, clean_png

pytestmark = pytest.mark.sqlite  # no database: once is enough


@pytest.mark.parametrize(
    ("orientation", "dark"),
    [(1, (4, 8)), (3, (28, 8)), (6, (8, 4)), (8, (8, 28)), (9, (4, 8))],
)
def test_photo_stands_upright(orientation, dark):
    """The dark half was on the left before the camera was turned."""
    image = shown(clean_jpeg(jpeg_with_exif(orientation=orientation)))

    light = (image.width - 1 - dark[0], image.height - 1 - dark[1])
    assert image.size == ((16, 32) if orientation in (6, 8) else (32, 16))
    assert max(image.getpixel(dark)) < 40
    assert min(image.getpixel(light)) > 215


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "P"])
def test_png_looks_as_before(mode):
    before = picture(mode)

    after = shown(clean_png(drawn(before, "PNG")))

    assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_png_of_16_bits_keeps_them():
    image = shown(clean_png(drawn(Image.new("I;16", (8, 4), 40_000), "PNG")))

    assert (image.mode, image.getpixel((7, 3))) == ("I;16", 40_000)


def test_transparent_colour_stays_transparent():
    image = shown(clean_png(png_with_palette()))

    assert image.mode == "RGBA"
    assert (image.getpixel((0, 0))[3], image.getpixel((7, 0))[3]) == (0, 255)


def test_moving_picture_shows_its_first_frame():
    assert shown(clean_png(moving_png())).tobytes() == picture().tobytes()


def test_colours_of_print_become_those_of_a_screen():
    image = shown(clean_jpeg(drawn(picture("CMYK", (32, 16)), "JPEG")))

    assert image.mode == "RGB"
    assert max(image.getpixel((4, 8))) < 40
    assert min(image.getpixel((28, 8))) > 215


@pytest.mark.parametrize(("side", "is_read"), [(20, True), (21, False)])
def test_limit_of_pixels_is_exact(monkeypatch, side, is_read):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 400)
    content = drawn(Image.new("1", (side, 20)), "PNG")

    if is_read:
        assert shown(clean_png(content)).size == (20, 20)
    else:
        with pytest.raises(ValidationError, match="21 × 20 pixels"):
            clean_png(content)


def test_unreadable_exif_turns_nothing():
    image = shown(clean_jpeg(drawn(picture(size=(32, 16)), "JPEG", exif=b"Exif\0\0" + SCRIPT)))

    assert image.size == (32, 16)
