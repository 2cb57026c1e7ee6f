"""The membership status report as CSV, XLSX, to a file, and with its changes (paper 19)."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from members.models import Language
from members.services.members import rename_member
from tests.factories import approve, make_associate, make_full, make_opened

pytestmark = pytest.mark.django_db

DAY = date(2019, 12, 31)


def report(capsys, *arguments, on="2019-12-31"):
    capsys.readouterr()
    call_command("membership_report", "--on", on, *arguments)
    return capsys.readouterr().out


def report_json(capsys, *arguments, on="2019-12-31"):
    return json.loads(report(capsys, "--format", "json", *arguments, on=on))


# --- formats -------------------------------------------------------------------------------------------
def test_csv_has_a_row_for_each_member(real_register, capsys):
    rows = list(csv.reader(io.StringIO(report(capsys, "--format", "csv").lstrip("\ufeff"))))

    assert rows[0] == [
        *("number", "name", "name (Korean)", "kind", "country", "region", "capital", "status", "since", "provisional")
    ]
    assert len(rows) == 192
    assert rows[1] == [
        *("1", "Seoul Metropolitan Government", "서울", "city", "Korea, Rep. of", "Asia", "yes", "full member"),
        *("by 2019-12-31", "yes"),
    ]


@pytest.mark.parametrize("name", ["=1+1", "+82", "-1", "@SUM(A1)"])
def test_name_never_becomes_a_formula(officer, tmp_path, capsys, name):
    make_full(name_en=name, by=officer)
    file = tmp_path / "report.xlsx"

    cells = next(csv.reader(io.StringIO(report(capsys, "--format", "csv").splitlines()[1])))
    report(capsys, "--format", "xlsx", "--output", str(file))

    sheet = openpyxl.load_workbook(file)["Members"]
    assert cells[1] == f"'{name}"
    assert (sheet["B2"].value, sheet["B2"].data_type) == (name, "s")


def test_xlsx_has_a_sheet_for_totals_for_each_kind_and_for_the_members(real_register, tmp_path, capsys):
    file = tmp_path / "report.xlsx"

    report(capsys, "--format", "xlsx", "--output", str(file))

    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Totals", "Cities", "Institutions", "Companies", "Members"]
    assert book["Members"].max_row == 192
    assert [cell.value for cell in book["Cities"][2]] == ["Cities: 144 (capitals 39, others 105)", None, 144, 39, 105]


def test_output_goes_to_the_file_and_not_to_the_screen(real_register, tmp_path, capsys):
    file = tmp_path / "report.json"

    assert report(capsys, "--format", "json", "--output", str(file)) == ""
    assert json.loads(file.read_text())["total"] == 191


# --- changes -------------------------------------------------------------------------------------------
def test_report_with_its_changes(officer, capsys):
    make_opened(1, 2)
    newcomer = make_associate(accepted_on=date(2020, 3, 2), name_en="City X", by=officer)
    approve(newcomer, on=date(2020, 11, 17), by=officer)

    data = report_json(capsys, "--since", "2019-12-31", on="2020-12-31")
    text = report(capsys, "--since", "2019-12-31", on="2020-12-31").splitlines()

    city = {"number": 3, "name": "City X"}
    assert data["changes"] == {
        "since": "2019-12-31",
        "opening": 2,
        "closing": 3,
        "joined": [city | {"on": "2020-03-02", "how": "application accepted"}],
        "approved": [city | {"on": "2020-11-17", "how": "approved by decision"}],
        "left": [],
        "renamed": [],
    }
    assert text[text.index("Changes after 2019-12-31 up to 2020-12-31") :] == [
        "Changes after 2019-12-31 up to 2020-12-31",
        "2 members + 1 joined - 0 left = 3 members",
        "  Joined (1)",
        "    2020-03-02 City X: application accepted",
        "  Approved as full members (1)",
        "    2020-11-17 City X: approved by decision",
    ]


def test_changes_of_the_korean_json_are_the_same(officer, capsys):
    (member,) = make_opened(1)
    make_associate(accepted_on=date(2020, 3, 2), by=officer)
    rename_member(member, language=Language.EN, name="New", valid_from=date(2020, 5, 1), reason="x", by=officer)
    arguments = ("--since", "2019-12-31")

    assert report_json(capsys, *arguments, "--lang", "ko", on="2020-12-31") == report_json(
        capsys, *arguments, on="2020-12-31"
    )
