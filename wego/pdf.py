"""Papers as PDF, set by typst from templates/papers/. Knows no app.

No network, no file outside the templates' folder, no font but our own. What people typed reaches a template
as data only, never as its source: it is printed as it stands. A paper is archivable (PDF/A-3a) and
accessible (PDF/UA-1), and the same data gives the same bytes: a reprint is identical.
"""

import json
import re
import threading
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from wego.glyphs import FONTS, known_characters

TEMPLATES = settings.BASE_DIR / "templates" / "papers"
STANDARDS = ["a-3a", "ua-1"]
MISSING = "\u25a1"
"""In place of a character that the font lacks: a PDF/A must not hold any. Pretendard has Latin (with Vietnamese
and all diacritics), Korean, Greek and Cyrillic, no other script: papers print English or Korean names."""

LONG_WORD = re.compile(r"\S{20,}")
BREAK = "\u200b"  # zero-width space: a place where a line may end

REMEMBERED = 10  # compilations
_busy = threading.Lock()


@dataclass(frozen=True)
class Letterhead:
    """What stands around every paper. `number` empty: space to write it in, unless the paper is not `numbered`.
    `mark`: what the paper is not."""

    title: str
    issued_on: date
    number: str = ""
    mark: str = ""
    numbered: bool = True


def render_pdf(template: str, data: dict, *, letterhead: Letterhead, language: str) -> bytes:
    """The paper `templates/papers/<template>.typ` filled with `data`: words and numbers as they are printed.

    `language` is the document's; the words in `data` are in it already.
    """
    with override(language):
        words = {**data, "language": language, "letterhead": _letterhead_words(letterhead)}
    return compile_paper(TEMPLATES, template, words, issued_on=letterhead.issued_on)


def compile_paper(folder: Path, template: str, data: dict, *, issued_on: date) -> bytes:
    """A template of a folder, compiled one at a time: a compiler serves one caller."""
    inputs = {"data": json.dumps(printable(data))}
    created = datetime.combine(issued_on, time(), tzinfo=UTC)
    path = str(folder / f"{template}.typ")
    with _busy:
        compiler = _compiler(folder)
        try:
            return compiler.compile(input=path, sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=created)
        finally:
            _forget(compiler)


@cache
def _compiler(folder: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(folder), font_paths=fonts, ignore_system_fonts=True)


def _forget(compiler: typst.Compiler) -> None:
    """Give back the memory of a paper: typst keeps what its last compilations made, 400 MB for 3,000 rows."""
    for _empty in range(REMEMBERED + 1):
        compiler.compile(input=b"", sys_inputs={}, format="svg")


def _letterhead_words(letterhead: Letterhead) -> dict:
    return {
        **asdict(letterhead),
        "issued_on": date_format(letterhead.issued_on),
        "organisation": _("World Smart Sustainable Cities Organization"),
        "number_label": _("Document number"),
        "date_label": pgettext("of a paper", "Date"),
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }


def printable(value):
    """Data as the font can show it: texts on one line, without control characters, long words breakable."""
    if isinstance(value, str | Promise):
        return _printable_text(str(value))
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def _printable_text(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    known = known_characters()
    if not known.issuperset(text):
        visible = (character for character in text if unicodedata.category(character)[0] != "C")
        text = "".join(character if character in known else MISSING for character in visible)
    return LONG_WORD.sub(lambda word: BREAK.join(word.group()), text)
