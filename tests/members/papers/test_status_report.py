"""The status report as a paper (paper 19): the annex's layout of any day, with what changed."""

import io
from datetime import date

import openpyxl
import pytest

from members.papers.status_report import StatusReport
from members.reports import as_xlsx
from tests.factories import make_associate, make_opened
from tests.pdfs import squeezed, text

HOSTILE = '=HYPERLINK("http://x","y") *#$\\'
END, SINCE = date(2020, 12, 31), date(2019, 12, 31)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def register(officer):
    make_opened(1, 2)
    make_associate(by=officer, accepted_on=date(2020, 3, 2), name_en=HOSTILE, name_ko="수원시", capital=True)


def paper(on=END, since=SINCE) -> StatusReport:
    return StatusReport.of(on, since=since, issued_on=date(2021, 1, 4))


def test_a_row_for_each_country_in_the_annex_layout(register):
    (section,) = paper().data()["sections"]

    assert section["title"] == "Cities: 3 (capitals 1, others 2)"
    assert section["header"] == ["Region", "Country", "Members", "Capitals", "Others"]
    assert section["regions"] == [
        {"label": "Asia (3)", "rows": [["Country KOR", "3", f"{HOSTILE}*", "Opened 1?; Opened 2?"]]}
    ]


def test_the_change_list_is_there_if_it_was_asked_for(register):
    groups = paper().data()["changes"]["groups"]

    assert [(group["title"], group["rows"][0][2:]) for group in groups] == [
        ("Joined (1)", [HOSTILE, "application accepted"])
    ]
    assert paper(since=None).data()["changes"] is None


@pytest.mark.parametrize(("language", "name"), [("en", HOSTILE), ("ko", "수원시*")])
def test_the_paper_in_a_language(register, language, name):
    pdf = paper().render("pdf", language, number="WeGO-2021-0001")
    said = squeezed(text(pdf))

    assert pdf == paper().render("pdf", language, number="WeGO-2021-0001")
    for words in (squeezed(name), "WeGO-2021-0001", "2020-12-31"):
        assert words in said


def test_a_preview_is_marked_in_both_files(register):
    book = openpyxl.load_workbook(io.BytesIO(paper().preview("xlsx", "en")))

    assert "PREVIEW" in text(paper().preview("pdf", "en"))
    assert "PREVIEW" not in text(paper().render("pdf", "en", number="WeGO-2021-0001"))
    assert [cell.value for cell in book["Paper"][2]] == ["Document number", "PREVIEW"]


def test_the_workbook_has_the_sheets_of_the_report(register):
    names = openpyxl.load_workbook(io.BytesIO(paper().render("xlsx", "en", number="WeGO-2021-0001"))).sheetnames
    plain = openpyxl.load_workbook(io.BytesIO(as_xlsx(paper().report, paper().changes))).sheetnames

    assert names == [*plain, "Paper"]


def test_the_real_register_fits(real_register):
    said = text(paper(on=SINCE, since=None).render("pdf", "en"))

    assert "Members: 191 (cities 144, institutions 17, companies 30)" in said
    assert "Africa (46)" in said
