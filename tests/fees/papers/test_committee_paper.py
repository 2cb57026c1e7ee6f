"""The paper "Approval of new members" (paper 5) on the stories S4 and S5."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from fees.papers.committee_paper import CommitteePaper, can_be_made
from members.models import Kind, Member, MemberName, Paper
from members.papers.decision_record import DecisionRecord
from members.services.decisions import Verdict, decide
from members.services.papers import read_file
from members.services.status import confirm_provisional
from tests.factories import MeetingFactory, make_associate, make_full
from tests.fees.dues import add_figure
from tests.pdfs import squeezed, text

EXCOM = date(2020, 11, 17)
HOSTILE = '=HYPERLINK("http://x","y") *#$\\'

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def meeting(data_2020, time_machine):
    time_machine.move_to("2020-11-02T12:00+09:00")
    return MeetingFactory(held_from=None, held_to=None, planned_from=EXCOM, planned_to=EXCOM, title_en="ExCom 2020")


def city(officer, name, population=180_000, accepted_on=date(2020, 3, 2), **facts):
    member = make_associate(by=officer, name_en=name, accepted_on=accepted_on, **facts)
    if population:
        add_figure(member, population)
    return member


def paper(meeting) -> CommitteePaper:
    return CommitteePaper.of(meeting, issued_on=date(2020, 11, 2))


def rows(meeting) -> list[list]:
    return paper(meeting).data()["table"]["rows"]


def test_s4_accepted_after_the_meeting_of_its_year(meeting, officer):
    city(officer, "City Y", accepted_on=date(2019, 12, 2))

    (row,) = rows(meeting)

    assert row[1:7] == [
        *("City Y", "Country KOR", "Asia", "City", "2 December 2019"),
        "accepted 2019, carried over, 0 earlier refusals",
    ]
    assert row[7] == "USD 3,500.00"  # 12,300 $ per head x 180,000 persons
    assert paper(meeting).data()["table"]["header"][-1] == "Fee in the first dues year (2021)"


def test_s5_passed_over_once(meeting, officer, time_machine):
    deferred = city(officer, "Deferred")
    decide(
        MeetingFactory(held_from=date(2020, 6, 1)),
        verdicts=[Verdict(deferred, "deferred", "papers are missing")],
        decided_on=date(2020, 6, 1),
        by=officer,
    )

    assert rows(meeting)[0][6] == "1 earlier refusal, passed 1 ExCom"


def test_s5_members_before_and_after(printed, real_register, officer, time_machine):
    time_machine.move_to("2020-11-02T12:00+09:00")
    seven = list(Member.objects.filter(kind="city").order_by("number")[:7])
    rest = Member.objects.exclude(pk__in=[member.pk for member in seven])
    confirm_provisional(members=rest, associates=seven, reason="list of the Secretariat", by=officer)
    excom = MeetingFactory(held_from=EXCOM)

    before = paper(excom)
    assert before.data()["totals"]["rows"][-1] == ["Total", "191", "184", "7", "191", "191", "0"]
    assert len(before.candidates) == 7

    time_machine.move_to("2020-11-18T12:00+09:00")
    verdicts = [Verdict(member, "approved") for member in seven[:5]]
    verdicts += [Verdict(seven[5], "deferred", "papers"), Verdict(seven[6], "rejected", "not a local government")]
    decide(excom, verdicts=verdicts, decided_on=EXCOM, by=officer)

    after = DecisionRecord.of(excom, issued_on=date(2020, 11, 18))
    assert "Members before: 191; after: 190 (full 189, associate 1)" in after.summary()


def test_why_there_is_no_fee_is_said(meeting, officer):
    city(officer, "Institute", None, kind=Kind.INSTITUTION)
    city(officer, "Uncounted", None)

    assert [row[7] for row in rows(meeting)] == ["No dues schedule for this kind", "No population on record."]


def test_typed_text_stays_text_in_both_files(meeting, officer):
    city(officer, HOSTILE)

    found = paper(meeting)
    pdf = found.render("pdf", "en", number="WeGO-2020-0001")
    cell = openpyxl.load_workbook(io.BytesIO(found.render("xlsx", "en")))["Applicants"]["B2"]

    assert squeezed(HOSTILE) in squeezed(text(pdf))
    assert (cell.value, cell.data_type, cell.hyperlink) == (HOSTILE, "s", None)


def test_the_korean_paper_has_the_same_numbers(meeting, officer):
    city(officer, "Suwon", name_ko="수원시")

    said = text(paper(meeting).render("pdf", "ko"))

    for words in ("수원시", "USD 3,500.00", "2021"):
        assert words in said


def test_the_issued_paper_stays_when_data_changes(meeting, officer):
    member = city(officer, "Suwon")
    first = paper(meeting).issue(by=officer)
    kept = {file.name: read_file(file) for file in first.files.all()}

    MemberName(member=member, language="en", text="Renamed", valid_from=date(2020, 1, 1)).save()
    add_figure(member, 20_000_000, year=2019)
    second = paper(meeting).issue(by=officer)

    assert (first.number, second.number) == ("WeGO-2020-0001", "WeGO-2020-0002")
    assert {file.name: read_file(file) for file in first.files.all()} == kept
    assert sorted(kept) == [f"WeGO-2020-0001-{one}" for one in ("en.pdf", "en.xlsx", "ko.pdf", "ko.xlsx")]
    newer = read_file(second.files.get(language="en", format="pdf"))
    assert "Suwon" in text(kept["WeGO-2020-0001-en.pdf"])
    assert "Renamed" in text(newer)
    assert Paper.objects.filter(meeting=meeting, kind="committee").count() == 2


def test_the_same_data_gives_the_same_bytes(meeting, officer, time_machine):
    city(officer, "Suwon")
    found = paper(meeting)
    once = {format: found.render(format, "ko", number="WeGO-2020-0001") for format in ("pdf", "xlsx")}

    time_machine.move_to("2020-11-09T15:00+09:00")

    assert {format: found.render(format, "ko", number="WeGO-2020-0001") for format in once} == once


def test_a_meeting_that_has_decided_has_none(meeting, officer, time_machine):
    member = city(officer, "Suwon")
    assert can_be_made(meeting)
    meeting.held_from = meeting.held_to = EXCOM
    meeting.save()
    time_machine.move_to("2020-11-18T12:00+09:00")
    decide(meeting, verdicts=[Verdict(member, "approved")], decided_on=EXCOM, by=officer)

    with pytest.raises(ValidationError) as refusal:
        paper(meeting)
    assert refusal.value.code == "decided"
    assert not can_be_made(meeting)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(meeting, officer, django_assert_num_queries, count):
    for place in range(count):
        city(officer, f"City {place}")
    make_full(by=officer)

    with django_assert_num_queries(18):
        found = paper(meeting)
    with django_assert_num_queries(0):
        found.render("pdf", "en")
