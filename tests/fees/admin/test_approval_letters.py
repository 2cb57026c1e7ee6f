"""Approval letters of a meeting in one act, or of one decision; each member is written to once."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from members.models import Delivery, Paper
from members.services.decisions import Verdict, annul_decision, decide
from members.services.loading_letters import load_letter_texts
from tests.factories import MeetingFactory, make_associate
from tests.fees.dues import add_figure
from tests.members.admin.act_pages import ActPage
from tests.members.letters import PEOPLE, pdf_of, run_jobs
from tests.pdfs import squeezed, text
from wego.models import AuditEntry

pytestmark = pytest.mark.sqlite
DAY = date(2019, 11, 8)


@pytest.fixture
def meeting(officer, data_2020):
    """Approved two cities, one of them Korean; deferred a third."""
    load_letter_texts()
    suwon = make_associate(by=officer, name_en="Suwon City", name_ko="수원시", language="ko", **PEOPLE)
    berlin = make_associate(by=officer, name_en="Berlin")
    add_figure(suwon, 1_250_000)
    meeting = MeetingFactory(held_from=DAY)
    verdicts = [
        Verdict(suwon, "approved"),
        Verdict(berlin, "approved"),
        Verdict(make_associate(by=officer), "deferred", "later"),
    ]
    decide(meeting, verdicts=verdicts, decided_on=DAY, by=officer)
    return meeting


@pytest.fixture
def act(office, meeting):
    url = reverse("admin:members_meeting_approval-letters", args=[meeting.pk])
    return ActPage(office, url, {"issued_on": "2019-11-20", "to": ["head", "liaison"]})


def offered(client, row, act) -> bool:
    page = client.get(reverse(f"admin:members_{row._meta.model_name}_change", args=[row.pk]))
    return any(one["url"].endswith(f"/{act}/") for one in page.context["acts"])


def test_one_act_shows_and_issues_all_letters_of_the_meeting(act):
    preview = act.preview()
    letters = preview.context["done"].letters
    assert [(letter.body, letter.language, letter.to) for letter in letters] == [
        ("수원시", "ko", ("mayor@suwon.example", "lee@suwon.example")),
        ("Berlin", "en", ()),
    ]
    assert not Paper.objects.exists()

    act.confirm(preview)
    run_jobs()

    papers = list(Paper.objects.order_by("number"))
    assert [paper.number for paper in papers] == ["WeGO-2019-0001", "WeGO-2019-0002"]
    assert [letter.pdf(paper.number) for letter, paper in zip(letters, papers, strict=True)] == [*map(pdf_of, papers)]
    assert squeezed("USD 5,000.00") in squeezed(text(pdf_of(papers[0])))
    assert [(one.to, one.body) for one in mail.outbox] == [([address], letters[0].mail) for address in letters[0].to]


def test_nobody_is_written_to_twice(act, office, meeting):
    assert offered(office, meeting, "approval-letters")
    act.confirm(act.preview())

    assert not offered(office, meeting, "approval-letters")
    [error] = act.preview().context["form"].non_field_errors()
    assert error == "Every member that this meeting approved has its letter. Nothing was saved."


def test_single_letter_leaves_the_others_to_the_meeting(act, office, meeting):
    decision = meeting.decisions.get(member__names__text="Berlin")
    url = reverse("admin:members_decision_approval-letter", args=[decision.pk])
    single = ActPage(office, url, {"language": "en", "issued_on": "2019-11-20", "office": "Mayor", "by_post": "on"})
    assert offered(office, decision, "approval-letter")

    single.confirm(single.preview())

    assert [one.body for one in act.preview().context["done"].letters] == ["수원시"]
    assert Paper.objects.get().recipient == "Mayor, Berlin, Country KOR"


def test_figure_that_changes_the_fee_meanwhile_is_shown_first(act, meeting):
    preview = act.preview()
    add_figure(meeting.decisions.get(member__names__text="Suwon City").member, 2_500_000, 2018)

    response = act.confirm(preview)

    assert response.status_code == 409
    assert not Paper.objects.exists()
    assert not Delivery.objects.exists()
    assert not AuditEntry.objects.filter(event="paper.issued").exists()


def test_annulled_approval_gets_no_letter_and_a_new_one_gets_its_own(act, office, meeting, officer):
    act.confirm(act.preview())
    decision = meeting.decisions.get(member__names__text="Berlin")
    annul_decision(decision, reason="typed wrong", by=officer)
    single = reverse("admin:members_decision_approval-letter", args=[decision.pk])
    data = {"language": "en", "issued_on": "2019-11-20", "office": "Mayor", "by_post": "on", "reason": "x"}
    assert not offered(office, decision, "approval-letter")
    assert "no approval that holds" in office.post(single, data).content.decode()

    decide(meeting, verdicts=[Verdict(decision.member, "approved")], decided_on=DAY, by=officer)

    assert [one.body for one in act.preview().context["done"].letters] == ["Berlin"]
