"""The application as a paper to sign: every answer in its group, nothing that was not answered, space to sign."""

from datetime import date

import pytest
from django.utils.translation import override

from members.models import Application, Country, Kind
from members.papers.application_form import LINES, application_form, application_form_pdf
from tests.pdfs import pages, squeezed, text
from wego.pdf import printable

DAY = date(2020, 3, 2)
HOSTILE = '#panic("x") $a$ *b* _c_ `d` <e> @f [g] {h} \\ // i "j" ' + "W" * 60

pytestmark = pytest.mark.sqlite

ANSWERS = {
    "kind": Kind.CITY,
    "country": Country(iso3="KOR", name_en="Republic of Korea", name_ko="대한민국"),
    "name_en": "Suwon",
    "name_ko": "수원시",
    "level": "metropolitan city",
    "capital": True,
    "population": 1_250_000,
    "figure_year": 2018,
    "figure_source": "KOSIS",
    "head_name": "Иван Петров",
    "head_title": "Mayor",
    "liaison_name": "Lee Min",
    "liaison_phone": "+82 31 000 0000",
    "billing_address": "1 Street\n2 City",
    "language": "ko",
}


def said_of(**answers) -> dict[str, list[str]]:
    """By label, the lines that the paper prints."""
    data = application_form(Application(**answers))
    return {
        line["label"]: [words for answer in line["answers"] for words in answer["lines"]]
        for group in data["groups"]
        for line in group["lines"]
    }


def pdf(language="en", /, **answers) -> bytes:
    return application_form_pdf(Application(**answers), language=language, on=DAY)


def test_every_answer_has_its_line():
    assert said_of(**ANSWERS) == {
        "Category": ["City"],
        "Name (English)": ["Suwon"],
        "Name (Korean)": ["수원시"],
        "Country": ["Republic of Korea"],
        "Level of government": ["metropolitan city"],
        "Capital": ["yes"],
        "Population": ["1,250,000 persons"],
        "Year and source of the figure": ["2018", "KOSIS"],
        "Head of the body": ["Иван Петров", "Mayor"],
        "Liaison officer": ["Lee Min", "+82 31 000 0000"],
        "Billing contact": ["1 Street", "2 City"],
        "Language of letters": ["한국어"],
    }


def test_no_employees_are_an_answer_and_an_empty_draft_has_none():
    assert said_of(kind=Kind.COMPANY, employees=0)["Number of employees"] == ["0 persons"]
    assert said_of() == {"Language of letters": ["English"]}


def test_what_the_applicant_filled_in_of_the_model_is_on_the_paper():
    """A field that comes to the model comes to the table, unless it is the office's own."""
    office = {"id", "number", "state", "channel", "submitted_on", "received_on", "accepted_on", "member", "document"}
    kept = {"key", "owner", "applicant_email", "api_key", "notice", "recorded_by", "recorded_at"}
    shown = {name for _title, lines in LINES for _label, names in lines for name in names}
    fields = {field.name for field in Application._meta.concrete_fields}

    assert fields - office - kept - shown - {"areas", "declared_name", "declared_title"} == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Application for membership", "Declaration", "Signature", "2 March 2020", "Republic of Korea", "Seal"]),
        ("ko", ["회원가입 신청서", "2020년 3월 2일", "대한민국", "도시", "직인", "성명"]),
    ],
)
def test_the_paper_in_a_language(language, words):
    with override("ko" if language == "en" else "en"):
        said = text(pdf(language, **ANSWERS))

    assert [word for word in words if word not in said] == []
    for answer in ("Suwon", "수원시", "1,250,000", "Иван Петров", "Lee Min"):
        assert answer in said
    assert "Document number" not in said
    assert "문서번호" not in said


def test_who_declares_stands_where_it_signs():
    application = Application(**ANSWERS)
    application.declared_name, application.declared_title = "Choi Na", "Deputy Mayor"

    said = text(application_form_pdf(application, language="en", on=DAY))

    assert "Name Choi Na" in said
    assert "Deputy Mayor" in said


@pytest.mark.parametrize("name", ["田中太郎", "محمد علي", "สมชาย", "नेपाल"])
def test_a_name_in_a_script_that_the_font_lacks_is_written_in_by_hand(name):
    data = application_form(Application(liaison_name=name, liaison_title="Director"))

    people = next(group for group in data["groups"] if group["title"] == "People")
    assert people["lines"][0]["answers"] == [
        {"lines": [], "by_hand": True},
        {"lines": ["Director"], "by_hand": False},
    ]
    said = text(pdf(liaison_name=name, liaison_title="Director"))
    assert "Please write it in by hand" in said
    assert "□" not in said


def test_typed_text_stays_text():
    said = squeezed(text(pdf(**ANSWERS | {"name_en": HOSTILE, "remarks": HOSTILE[::-1], "head_title": HOSTILE})))

    for words in (HOSTILE, HOSTILE[::-1]):
        assert squeezed(printable(words)) in said


def test_a_long_answer_goes_on_and_the_signature_stays_whole():
    found = pages(pdf(**ANSWERS, remarks="\n".join(f"Line {number}." for number in range(90))))

    assert len(found) > 1
    assert "Line 89." in " ".join(found)
    assert all(words in found[-1] for words in ("Suwon", "Declaration", "Signature", "Seal"))


def test_the_same_answers_give_the_same_bytes():
    assert pdf("ko", **ANSWERS) == pdf("ko", **ANSWERS)
