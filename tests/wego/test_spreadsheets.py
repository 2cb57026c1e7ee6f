"""The one writer and the one reader of CSV and XLSX."""

import csv
import io
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from wego import spreadsheets
from wego.spreadsheets import Sheet, read_table, write_csv, write_xlsx

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

HEADER = ["name", "note"]
LEADING = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'", "'=", "''@", "=HYPERLINK("])
TEXTS = st.builds(str.__add__, LEADING, st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
TABLES = st.lists(st.tuples(TEXTS, TEXTS), max_size=5)


def _read(data: bytes, name: str = "table.csv") -> tuple[list[str], list[tuple[int, dict]]]:
    header, rows = read_table(io.BytesIO(data), name)
    return header, list(rows)


def _cells(data: bytes) -> list[list[str]]:
    header, rows = _read(data)
    return [[row[name] for name in header] for _number, row in rows]


def _xlsx(**parts: bytes) -> bytes:
    """A workbook in which some parts are replaced or added."""
    sound = zipfile.ZipFile(io.BytesIO(write_xlsx([Sheet("a", HEADER, [["x", "y"]])])))
    parts = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in {*sound.namelist(), *parts}:
            archive.writestr(name, parts.get(name) if name in parts else sound.read(name))
    return buffer.getvalue()


# --- out ---------------------------------------------------------------------------------------
@given(TABLES)
def test_csv_round_trip_leaves_every_text_unchanged(rows):
    filled = [list(row) for row in rows if any(cell.strip() for cell in row)]

    assert _cells(write_csv(rows, HEADER)) == filled


@given(TEXTS)
def test_csv_has_no_cell_that_a_spreadsheet_runs(text):
    written = write_csv([[text, "x"]], HEADER).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))]


@given(TABLES)
def test_xlsx_has_no_formula_cell(rows):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("a", HEADER, rows)])))

    types = {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value is not None}

    assert types <= {"s", "inlineStr"}


def test_xlsx_round_trip_keeps_guarded_text_numbers_and_days():
    row = ["=1+1", "'=1+1", "https://example.org", "007", 12, Decimal("37.56650"), date(2026, 3, 5), True, None, "서울"]
    header = [f"c{number}" for number in range(len(row))]

    cells = _cells(write_xlsx([Sheet("a", header, [row])]))

    assert cells == [
        ["=1+1", "'=1+1", "https://example.org", "007", "12", "37.5665", "2026-03-05", "yes", "", "서울"],
    ]


def test_xlsx_has_a_bold_frozen_header_and_readable_widths():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([Sheet("a", HEADER, [["x" * 40, "y"]])]))).active

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width > 40


def test_csv_begins_with_a_mark_and_writes_values_plainly():
    moment = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)

    written = write_csv([[-5, Decimal("1.50"), date(2026, 3, 5), moment, False, None]], list("abcdef"))

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").splitlines()[1] == "-5,1.50,2026-03-05,2026-03-05 09:30:00,no,"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\0a", "'=1"])
def test_guard_puts_an_apostrophe_before_what_would_run(text):
    assert spreadsheets.guard(text) == f"'{text}"
    assert spreadsheets.unguard(f"'{text}") == text


@pytest.mark.parametrize("text", ["a=1", "'s-Hertogenbosch", " =1", "", "1"])
def test_guard_leaves_plain_text_alone(text):
    assert spreadsheets.guard(text) == text
    assert spreadsheets.unguard(text) == text


# --- in ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        "name,note\r\n서울,a\r\n".encode(),
        b"\xef\xbb\xbf" + "name,note\n서울,a\n".encode(),
        "name;note\n서울;a\n".encode(),
        "name\tnote\n서울\ta".encode(),
        "name,note\r\n서울,a".encode("utf-16"),
        "name,note\r\n서울,a".encode("cp949"),
        "\n\nname,note,,\n\n서울,a,,\n\n".encode(),
        '"name","note"\n"서울","a"'.encode(),
    ],
    ids=["utf8", "utf8-mark", "semicolon", "tab", "utf16", "cp949", "blank-lines", "quoted"],
)
def test_csv_is_read_in_the_spellings_of_spreadsheets(data):
    header, rows = _read(data)

    assert header == ["name", "note"]
    assert [row for _number, row in rows] == [{"name": "서울", "note": "a"}]


