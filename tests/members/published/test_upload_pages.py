"""A list comes in: the file, its columns, what will come out."""

from datetime import date

import pytest

from members.models import PublishedList
from tests.members.published.lists import ROWS, table, told
from tests.members.published.pages import ADD, FACTS, columns_page, page_of, text, upload
from wego.imports import uploads

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_the_columns_are_proposed_with_the_first_rows(office, towns):
    rows = [[f"City {n}", "KOR", n] for n in range(8)]

    page = upload(office, table(rows, ["회원명", "국가", "회원번호"]))

    form = page.context["form"]
    assert {name: form[name].value() for name in ("name", "also", "country", "number", "kind")} == {
        "name": "회원명",
        "also": None,
        "country": "국가",
        "number": "회원번호",
        "kind": None,
    }
    assert (form["title"].value(), page.context["row_count"]) == ("Partner", 8)
    assert page.context["sample"][0] == (2, ["City 0", "KOR", "0"])
    assert len(page.context["sample"]) == 5
    assert not PublishedList.objects.exists()


def test_what_will_come_out_is_shown_before_anything_is_saved(office, towns):
    page = columns_page(office, table(ROWS, ["name"]))

    preview = page.preview()
    nothing_yet = PublishedList.objects.count()
    done = page.confirm(preview)

    assert [preview.context["done"].message, *preview.context["done"].lines] == [
        "The list is recorded: Partner.",
        "Published where: https://example.org",
        "Compared with the register of 31 December 2019",
        "Lists of this day on record until now: 0",
        "File: list.csv, rows: 5",
        "Name: “name”",
        "Extra: 4",
        "Missing: 3",
        "Different: 0",
        "Matched: 1",
    ]
    published = PublishedList.objects.get()
    assert (nothing_yet, done["Location"]) == (0, page_of(published))
    assert (published.as_of, published.recorded_by.username) == (date(2019, 12, 31), "chief")
    assert told("list.recorded") == [{"rows": 5, "file": published.digest}]


def test_a_second_confirmation_saves_nothing_twice(office, towns):
    page = columns_page(office, table(ROWS, ["name"]))
    preview = page.preview()
    page.confirm(preview)

    again = page.confirm(preview)

    assert (again.status_code, PublishedList.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("content", "changed", "field", "words"),
    [
        (b"", {}, "file", "This field is required."),
        (b"name\n", {}, "file", "The file has a header, but no rows."),
        (b"PK\x03\x04nonsense", {}, "file", "cannot be read as an Excel workbook"),
        (b"a,\nx,y\n", {"title": ""}, "title", "This field is required."),
        (b"a,a\nx,y\n", {}, "file", "These columns stand in the first row twice: a."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(office, towns, content, changed, field, words):
    page = upload(office, content, **changed)

    assert words in " ".join(page.context["form"].errors[field])
    assert "error-summary" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"country": "name"}, "The column “name” is used already: Name."),
        ({"country": "nowhere"}, "Select a valid choice."),
        ({"as_of": "2010-01-01"}, "The register begins on"),
        ({"as_of": "2999-01-01"}, "has not come yet"),
    ],
)
def test_columns_that_are_wrong_are_refused(office, towns, changed, words):
    page = columns_page(office, table(ROWS, ["name"])).preview(**changed)

    assert words in text(page)
    assert not PublishedList.objects.exists()


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_file_of_somebody_else_is_not_here(office, towns, token):
    page = office.post(ADD, FACTS | {"upload": token, "name": "name"})

    assert "This upload is no longer here." in text(page)


def test_a_file_that_is_gone_is_asked_for_again(office, towns, monkeypatch):
    page = columns_page(office, table(ROWS, ["name"]))
    monkeypatch.setattr(uploads, "HOURS", -1)
    uploads.forget_old()
    monkeypatch.undo()

    assert "This upload is no longer here." in text(page.preview())
