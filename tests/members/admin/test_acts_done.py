"""What the acts do, seen from their pages."""

from datetime import date

import pytest
from django.urls import reverse

from members.models import Application, Contact, Member, MemberFigure, MemberName
from tests.factories import MeetingFactory, make_associate
from tests.members.admin.act_cases import CASES, DAY
from tests.members.admin.act_pages import ActPage, fingerprint, page_of

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


def test_what_changed_meanwhile_is_shown_again(world, office, officer):
    """Somebody else's figure changes the count that the page showed."""
    page = page_of(CASES["figure"], world, office, officer)
    preview = page.preview()
    row = {"indicator": "population", "value": 7, "reference_year": 2019, "source": "colleague"}
    MemberFigure(member=world["member"], **row).save()

    shown = page.confirm(preview)
    confirmed = page.confirm(shown)

    assert shown.status_code == 409
    assert "Figures of this kind on record until now: 1, of the same year: 1" in shown.content.decode()
    assert confirmed.status_code == 302
    assert MemberFigure.objects.count() == 2


def test_recording_points_at_who_is_on_record(world, office, officer):
    page = page_of(CASES["record"], world, office, officer)

    member = page.preview(name_en="Opened 2").context["done"].lines
    applicant = page.preview(name_en="waiting city").context["done"].lines

    assert "A member of this name is on record: Opened 2 (2), full member." in member
    assert "An application of this name is open: A-2019-0001 Waiting City." in applicant


def test_accepting_makes_the_member_with_all_that_the_letter_says(world, office, officer):
    recorded = page_of(CASES["record"], world, office, officer)
    recorded.confirm(recorded.preview())
    application = Application.objects.get(name_en="Suwon")
    accepting = ActPage(
        office, reverse("admin:members_application_accept", args=[application.pk]), {"accepted_on": "2020-03-10"}
    )

    response = accepting.confirm(accepting.preview())

    member = Member.objects.with_status(date(2020, 3, 10)).get(applications=application)
    assert response["Location"] == reverse("admin:members_member_change", args=[member.pk])
    assert (member.status, member.since) == ("associate", date(2020, 3, 10))
    assert list(MemberName.objects.filter(member=member).values_list("text", flat=True)) == ["Suwon", "수원시"]
    assert Contact.objects.get(member=member).email == "lee@example.org"
    assert MemberFigure.objects.get(member=member).value == 1_190_000
    assert application.recorded_by.username == "chief"


def test_many_associates_are_decided_in_one_act(world, office, officer):
    second, third = (
        make_associate(by=officer, name_en=name, accepted_on=date(2020, 1, 8)) for name in ("Second", "Third")
    )
    first = world["associate"]
    data = {
        "decided_on": DAY,
        "minute": "item 4",
        f"outcome_{first.pk}": "approved",
        f"outcome_{second.pk}": "deferred",
        f"reason_{second.pk}": "council",
        f"outcome_{third.pk}": "rejected",
        f"reason_{third.pk}": "not a local government",
    }
    page = ActPage(office, reverse("admin:members_meeting_decide", args=[world["meeting"].pk]), data)

    preview = page.preview()
    page.confirm(preview)

    assert preview.context["done"].lines == [
        "approved 1, deferred 1, rejected 1",
        "Associated City (3): full member from 3 February 2020",
        "Second (4): deferred, stays associate member (council)",
        "Third (5): rejected, association ends on 3 February 2020 (not a local government)",
    ]
    standings = Member.objects.with_status(date(2020, 2, 3)).filter(pk__in=[first.pk, second.pk, third.pk])
    assert list(standings.order_by("number").values_list("status", flat=True)) == ["full", "associate", "former"]


def test_a_deferral_without_a_reason_decides_nobody(world, office, officer):
    second = make_associate(by=officer, name_en="Second", accepted_on=date(2020, 1, 8))
    data = {
        "decided_on": DAY,
        f"outcome_{world['associate'].pk}": "approved",
        f"outcome_{second.pk}": "deferred",
    }
    page = ActPage(office, reverse("admin:members_meeting_decide", args=[world["meeting"].pk]), data)
    before = fingerprint()

    response = page.preview()

    assert "State the reason of a deferral, a rejection or an annulment." in response.content.decode()
    assert fingerprint() == before


def test_paper_of_a_planned_meeting_is_shown(world, office):
    meeting = MeetingFactory(held_from=None, held_to=None, planned_from=date(2099, 5, 1), planned_to=date(2099, 5, 1))

    shown = office.get(reverse("admin:members_meeting_decide", args=[meeting.pk])).content.decode()
    page = office.get(reverse("admin:members_meeting_change", args=[meeting.pk])).content.decode()

    assert "This meeting is planned, so this is its paper as of today." in shown
    assert "Associated City (3)" in shown
    assert "1 associate member would be on the paper of this meeting today." in page


def test_meeting_without_associates_says_so(office, db):
    meeting = MeetingFactory()

    text = office.get(reverse("admin:members_meeting_decide", args=[meeting.pk])).content.decode()

    assert "there is nothing to decide" in text
    assert 'value="Continue"' not in text


def test_acts_are_offered_where_they_are_possible(world, office, client, officer):
    member = reverse("admin:members_member_change", args=[world["member"].pk])
    offered = office.get(member).context["acts"]
    page = page_of(CASES["withdraw"], world, office, officer)
    page.confirm(page.preview())
    left = office.get(member).context["acts"]

    assert [act["title"] for act in offered] == [
        "New name",
        "Record a figure",
        "Economy for dues",
        "Withdrawal",
        "Dissolution",
        "Expulsion by decision",
        "Merger into another member",
        "Split into several members",
        "Merge a duplicate record",
    ]
    assert [act["title"] for act in left] == [
        "New name",
        "Record a figure",
        "Economy for dues",
        "Merge a duplicate record",
        "Letter: acknowledgement of withdrawal",
    ]
