"""The approval letter (paper 7): since when, which year, how much; and what it says where the amount is not known."""

from datetime import date

import pytest

from fees.papers.approval_letter import approval_letter
from members.models import Kind
from members.services.loading_letters import load_letter_texts
from tests.factories import approve, make_associate
from tests.fees.dues import add_figure
from tests.members.letters import sending
from tests.pdfs import pages, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

WROTE_ON = date(2019, 11, 20)


@pytest.fixture(autouse=True)
def texts(db):
    load_letter_texts()


def approved(*, by, figure=None, on=date(2019, 11, 8), **given):
    member = make_associate(by=by, name_en="Suwon City", name_ko="수원시", **given)
    if figure is not None:
        add_figure(member, figure)
    return approve(member, on=on, by=by)


def letter_of(decision, language="en"):
    return approval_letter(decision, sending(language, issued_on=WROTE_ON))


@pytest.mark.usefixtures("data_2020")
def test_city_of_s1_reads_its_foreseen_fee_in_english(officer):
    letter = letter_of(approved(by=officer, figure=1_250_000))

    assert letter.paragraphs[1:4] == [
        [
            "We are pleased to inform you that the full membership of Suwon City in the World Smart Sustainable Cities "
            "Organization (WeGO) was approved on 8 November 2019 (Executive Committee). Suwon City is a full member "
            "from 8 November 2019, under member number 1. We warmly welcome you."
        ],
        [
            "Full members pay an annual membership fee from the calendar year after the approval. Your first year is "
            "therefore 2020; nothing is payable for the year of the approval."
        ],
        [
            "On the figures on record today the membership fee foreseen for 2020 is USD 5,000.00. This amount is "
            "provisional and this letter is not an invoice. It will be confirmed by an invoice in 2020 on the figures "
            "then in force."
        ],
    ]


@pytest.mark.usefixtures("data_2020")
def test_korean_letter_says_the_same_and_prints_it(officer):
    letter = letter_of(approved(by=officer, figure=1_250_000), "ko")

    [first, form] = [squeezed(page) for page in pages(letter.pdf("WeGO-2019-0001"))]
    assert letter.paragraphs[1 + 3] == ["가. 첫 납부연도: 2020년", "나. 예상 연회비: USD 5,000.00"]
    assert all(squeezed(line) in first for part in letter.paragraphs for line in part)
    assert squeezed("연락처 확인서 1부. 끝.") in first
    assert "수원시" in form


@pytest.mark.parametrize("on", [date(2019, 1, 2), date(2019, 12, 30)])
@pytest.mark.usefixtures("data_2020")
def test_first_dues_year_is_the_one_after_the_approval(officer, on):
    letter = letter_of(approved(by=officer, figure=480, kind=Kind.COMPANY, accepted_on=date(2018, 5, 1), on=on))

    assert "foreseen for 2020 is USD 2,000.00." in letter.paragraphs[3][0]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "number of inhabitants, with year and source"),
        ({"kind": Kind.COMPANY}, "number of employees, with its date"),
    ],
    ids=["city", "company"],
)
@pytest.mark.usefixtures("data_2020")
def test_letter_without_a_figure_names_it_and_no_amount(officer, given, missing):
    letter = letter_of(approved(by=officer, **given))

    assert f"is not yet known, because the following is not on record: {missing}." in letter.paragraphs[3][0]
    assert "USD" not in " ".join(letter.lines())


@pytest.mark.usefixtures("printed")
def test_letter_names_each_figure_that_is_missing(officer):
    said = letter_of(approved(by=officer)).paragraphs[3][0]

    assert "number of inhabitants, with year and source, a current figure of the GDP per head" in said


def test_letter_before_any_schedule_is_known_says_so(officer):
    assert "not on record: the fee schedule of that year" in letter_of(approved(by=officer)).paragraphs[3][0]


@pytest.mark.usefixtures("data_2020")
def test_institution_has_no_fee_and_no_amount_of_zero(officer):
    letter = letter_of(approved(by=officer, kind=Kind.INSTITUTION))

    said = " ".join(letter.lines())
    assert "no membership fee is payable for 2020" in said
    assert "USD" not in said
