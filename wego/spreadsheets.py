"""Spreadsheets out and in: the one writer and the one reader of CSV and XLSX. Knows no app.

Out, text stays text: in CSV a cell that a spreadsheet would run as a formula gets a leading apostrophe,
in XLSX every text is a string cell. In, that apostrophe is taken off, so that an export can be imported
again unchanged; and a file is judged by its bytes and measured before it is unpacked.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego.imports.workbooks import read_lines

MAX_BYTES = 20 * 2**20
MAX_ROWS = 20_000
MAX_LINES = 100_000  # with the blank ones between the rows
MAX_COLUMNS = 100
MAX_DELIMITERS = 10_000  # of a line, with those inside quotes

EXTRA = ""
"""Under this key a row carries what stands to the right of the header."""

RISKY = re.compile(r"'*[=+\-@\t\r\0]")
EXCEL_DIGITS = 15
WIDTHS = (8, 60)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- out ---------------------------------------------------------------------------------------
class Sheet(NamedTuple):
    """A sheet of a workbook to write."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence]


def guard(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet would take it for a formula (or for guarded)."""
    return f"'{text}" if RISKY.match(text) else text


def unguard(text: str) -> str:
    """The inverse of `guard`."""
    return text[1:] if text[:1] == "'" and RISKY.match(text) else text


def as_text(value) -> str:
    """How a value is written as text: yes/no, ISO dates, plain decimals, '' for nothing."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return _wall_clock(value).isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case float():
            return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)


def write_csv(rows: Iterable[Sequence], header: Sequence[str]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel shows Korean; numbers as they are, text guarded."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow([guard(str(name)) for name in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8", "replace")


def write_xlsx(sheets: Iterable[Sheet], *, created: date | None = None) -> bytes:
    """A workbook, written row by row in constant memory. Text is never a formula, a link or a number.

    With the day on which it was `created` the same sheets give the same bytes.
    """
    buffer = io.BytesIO()
    as_strings = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, **as_strings}) as book:
        if created:
            book.set_properties({"created": datetime.combine(created, time(), tzinfo=UTC)})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_tab_name(sheet.title)), sheet, bold, day)
    return buffer.getvalue()


def _write_sheet(worksheet, sheet: Sheet, bold, day) -> None:
    worksheet.freeze_panes(1, 0)
    widths = [WIDTHS[0]] * len(sheet.header)
    for column, name in enumerate(sheet.header):
        worksheet.write_string(0, column, str(name), bold)
        widths[column] = max(widths[column], len(str(name)) + 2)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            widths[column] = max(widths[column], _write_cell(worksheet, number, column, value, day))
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, min(width, WIDTHS[1]))


def _write_cell(worksheet, row: int, column: int, value, day) -> int:
    """Write one cell by the type of its value; returns the width that shows it."""
    if value is None or value == "":
        return 0
    text = as_text(value)
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and sum(map(str.isdigit, text)) <= EXCEL_DIGITS:
        worksheet.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        worksheet.write_datetime(row, column, value, day)
    else:
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # XML knows no other end of a line
        worksheet.write_string(row, column, guard(text) if text[0] == "'" else text)
    return len(text) + 2


def _csv_cell(value):
    is_number = isinstance(value, int | float | Decimal)
    return as_text(value) if value is None or is_number else guard(as_text(value))


def _wall_clock(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _tab_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", str(title))[:31].strip() or "1"


# --- in ----------------------------------------------------------------------------------------
def read_table(file, name: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The header of an uploaded table and its rows with their numbers as the spreadsheet shows them.

    Every cell comes as text, written like `as_text` writes it; blank rows are left out; cells beyond the
    header come under `EXTRA`. A file that cannot be read is a ValidationError, here or while iterating.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _refusal(_("The file is larger than %(max)s MB. Split it into smaller files."), max=MAX_BYTES // 2**20)
    lines = _filled(_xlsx_lines(data, name) if data.startswith(b"PK\x03\x04") else _csv_lines(data, name))
    _number, first = next(lines, (1, []))
    header = _header(first)
    return header, _rows(lines, header)


def _header(cells: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise _refusal(_("The file is empty. Its first row names the columns."))
    if len(header) > MAX_COLUMNS:
        raise _refusal(_("The table has more than %(max)s columns."), max=MAX_COLUMNS)
    if "" in header:
        raise _refusal(_("Column %(column)s has no name in the first row."), column=header.index("") + 1)
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise _refusal(_("These columns stand in the first row twice: %(names)s."), names=", ".join(twice))
    return header


def _rows(lines: Iterator[tuple[int, Sequence[str]]], header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    width = len(header)
    missing = [""] * width
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MAX_ROWS:
            raise _refusal(_("The table has more than %(max)s rows. Split it into smaller files."), max=MAX_ROWS)
        row = dict(zip(header, [*cells, *missing] if len(cells) < width else cells, strict=False))
        if extra := [cell for cell in cells[width:] if cell.strip()]:
            row[EXTRA] = ", ".join(extra)
        yield number, row


def _filled(lines: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines in which something is written, with their numbers."""
    for number, cells in enumerate(lines, start=1):
        if number > MAX_LINES:
            raise _refusal(_("The table has more than %(max)s lines. Delete the blank ones."), max=MAX_LINES)
        if any(map(str.strip, cells)):
            yield number, cells


def _csv_lines(data: bytes, name: str) -> Iterator[list[str]]:
    text = _decode(data, name)
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(_narrow(io.StringIO(text, newline=""), delimiter), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):  # noqa: B007 (the except clause names the row)
            yield [unguard(cell) for cell in cells]
    except csv.Error as error:
        raise _refusal(
            _("Row %(row)s cannot be read: a quotation mark is not closed, or a cell is too long. Nothing was saved."),
            row=number + 1,
        ) from error


def _narrow(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """The lines, none of which would make a list of millions of cells."""
    for line in lines:
        if line.count(delimiter) > MAX_DELIMITERS:
            raise _refusal(_("The table has more than %(max)s columns."), max=MAX_COLUMNS)
        yield line


def _decode(data: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16 with its mark, or the Korean code page of Excel (CP949)."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp949"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refusal(
        _("%(name)s is not a table that can be read here. Save it as an Excel workbook (.xlsx) or as CSV (UTF-8)."),
        name=name,
    )


def _xlsx_lines(data: bytes, name: str) -> Iterator[list[str]]:
    for row in read_lines(data, name, max_columns=MAX_COLUMNS + 1):
        yield [_cell_text(value) for value in row]


def _cell_text(value) -> str:
    if isinstance(value, str):
        return unguard(value.replace("_x000D_", ""))  # how Excel writes a carriage return
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    # Excel keeps numbers as binary fractions: 0.1 + 0.2 comes as 0.30000000000000004.
    return as_text(Decimal(f"{value:.{EXCEL_DIGITS}g}") if isinstance(value, float) else value)


def _refusal(message, **params) -> ValidationError:
    return ValidationError(message, code="unreadable", params=params)
