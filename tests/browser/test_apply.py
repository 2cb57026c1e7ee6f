"""Joining online, in Korean, in browsers that run no scripts: from the start page to full membership."""

from datetime import timedelta

import pytest
from django.urls import reverse

from members.models import Application, ApplicationCheck, Delivery, Member
from tests.browser.applying import begin, declare, send, upload, write
from tests.browser.test_office import sign_in
from tests.factories import MeetingFactory, UserFactory
from tests.members.letters import run_jobs
from tests.wego.accounts.signing_in import PASSWORD
from wego.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def somebody(browser, reader):
    """By name, a browser that runs no scripts: turns the visit to its page."""
    contexts = {}

    def turn_to(name: str):
        if name not in contexts:
            contexts[name] = browser.new_context(locale="ko-KR", java_script_enabled=False)
            reader.take(contexts[name].new_page())
        reader.page = contexts[name].pages[0]
        return reader

    yield turn_to
    for context in contexts.values():
        context.close()


@pytest.fixture
def officer(settings):
    """Somebody of the Secretariat, who has not set up a second factor yet."""
    settings.SECOND_FACTOR_REQUIRED = True
    person = UserFactory(username="minji", is_superuser=True, language="ko")
    person.set_password(PASSWORD)
    person.save()
    return person


def act(visit, row: str, key: int, name: str, **typed) -> None:
    """An act of the office, filled in, up to the page that shows what will happen."""
    visit.go(reverse(f"admin:members_{row}_{name}", args=[key]))
    for field, text in typed.items():
        visit.page.fill(f"#id_{field}", text)
    visit.follow(visit.page.locator(".submit-row input.default"))


def download(visit, link) -> bytes:
    with visit.page.expect_download() as found:
        link.click()
    return found.value.path().read_bytes()


def test_from_the_start_page_to_full_membership(somebody, officer, joining, letter):
    # An official writes the application, reads what it would cost, checks and sends it.
    visit = somebody("applicant")
    hub = begin(visit, "/ko")
    write(visit, hub)
    visit.go(f"{hub}fee/")
    visit.says("USD 7,500", within=".answer")
    upload(visit, hub, "letter", letter)
    visit.go(f"{hub}check/")
    for answer in ("Suwon City", "수원시", "1,250,000", "Hong Gildong", "letter.png"):
        visit.says(answer, within="main")
    declare(visit, hub)
    application = Application.objects.get()
    visit.says(application.number, within=".answer")
    visit.go(hub)
    visit.says(application.number, within=".stages")

    # An officer takes it over, goes through the checklist and asks for what is missing.
    visit = somebody("officer")
    sign_in(visit)
    visit.go(reverse("admin:members_application_change", args=[application.pk]))
    found = download(visit, visit.page.get_by_role("link", name="letter.png"))
    assert found.startswith(b"\x89PNG")
    act(visit, "application", application.pk, "take")
    visit.press("확정")
    visit.go(reverse("admin:members_application_checklist", args=[application.pk]))
    visit.page.select_option("#id_letter", "lacking")
    visit.page.fill("#id_letter_note", "시장의 서명")
    visit.follow(visit.page.locator(".submit-row input.default"))
    visit.press("확정")
    assert ApplicationCheck.objects.get().recorded_by == officer
    due_on = (today() + timedelta(days=14)).isoformat()
    visit.go(reverse("admin:members_application_complete", args=[application.pk]))
    assert "시장의 서명" in visit.page.input_value("#id_missing")  # what the checklist found
    act(visit, "application", application.pk, "complete", missing="시장의 서명이 있는 공문", due_on=due_on)
    visit.says("시장의 서명이 있는 공문", within=".letter")
    assert not Delivery.objects.exists()  # the text is shown before anything leaves
    visit.press("확정")

    # The applicant reads what is needed and answers with a file.
    visit = somebody("applicant")
    visit.go(hub)
    visit.says("시장의 서명이 있는 공문", within=".notice")
    visit.page.fill("#id_note", "보내 드립니다.")
    visit.page.set_input_files("#id_file", {"name": "signed.png", "mimeType": "image/png", "buffer": letter})
    send(visit)
    visit.says("사무국", within=".messages")
    visit.says("signed.png", within="main")

    # The officer reads the answer and accepts; the applicant has the letter on the status page.
    visit = somebody("officer")
    visit.go(reverse("admin:members_application_change", args=[application.pk]))
    visit.says("signed.png", within=".desk-side")
    act(visit, "application", application.pk, "accept")
    visit.says("회원명: 수원시", within=".letter")
    visit.press("확정")
    member = Member.objects.get(number=192)
    visit = somebody("applicant")
    visit.go(hub)
    visit.says("준회원", within=".stages")
    for paper in application.papers.all():
        path = reverse("members:apply_paper", args=[application.key, paper.number])
        assert download(visit, visit.page.locator(f"a[href$='{path}']")).startswith(b"%PDF"), paper
    assert application.papers.count() == 2

    # The committee approves.
    meeting = MeetingFactory(held_from=today())
    visit = somebody("officer")
    visit.go(reverse("admin:members_meeting_decide", args=[meeting.pk]))
    visit.page.locator("input[value=approved]").check()
    visit.press("계속")
    visit.press("확정")
    visit = somebody("applicant")
    visit.go(hub)
    visit.says("정회원", within=".stages .now")

    assert Member.objects.full(today()).get(number=192) == member
    run_jobs()
    assert Delivery.objects.exclude(sent_at=None).count() == 2
    assert [one for one in visit.complaints if "net::ERR_ABORTED" not in one] == []  # a download is no page
