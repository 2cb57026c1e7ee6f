"""Papers issued on the pages of what they are about: looked at, confirmed, numbered, kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

from members.models import Certificate, Paper
from members.services.applications import record_application
from members.services.papers import read_file
from tests.factories import ApplicationFactory, MeetingFactory, UserFactory, approve, make_associate, make_full
from tests.pdfs import text
from wego.acts import CONFIRM, SEEN

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def office(client, db, time_machine):
    time_machine.move_to("2020-11-02T12:00+09:00")
    client.force_login(UserFactory(username="chief", is_superuser=True))
    return client


@pytest.fixture
def associate(data_2020, officer, office):
    return make_associate(by=officer, name_en="Suwon", accepted_on=date(2019, 12, 2))


@pytest.fixture
def addresses(associate, officer):
    """Where each paper is issued."""
    planned = {"held_from": None, "held_to": None, "planned_from": date(2020, 11, 17), "planned_to": date(2020, 11, 17)}
    application = record_application(ApplicationFactory.build(name_en="Jecheon"), by=officer)
    approve(make_associate(by=officer), on=date(2020, 6, 1), by=officer)
    held = MeetingFactory(held_from=date(2020, 6, 2))
    return {
        "committee": reverse("admin:members_meeting_committee-paper", args=[MeetingFactory(**planned).pk]),
        "decisions": reverse("admin:members_meeting_decision-record", args=[held.pk]),
        "suitability": reverse("admin:members_member_suitability", args=[associate.pk]),
        "quotation": reverse("admin:members_application_quotation", args=[application.pk]),
        "of an application": reverse("admin:members_application_suitability", args=[application.pk]),
        "status_report": reverse("admin:report_issue") + "?on=2020-11-01&since=2020-01-01",
        "annual_report": reverse("admin:annual_report_issue") + "?year=2020",
    }


PAPERS = ["committee", "decisions", "suitability", "quotation", "of an application", "status_report", "annual_report"]


def confirm(office, url: str, **data):
    preview = office.post(url, data)
    assert preview.status_code == 200, preview.content.decode()
    return preview, office.post(url, {**data, SEEN: preview.context["seen"], CONFIRM: "Confirm"})


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_shown_and_then_kept_under_its_number(office, addresses, name):
    url = addresses[name]
    shown = office.get(f"{url}{'&' if '?' in url else '?'}format=pdf&language=en")
    assert "PREVIEW" in text(shown.content)
    assert not Paper.objects.exists()

    preview, done = confirm(office, url)

    paper = Paper.objects.get()
    assert done.status_code == 302
    assert done["Location"] == reverse("admin:members_paper_change", args=[paper.pk])
    assert paper.number == "WeGO-2020-0001"
    assert escape(f"Issued: {paper}.") in preview.content.decode()
    english = read_file(paper.files.get(language="en", format="pdf"))
    assert paper.number in text(english)
    assert "PREVIEW" not in text(english)


def test_the_meeting_lists_its_papers(office, addresses):
    _preview, done = confirm(office, addresses["committee"])

    page = office.get(addresses["committee"].replace("committee-paper", "change")).content.decode()

    assert done["Location"] in page


def test_what_the_confirmation_showed_is_what_is_kept(office, addresses, associate, officer):
    url = addresses["committee"]
    preview = office.post(url, {})
    make_associate(by=officer, name_en="Meanwhile")

    changed = office.post(url, {SEEN: preview.context["seen"], CONFIRM: "Confirm"})

    assert changed.status_code == 409
    assert not Paper.objects.exists()


def test_buttons_stand_where_the_paper_can_be_made(office, addresses, associate, officer):
    full = make_full(by=officer)

    pages = {
        name: office.get(reverse("admin:members_member_change", args=[member.pk])).content.decode()
        for name, member in (("associate", associate), ("full", full))
    }

    assert {name: "Issue the suitability sheet" in page for name, page in pages.items()} == {
        "associate": True,
        "full": False,
    }
    assert {name: "Issue the certificate" in page for name, page in pages.items()} == {"associate": False, "full": True}


def test_a_full_member_is_not_quoted_any_more(office, associate, officer):
    page = reverse("admin:members_application_change", args=[associate.applications.get().pk])
    before = office.get(page).content.decode()

    approve(associate, on=date(2020, 11, 1), by=officer)

    assert "Issue the fee quotation" in before
    assert "Issue the fee quotation" not in office.get(page).content.decode()


def test_the_report_page_has_its_pdf_and_leads_to_the_issue(office, addresses):
    page = office.get(reverse("admin:report") + "?on=2020-11-01").content.decode()
    pdf = office.get(reverse("admin:report") + "?on=2020-11-01&format=pdf&language=ko")

    assert reverse("admin:report_issue") + "?on=2020-11-01" in page
    assert pdf["Content-Type"] == "application/pdf"
    assert "('20.11.1. 기준)" in text(pdf.content)


def test_the_annual_page_shows_the_figures(office, addresses):
    said = office.get(reverse("admin:annual_report") + "?year=2020").content.decode()

    for words in ("Annual membership report 2020", "Retention", "Five years", "Approved as full members"):
        assert words in said
    assert office.get(reverse("admin:annual_report") + "?year=2031").context["form"].errors


@pytest.mark.parametrize("url", ["report_issue", "annual_report_issue"])
def test_without_a_choice_nothing_is_issued(office, addresses, url):
    response = office.post(reverse(f"admin:{url}"), {})

    assert "Nothing was saved." in response.content.decode()
    assert not Paper.objects.exists()


class TestCertificates:
    def test_one_is_issued_and_reissued_with_a_reason(self, office, officer, data_2020):
        member = make_full(by=officer, name_en="Suwon")
        confirm(office, reverse("admin:members_member_certificate", args=[member.pk]))
        first = Certificate.objects.get()

        again = reverse("admin:members_certificate_reissue", args=[first.pk])
        assert "This field is required." in office.post(again, {"reason": ""}).content.decode()
        confirm(office, again, reason="lost in the post")

        second = Certificate.objects.get(replaces=first)
        listed = office.get(reverse("admin:members_certificate_changelist") + "?validity=valid").content.decode()
        assert (second.number, second.reason) == ("C-2020-0002", "lost in the post")
        assert second.number in listed
        assert f">{first.number}</a></th>" not in listed

    def test_all_of_a_meeting_in_one_act(self, office, officer, data_2020):
        member = make_full(by=officer)
        meeting = member.decisions.get().meeting
        url = reverse("admin:members_meeting_certificates", args=[meeting.pk])

        preview, _done = confirm(office, url)

        assert "C-2020-0001" in preview.content.decode()
        assert Certificate.objects.get().member == member
        assert (
            "Certificates for those approved"
            not in office.get(reverse("admin:members_meeting_change", args=[meeting.pk])).content.decode()
        )
