"""The decision record of a meeting (paper 6): what was decided on whom, what was annulled, members before and after."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from members.models import Member
from members.papers.decision_record import DecisionRecord
from members.services.decisions import Verdict, annul_decision, decide
from members.services.status import confirm_provisional
from tests.factories import MeetingFactory, make_associate, make_opened
from tests.pdfs import text

DAY = date(2020, 11, 17)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def meeting(officer):
    """One approved, one deferred, one rejected, one decision annulled; a member from before."""
    before = make_opened(1)
    confirm_provisional(members=before, associates=[], reason="list", by=officer)
    names = ["Approved", "Deferred", "Rejected", "Mistaken"]
    four = [make_associate(by=officer, name_en=name, accepted_on=date(2020, 3, 2)) for name in names]
    meeting = MeetingFactory(held_from=DAY, title_en="ExCom 2020", title_ko="2020 집행위원회", mode="online")
    verdicts = [
        Verdict(four[0], "approved"),
        Verdict(four[1], "deferred", "papers are missing"),
        Verdict(four[2], "rejected", "not a local government"),
        Verdict(four[3], "approved"),
    ]
    *_others, mistaken = decide(meeting, verdicts=verdicts, decided_on=DAY, minute="Item 4", by=officer)
    annul_decision(mistaken, reason="typed by mistake", by=officer)
    return meeting


def test_it_says_every_decision_with_its_reason_and_marks_what_was_annulled(meeting):
    rows = DecisionRecord.of(meeting, issued_on=DAY).data()["decisions"]["rows"]

    assert [(row[1], row[5], row[7]) for row in rows] == [
        ("Approved", "approved", "Item 4"),
        ("Deferred", "deferred", "Item 4"),
        ("Rejected", "rejected", "Item 4"),
        ("Mistaken", "ANNULLED (approved)", "Item 4"),
    ]
    assert [row[8] for row in rows[1:3]] == ["papers are missing", "not a local government"]
    assert rows[3][8].endswith("typed by mistake")


def test_members_before_and_after_the_meeting(meeting):
    record = DecisionRecord.of(meeting, issued_on=DAY)

    assert record.data()["totals"]["rows"][-1] == ["Total", "5", "1", "4", "4", "2", "2"]
    assert "Members before: 5; after: 4 (full 2, associate 2)" in record.summary()


@pytest.mark.parametrize(("language", "words"), [("en", "ExCom 2020"), ("ko", "2020 집행위원회")])
def test_the_paper_in_a_language(meeting, language, words):
    pdf = DecisionRecord.of(meeting, issued_on=DAY).render("pdf", language, number="WeGO-2020-0001")

    assert pdf == DecisionRecord.of(meeting, issued_on=DAY).render("pdf", language, number="WeGO-2020-0001")
    for said in (words, "not a local government", "WeGO-2020-0001"):
        assert said in text(pdf)


def test_the_workbook_has_dates_and_numbers(meeting):
    book = openpyxl.load_workbook(io.BytesIO(DecisionRecord.of(meeting, issued_on=DAY).render("xlsx", "en")))

    decisions = list(book["Decisions"].iter_rows(values_only=True))
    assert (decisions[1][0], decisions[1][6].date()) == (
        Member.objects.with_names().get(name_en="Approved").number,
        DAY,
    )
    assert ("Total", 5, 1, 4, 4, 2, 2) in list(book["Totals"].iter_rows(values_only=True))


def test_a_meeting_before_the_register_has_no_totals(officer):
    make_opened(1)
    record = DecisionRecord.of(MeetingFactory(held_from=date(2010, 9, 7)), issued_on=DAY)

    assert record.data()["totals"] is None
    assert "No decision on a member is recorded" in text(record.render("pdf", "en"))


def test_a_meeting_that_was_not_held_has_none(officer):
    planned = MeetingFactory(held_from=None, held_to=None, planned_from=DAY, planned_to=DAY)

    with pytest.raises(ValidationError) as refusal:
        DecisionRecord.of(planned, issued_on=DAY)
    assert refusal.value.code == "not_held"
