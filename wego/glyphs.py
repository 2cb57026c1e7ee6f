"""Which characters the font of the papers can show: a PDF for archives may not hold others."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
ALL_OF_UNICODE = (3, 10)  # platform and encoding of the list to read


@cache
def known_characters() -> frozenset[str]:
    """Every visible character that has a glyph in each of our font files; and the space."""
    listed = frozenset.intersection(*(_characters(path.read_bytes()) for path in FONTS.glob("*.otf")))
    return frozenset(character for character in listed if unicodedata.category(character)[0] != "C")


def _characters(font: bytes) -> frozenset[str]:
    """What the font's own list names (`cmap`, format 12)."""
    start = _character_map(font)
    _format, _reserved, _length, _language, groups = struct.unpack_from(">HHIII", font, start)
    ranges = struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * groups])
    return frozenset(chr(code) for first, last, _glyph in ranges for code in range(first, last + 1))


def _character_map(font: bytes) -> int:
    """Where the list begins in an OpenType file."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables])
    cmap = next(offset for tag, _checksum, offset, _length in directory if tag == b"cmap")
    _version, encodings = struct.unpack_from(">HH", font, cmap)
    maps = struct.iter_unpack(">HHI", font[cmap + 4 : cmap + 4 + 8 * encodings])
    return next(cmap + offset for platform, encoding, offset in maps if (platform, encoding) == ALL_OF_UNICODE)
