"""The page of a member says what it is today and leads to all that belongs to it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from members.models import Member, OfficerCity, StatusChange
from members.services.decisions import Verdict, decide
from members.services.leaving import merge_member, withdraw_member
from members.services.status import correct_status
from tests.factories import MeetingFactory, make_associate, make_former, make_full, make_opened
from wego.dates import today

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


def page(office, member) -> str:
    return office.get(reverse("admin:members_member_change", args=[member.pk])).content.decode()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_associate, "Associate member since 20 March 2019."),
        (make_full, "Full member since 8 November 2019."),
        (make_former, "Former member since 1 January 2020 (withdrawal)."),
    ],
)
def test_standing_in_words(office, officer, make, words):
    assert words in page(office, make(by=officer))


def test_standing_of_a_member_of_the_opening(office, officer):
    [member] = make_opened(1)

    text = page(office, member)

    assert "Full member by 31 December 2019, the day on which the register begins." in text
    assert f'<a href="{reverse("admin:report")}?on=2019-12-31">The register of that day</a>' in text
    assert f'<a href="{reverse("admin:provisional")}">Confirm provisional members</a>' in text


def test_associate_of_the_opening(office, officer):
    [member] = make_opened(1)
    correct_status(StatusChange.objects.get(), status="associate", reason="list", by=officer)

    assert "Associate member by 31 December 2019, the day on which the register begins." in page(office, member)


def test_what_is_to_come(office, officer):
    member = make_full(by=officer)
    last_day = today() + timedelta(days=40)
    withdraw_member(member, notice_on=today(), last_day=last_day, by=officer)

    text = page(office, member)

    assert "Full member since 8 November 2019." in text
    assert "former member (withdrawal)." in text


def test_who_continues_whom(office, officer):
    old, new = make_full(by=officer, name_en="Old"), make_full(by=officer, name_en="New")
    meeting = MeetingFactory(held_from=date(2020, 5, 3))
    merge_member(old, into=new, meeting=meeting, decided_on=date(2020, 5, 3), last_day=date(2020, 5, 31), by=officer)

    text_old, text_new = page(office, old), page(office, new)

    new_url = reverse("admin:members_member_change", args=[new.pk])
    old_url = reverse("admin:members_member_change", args=[old.pk])
    assert f'It is continued by another member from 1 June 2020 (merger): <a href="{new_url}">New (2)</a>' in text_old
    assert f'It continues another member from 1 June 2020 (merger): <a href="{old_url}">Old (1)</a>' in text_new


def test_rows_of_the_record_lead_to_their_pages_and_acts(office, officer):
    member = make_full(by=officer, population=1000, figure_year=2019, figure_source="census")
    OfficerCity.objects.create(member=member, office="president", starts_on=date(2020, 1, 1))

    text = page(office, member)

    standing = StatusChange.objects.order_by("-pk").first()
    linked = {
        "members_statuschange_change": standing,
        "members_statuschange_correct": standing,
        "members_application_change": member.applications.get(),
        "members_decision_change": member.decisions.get(),
        "members_decision_annul": member.decisions.get(),
        "members_memberfigure_change": member.figures.get(),
        "members_officercity_change": member.offices.get(),
    }
    missing = [name for name, row in linked.items() if reverse(f"admin:{name}", args=[row.pk]) not in text]
    assert missing == []


def test_a_corrected_row_is_marked_and_not_corrected_again(office, officer):
    [member] = make_opened(1)
    wrong = StatusChange.objects.get()
    correct_status(wrong, status="associate", reason="list", by=officer)

    text = page(office, member)

    assert "corrected" in text
    assert reverse("admin:members_statuschange_correct", args=[wrong.pk]) not in text


def test_empty_parts_say_so(office, officer):
    [member] = make_opened(1)

    assert page(office, member).count("None yet.") == 5  # applications, decisions, figures, offices, papers


def test_institution_has_no_figure_to_record(office, officer):
    [member] = make_opened(1, kind="institution")

    assert "Record a figure" not in page(office, member)


def test_page_of_a_meeting_has_its_decisions_and_the_register_after_it(office, officer):
    make_opened(1)
    member = make_associate(by=officer, accepted_on=date(2020, 1, 7), name_en="Suwon")
    meeting = MeetingFactory(held_from=date(2020, 2, 3))
    decide(meeting, verdicts=[Verdict(member, "approved")], decided_on=date(2020, 2, 3), by=officer)

    text = office.get(reverse("admin:members_meeting_change", args=[meeting.pk])).content.decode()

    assert "Suwon (2)" in text
    assert "?on=2020-02-03&amp;since=2020-02-02" in text


def test_a_member_whose_standing_ended_in_error_reads_as_none(office, officer):
    [member] = make_opened(1)
    correct_status(StatusChange.objects.get(), status="annulled", reason="never a member", by=officer)

    assert "Not a member yet." in page(office, member)
    assert Member.objects.in_membership().count() == 0
