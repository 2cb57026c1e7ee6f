"""What a PDF says."""

import io
import re

import pypdf


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    return [" ".join(page.extract_text().split()) for page in read(pdf).pages]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def squeezed(words: str) -> str:
    """Without what lines and long words are broken by."""
    return re.sub(r"[\s\u200b]", "", words)


def bold(pdf: bytes) -> list[str]:
    """The texts of the first page that are set in bold."""
    found = []

    def visit(words, _matrix, _text_matrix, font, _size):
        if words.strip() and font and "Pretendard-Bold" in font["/BaseFont"]:
            found.append(words.strip())

    read(pdf).pages[0].extract_text(visitor_text=visit)
    return found
