"""The World Bank's file, in every format met, and broken in every way thought of."""

import io
import random
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from members.worldbank import LARGEST_FILE, read_world_bank_file
from tests.members.worldbank_files import ROWS, packed, table
from wego.spreadsheets import Sheet, write_xlsx

pytestmark = pytest.mark.sqlite  # no database: once is enough

VALUES = [
    ("KOR", 2017, Decimal("40957.4")),
    ("KOR", 2018, Decimal("43001.2518")),
    ("KOR", 2019, Decimal("43044.8")),
    ("NPL", 2017, Decimal("3199.9")),
    ("NPL", 2018, Decimal("3450.123456789012")),
    ("WLD", 2017, Decimal("16000.5")),
    ("WLD", 2018, Decimal("17000.5")),
    ("CHI", 2018, Decimal("55555.5")),
]
VARIANTS = {
    "as downloaded": table(),
    "as downloaded before 2019": table(end="\n"),
    "without the preamble": table(vintage="", bom=False),
    "without quotes and trailing comma": table(vintage="", bom=False, quoted=False, trailing=False),
    "packed": packed(),
    "packed in a folder": packed(name="folder/API_1.csv"),
    "without an end of the last line": table(end="\n").rstrip(b"\n"),
}


def refusal(data: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        read_world_bank_file(data)
    return caught.value


@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS)
def test_every_format_says_the_same(data):
    file = read_world_bank_file(data)

    assert [(value.economy, value.year, value.value) for value in file.values] == VALUES
    assert file.names == {code: name for name, code, _values in ROWS}


@pytest.mark.parametrize(("data", "vintage"), [(table(), date(2020, 7, 1)), (table(vintage=""), None)])
def test_vintage_is_the_day_of_the_last_update(data, vintage):
    assert read_world_bank_file(data).vintage == vintage


def test_values_know_their_line():
    assert [value.line for value in read_world_bank_file(table()).values] == [6, 6, 6, 7, 7, 9, 9, 10]


def test_figure_of_no_more_digits_than_are_kept():
    rows = [("Nepal", "NPL", {"2018": "999.123456789012345"})]

    [value] = read_world_bank_file(table(rows)).values

    assert value.value == Decimal("999.123456789012")


def one(value: str) -> bytes:
    return table([("Nepal", "NPL", {"2018": value})])


def bomb() -> bytes:
    return packed(b"0" * (LARGEST_FILE + 1))


def workbook() -> bytes:
    return write_xlsx([Sheet("API", ["Country Name"], [["Nepal"]])])


def two_tables() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("API_1.csv", table())
        archive.writestr("API_2.csv", table())
    return buffer.getvalue()


HEADER = b'"Country Name","Country Code"'
OTHER = b"NY.GDP.MKTP"
BROKEN = {
    "0 bytes": (b"", "empty"),
    "blank": (b" \r\n\r\n", "empty"),
    "huge": (b"x" * (LARGEST_FILE + 1), "too_large"),
    "bomb": (bomb(), "unpacks_to_too_much"),
    "workbook named .csv": (workbook(), "workbook"),
    "ZIP without a table": (packed(name="DATA.csv"), "no_table"),
    "ZIP with two tables": (two_tables(), "no_table"),
    "ZIP with an empty table": (packed(b""), "unpacks_to_too_much"),
    "ZIP cut off": (packed()[:300], "bad_zip"),
    "ZIP of nonsense": (b"PK\x03\x04" + b"\xff" * 400, "bad_zip"),
    "0xFF bytes": (table().replace(b"Nepal", b"\xff\xfe"), "encoding"),
    "NUL bytes": (table().replace(b"Nepal", b"\0"), "binary"),
    "other bytes": (bytes(range(1, 128)) * 10, "no_header"),
    "columns swapped": (
        table().replace(b'"Country Name","Country Code"', b'"Country Code","Country Name"'),
        "no_header",
    ),
    "names and codes swapped": (table([("KOR", "Korea, Rep.", {"2018": "1"})]), "bad_code"),
    "other indicator": (table(indicator="NY.GDP.MKTP.CD"), "other_indicator"),
    "another indicator in one row": (
        table()[:-200] + table()[-200:].replace(b"PCAP.PP", b"MKTP.PP"),
        "other_indicator",
    ),
    "year that is none": (table(years=("2017", "2018", "Average")), "bad_year"),
    "year twice": (table(years=("2017", "2018", "2018")), "year_twice"),
    "no years": (table(years=()), "no_years"),
    "no figures": (table([("Nepal", "NPL", {})]), "no_figures"),
    "economy twice": (table([ROWS[0], ROWS[0]]), "code_twice"),
    "cut off inside a number": (table()[:-9], "unreadable"),
    "cut off inside a name": (table()[: table().index(b"Venezuela") + 4], "unreadable"),
    "cut off between cells": (table()[: table().index(b'"3450')], "cut_off"),
    "vintage that is no day": (table(vintage="yesterday"), "bad_vintage"),
    "words for a figure": (one("n/a"), "bad_value"),
    "two dots for missing": (one(".."), "bad_value"),
    "figure 0": (one("0"), "bad_value"),
    "negative": (one("-3450"), "bad_value"),
    "infinite": (one("Infinity"), "bad_value"),
    "no number": (one("NaN"), "bad_value"),
    "astronomic": (one("1e999"), "bad_value"),
    "microscopic": (one("1e-999"), "bad_value"),
    "underscore": (one("3_450"), "bad_value"),
    "comma of the decimals": (one("3450,12"), "bad_value"),
    "other digits": (one("３４５０"), "bad_value"),
}


@pytest.mark.parametrize(("data", "code"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused_with_the_reason(data, code):
    caught = refusal(data)

    assert caught.code == code
    assert caught.messages[0].endswith(" Nothing was changed.")


def test_other_indicator_is_refused_by_its_name():
    assert refusal(table(indicator="NY.GDP.MKTP.CD")).messages == [
        "Line 6: this file is of another indicator, NY.GDP.MKTP.CD (GDP per capita, PPP (current international $)). "
        "Needed: NY.GDP.PCAP.PP.CD. Nothing was changed."
    ]


def test_refusal_shows_little_of_what_the_file_says():
    assert len(refusal(one("9" * 5000 + "x")).messages[0]) < 200


@pytest.mark.parametrize("original", [table(), packed()], ids=["CSV", "ZIP"])
def test_damaged_bytes_are_read_or_refused_never_an_error(original):
    chance = random.Random(20200701)
    for _turn in range(300):
        data = bytearray(original)
        for _byte in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.randint(1, len(data))]) if chance.random() < 0.5 else bytes(data)
        try:
            file = read_world_bank_file(cut)
        except ValidationError as caught:
            assert caught.messages[0].endswith(" Nothing was changed.")
        else:
            assert all(value.value > 0 for value in file.values)
