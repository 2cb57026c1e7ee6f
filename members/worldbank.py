"""The World Bank's file of one indicator, as downloaded: ZIP or CSV (R11, R12). Knows no database.

Met so far: with and without the preamble of four lines and the byte order mark, CRLF and LF, quoted and
unquoted, with and without a trailing comma, figures with fewer digits.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

GDP_PER_CAPITA_PPP = "NY.GDP.PCAP.PP.CD"
"""GDP per capita, PPP (current international $ per head)."""
COLUMNS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
# fmt: off
AGGREGATES = frozenset({
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU", "FCS", "HIC",
    "HPC", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE",
    "MEA", "MIC", "MNA", "NAC", "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST", "TEA",
    "TEC", "TLA", "TMN", "TSA", "TSS", "UMC", "WLD",
})
# fmt: on
"""Codes of groups of economies, and of "not classified" (INX): no economy of a member."""
LARGEST_FILE = 5 * 2**20  # bytes, packed or not; the World Bank's own has 0.2 MB
PLACES = Decimal("1e-12")
LARGEST_VALUE = 10**9  # international $ per head
SHOWN = 60  # characters of what the file says, in a refusal

_CODE = re.compile(r"[A-Z0-9]{3}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Value:
    """One figure of one economy; `line` is its line in the file."""

    economy: str
    year: int
    value: Decimal
    line: int


@dataclass(frozen=True)
class WorldBankFile:
    """What the file says. `vintage` is its "Last Updated Date", None where it does not state one;
    `names` has every code of the file with its name, groups and economies without a figure included."""

    indicator: str
    vintage: date | None
    names: dict[str, str]
    values: list[Value]


def read_world_bank_file(data: bytes, *, indicator: str = GDP_PER_CAPITA_PPP) -> WorldBankFile:
    """Read the file whole, or refuse it (ValidationError) with the reason and the line.

    A missing figure is no value.
    """
    if len(data) > LARGEST_FILE:
        raise _refused(_("The file is larger than %(limit)d MB."), "too_large", limit=LARGEST_FILE // 2**20)
    if not data.strip():
        raise _refused(_("The file is empty."), "empty")
    lines = _lines(_text(_table(data)))
    start = next((place for place, line in enumerate(lines[:10]) if _is_header(line)), None)
    if start is None:
        raise _refused(
            _("This is not the World Bank's file: the header “Country Name, Country Code, ...” is missing."),
            "no_header",
        )
    names, values = _rows(lines, start, indicator)
    if not values:
        raise _refused(_("The file holds no figure."), "no_figures")
    return WorldBankFile(indicator, _vintage(lines[:start]), names, values)


def _table(data: bytes) -> bytes:
    """The table of figures: the file itself, or the one named API_... in a ZIP."""
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(archive)
    except ValidationError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for broken files
        raise _refused(_("The ZIP file is damaged."), "bad_zip") from error


def _unpack(archive: zipfile.ZipFile) -> bytes:
    names = [info.filename.rsplit("/", 1)[-1] for info in archive.infolist()]
    if "[Content_Types].xml" in names:
        raise _refused(
            _("This is an Excel workbook. Download the indicator as CSV and give that file as it is."), "workbook"
        )
    tables = [info for info, name in zip(archive.infolist(), names, strict=True) if name.startswith("API_")]
    if len(tables) != 1:
        raise _refused(_("The ZIP file must hold one table of figures, named API_..."), "no_table")
    content = b""
    if tables[0].file_size <= LARGEST_FILE:  # what it states; what really comes out is measured too
        with archive.open(tables[0]) as packed:
            content = packed.read(LARGEST_FILE + 1)
    if not content or len(content) > LARGEST_FILE:
        raise _refused(
            _("The table in the ZIP file is empty or unpacks to more than %(limit)d MB."),
            "unpacks_to_too_much",
            limit=LARGEST_FILE // 2**20,
        )
    return content


def _text(table: bytes) -> str:
    if b"\0" in table:
        raise _refused(_("This is not a text file of comma-separated values."), "binary")
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_("The file is not in UTF-8, as the World Bank writes it."), "encoding") from error


def _lines(text: str) -> list[list[str]]:
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _refused(
            _("Line %(line)d cannot be read: the file is cut off, or a quotation mark is out of place."),
            "unreadable",
            line=len(lines) + 1,
        ) from error
    return lines


def _is_header(line: list[str]) -> bool:
    return tuple(cell.strip() for cell in line[:4]) == COLUMNS


def _vintage(preamble: list[list[str]]) -> date | None:
    for line in preamble:
        if len(line) > 1 and line[0].strip() == "Last Updated Date":
            try:
                return date.fromisoformat(line[1].strip())
            except ValueError as error:
                raise _refused(
                    _("“Last Updated Date” is not a date: %(given)s."), "bad_vintage", given=line[1]
                ) from error
    return None


def _rows(lines: list[list[str]], start: int, indicator: str) -> tuple[dict[str, str], list[Value]]:
    """Names of the codes and the figures, below the header in line `start`."""
    years = _years(lines[start])
    names: dict[str, str] = {}
    values: list[Value] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) <= max(3, years[-1][0]):
            raise _refused(_("Line %(line)d is cut off: the file is not complete."), "cut_off", line=number)
        code = _economy(line, number, names)
        _check_indicator(line, number, indicator)
        names[code] = line[0].strip()
        values += _values(line, code, number, years)
    return names, values


def _years(header: list[str]) -> list[tuple[int, int]]:
    """(column, year) of each column of figures."""
    years = []
    for column, cell in enumerate(header[4:], start=4):
        name = cell.strip()
        if re.fullmatch(r"(19|20|21)[0-9]{2}", name, re.ASCII):
            years.append((column, int(name)))
        elif name:
            raise _refused(_("Line of headings: “%(given)s” is not a year."), "bad_year", given=name)
    if not years:
        raise _refused(_("The file has no column of a year."), "no_years")
    if len({year for _column, year in years}) < len(years):
        raise _refused(_("A year stands twice in the line of headings."), "year_twice")
    return years


def _economy(line: list[str], number: int, known: dict[str, str]) -> str:
    code = line[1].strip()
    if not _CODE.fullmatch(code):
        raise _refused(
            _("Line %(line)d, Country Code: “%(given)s” is not a code of three capital letters."),
            "bad_code",
            line=number,
            given=code,
        )
    if code in known:
        raise _refused(_("Line %(line)d, Country Code: %(given)s stands twice."), "code_twice", line=number, given=code)
    return code


def _check_indicator(line: list[str], number: int, indicator: str) -> None:
    given = line[3].strip()
    if given != indicator:
        raise _refused(
            _("Line %(line)d: this file is of another indicator, %(given)s (%(name)s). Needed: %(wanted)s."),
            "other_indicator",
            line=number,
            given=given or "-",
            name=line[2].strip() or "-",
            wanted=indicator,
        )


def _values(line: list[str], code: str, number: int, years: list[tuple[int, int]]) -> list[Value]:
    cells = [(year, line[column].strip()) for column, year in years]
    return [Value(code, year, _decimal(cell, number, year), number) for year, cell in cells if cell]


def _decimal(cell: str, number: int, year: int) -> Decimal:
    value = Decimal(cell) if _NUMBER.fullmatch(cell) else Decimal(0)
    value = value.quantize(PLACES) if abs(value) < LARGEST_VALUE else Decimal(0)
    if value <= 0:
        raise _refused(
            _("Line %(line)d, %(year)d: “%(given)s” is not an amount in dollars above 0."),
            "bad_value",
            line=number,
            year=year,
            given=cell,
        )
    return value


def _refused(reason, code: str, **given) -> ValidationError:
    shown = {name: value[:SHOWN] if isinstance(value, str) else value for name, value in given.items()}
    return ValidationError(
        _("%(reason)s Nothing was changed."), code=code, params={"reason": reason % shown if shown else reason}
    )