def test_row_numbers_are_those_of_the_spreadsheet():
    _header, rows = _read(b'name,note\n"two\nlines",x\n\n,\nlast,y\n')

    assert [(number, row["name"]) for number, row in rows] == [(2, "two\nlines"), (5, "last")]


def test_short_rows_are_filled_and_long_ones_tell_what_is_too_much():
    _header, rows = _read(b"name,note\na\nb,c,d,e\n")

    assert rows == [(2, {"name": "a", "note": ""}), (3, {"name": "b", "note": "c", spreadsheets.EXTRA: "d, e"})]


def test_workbook_named_csv_is_read_as_a_workbook():
    assert _cells(write_xlsx([Sheet("a", HEADER, [["x", "y"]])])) == [["x", "y"]]


def test_workbook_that_lies_about_its_size_is_read_whole():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/>'
    cells = b"<c t='inlineStr'><is><t>%s</t></is></c><c t='inlineStr'><is><t>%s</t></is></c>"
    rows = b"".join(b"<row>" + cells % pair + b"</row>" for pair in [(b"name", b"note"), (b"x", b"y")])

    data = _xlsx(xl__worksheets__sheet1_xml=sheet + b"<sheetData>" + rows + b"</sheetData></worksheet>")

    assert _cells(data) == [["x", "y"]]


REFUSED = {
    "empty": (b"", "The file is empty"),
    "blank": (b"\n,,\n", "The file is empty"),
    "nul": (b"name,note\na\0,b\n", "not a table"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table"),
    "old-excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "not a table"),
    "other-zip": (b"PK\x03\x04" + b"x" * 100, "cannot be read as an Excel workbook"),
    "nameless": (b"name,,note\na,b,c\n", "Column 2 has no name"),
    "twice": (b"name,name\na,b\n", "stand in the first row twice: name"),
    "quote": (b'name,note\na,"b\nc,d\n', "Row 2 cannot be read"),
    "wide": (b",".join(b"c%d" % number for number in range(101)), "more than 100 columns"),
    "very-wide": (b"name,note\n" + b"," * 100_000, "more than 100 columns"),
    "entity": (_xlsx(xl__workbook_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'), "unpacks to more"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_in_words(data, words):
    with pytest.raises(ValidationError) as refusal:
        _read(data, "file.csv")

    assert words in refusal.value.messages[0]


def test_too_many_rows_are_refused_while_reading():
    data = b"name,note\n" + b"a,b\n" * (spreadsheets.MAX_ROWS + 1)

    with pytest.raises(ValidationError, match="more than 20000 rows"):
        _read(data)


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_BYTES", 10)

    with pytest.raises(ValidationError, match="larger than"):
        _read(b"name,note\na,b\n")


MEGABYTE = b"\0" * 2**20
STRINGS = b"<si><t>a</t></si>" * (2**21)


def _bomb(kind: str) -> bytes:
    buffer = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(_xlsx()))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            archive.writestr(name, sound.read(name))
        if kind == "sheet":
            archive.writestr("xl/worksheets/sheet2.xml", MEGABYTE * 200)
        elif kind == "strings":
            archive.writestr("xl/worksheets/strings.xml", STRINGS)
        elif kind == "parts":
            for number in range(1000):
                archive.writestr(f"xl/worksheets/sheet{number + 2}.xml", b"x")
        elif kind == "many":
            for number in range(130):
                archive.writestr(f"xl/worksheets/sheet{number + 2}.xml", MEGABYTE)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["sheet", "strings", "parts", "many"])
def test_zip_bomb_is_refused_quickly(kind):
    data = _bomb(kind)

    start = time.perf_counter()
    with pytest.raises(ValidationError, match="unpacks to more"):
        _read(data, "bomb.xlsx")

    assert time.perf_counter() - start < 1


def test_zip_that_lies_about_its_size_is_refused():
    data = bytearray(_bomb("none"))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")

    with pytest.raises(ValidationError, match="cannot be read"):
        _read(bytes(data), "bomb.xlsx")
