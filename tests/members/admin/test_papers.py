"""Papers and the log of their mail in the back office: files as they were issued, nothing edited."""

from datetime import date

import pytest
from django.urls import reverse

from members.models import Delivery, Paper
from members.services.deliveries import deliver
from members.services.letters import MailText, mail_paper
from members.services.loading_letters import load_letter_texts
from tests.factories import make_full
from tests.members.admin.letter_pages import ADDRESSES, act_page
from tests.members.letters import make_application, pdf_of
from wego.files import path_of

pytestmark = pytest.mark.sqlite


@pytest.fixture
def paper(office, officer):
    load_letter_texts()
    act = act_page(office, make_application(by=officer), "acknowledgement")
    act.confirm(act.preview())
    return Paper.objects.get()


def file_url(paper) -> str:
    return reverse("admin:members_paper_file", args=[paper.pk])


def test_file_is_given_out_as_it_was_issued(office, paper):
    response = office.get(file_url(paper), {"language": "en", "format": "pdf"})

    assert (response["Content-Type"], response.content) == ("application/pdf", pdf_of(paper))
    assert response["Content-Disposition"] == 'attachment; filename="WeGO-2019-0001-en.pdf"'
    assert office.get(file_url(paper), {"language": "ko"}).status_code == 404


def test_damaged_and_lost_files_are_told(office, paper):
    path, content = path_of(paper.files.get().digest), pdf_of(paper)
    for damage in (lambda: path.write_bytes(content[:-1] + b"x"), path.unlink):
        damage()
        response = office.get(file_url(paper), follow=True)
        assert "This file is lost or damaged" in response.content.decode()
    path.write_bytes(content)


def test_file_is_for_those_who_may_see_papers(client, newcomer, paper):
    client.force_login(newcomer)

    assert client.get(file_url(paper)).status_code == 403


def test_page_of_a_paper_shows_files_and_mail_and_edits_nothing(office, paper):
    url = reverse("admin:members_paper_change", args=[paper.pk])

    html = office.get(url).content.decode()

    assert paper.files.get().digest in html
    assert all(address in html for address in ADDRESSES)
    assert office.post(url, {"title": "x"}).status_code == 403


def test_issued_paper_can_be_mailed_again(office, paper):
    one = act_page(office, paper, "mail")
    assert one.look().context["form"].initial["subject"] == Delivery.objects.first().subject
    one.data = {"to": ADDRESSES[1:], "subject": "Once more", "body": "Please\r\nread"}

    one.confirm(one.preview())

    newest = Delivery.objects.latest("pk")
    assert (newest.to_address, newest.subject, newest.state) == (ADDRESSES[1], "Once more", "waiting")
    assert Delivery.objects.count() == 3


def test_failed_mail_is_sent_again_by_an_act(office, paper, settings):
    delivery = Delivery.objects.first()
    one = act_page(office, delivery, "again")
    assert "Nothing was sent" in one.preview().content.decode()
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", error="refused")

    one.confirm(one.preview())

    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    assert deliver(delivery.pk, is_last_try=False) == "sent"


def test_mail_paper_is_not_offered_for_a_paper_about_nobody(office, officer):
    member = make_full(by=officer)
    about = Paper(kind="certificate", number="WeGO-2019-0009", title="x", issued_on=date(2019, 4, 2), member=member)
    about.save()
    mail_paper(about, mail=MailText("s", "b", ["a@x.example"]), by=officer)
    nobody = Paper(kind="status_report", number="WeGO-2019-0010", title="x", issued_on=date(2019, 4, 2))
    nobody.save()

    found = [act_page(office, one, "mail").look().status_code for one in (about, nobody)]

    assert found == [200, 404]
