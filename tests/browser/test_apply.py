"""Joining online, in a browser that runs no scripts: from the start page to full membership, for everyone."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from fees.services.loading import load_fees
from members.models import Application, Member
from members.services.applications import accept_application, request_completion, return_application
from members.services.decisions import Verdict, decide
from members.services.links import make_link
from members.services.loading import load_register
from tests.browser.applying import CITY, EMAIL, answer, begin, declare, link_in_mail, send, upload, write
from tests.browser.axe import BEST
from tests.browser.judging import wrong_with
from tests.browser.test_office import act, sign_in
from tests.factories import MeetingFactory, UserFactory
from tests.members.applying.writing import sent as sent_application
from tests.members.letters import run_jobs
from tests.wego.accounts.signing_in import PASSWORD
from wego.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
PREFIX = {"en": "", "ko": "/ko"}
WIDTHS = (1280, 375, 320)


@pytest.fixture
def site(settings):
    settings.SITE_URL = "https://members.example.org"
    cache.clear()
    load_register()
    load_fees()


@pytest.fixture
def letter() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, "PNG")
    return picture.getvalue()


def test_from_the_start_page_to_full_membership(browser, reader, site, letter, settings):
    """In Korean: what an official of a city and an officer of the Secretariat do, each in a browser of their own."""
    visit = reader
    applicant = browser.new_context(locale="ko-KR", java_script_enabled=False)
    visit.take(applicant.new_page())
    hub = begin(visit, "/ko")
    write(visit, hub)
    visit.go(f"{hub}fee/")
    visit.says("USD 7,500", within=".answer")
    upload(visit, hub, "letter", letter)
    declare(visit, hub)
    application = Application.objects.get()
    visit.says(application.number, within=".answer")

    settings.SECOND_FACTOR_REQUIRED = True
    officer = UserFactory(username="minji", is_superuser=True, language="ko")
    officer.set_password(PASSWORD)
    officer.save()
    office = browser.new_context(locale="ko-KR", java_script_enabled=False)
    visit.take(office.new_page())
    sign_in(visit)
    desk = reverse("admin:members_application_change", args=[application.pk])
    visit.go(desk)
    visit.says("letter.png", within=".desk-side")
    act(visit, "application", "take")
    visit.go(reverse("admin:members_application_complete", args=[application.pk]))
    visit.page.fill("#id_missing", "수원시장의 서명")
    visit.follow(visit.page.locator(".submit-row input.default"))
    visit.says("수원시장의 서명", within=".letter")
    assert application.papers.count() == 0  # the text is shown before anything leaves
    visit.press("확정")

    visit.take(applicant.pages[0])
    visit.go(hub)
    visit.says("수원시장의 서명", within=".notice")
    visit.page.fill("#id_note", "보내 드립니다.")
    send(visit)
    visit.says("사무국", within=".messages")

    visit.take(office.pages[0])
    act(visit, "application", "accept")
    visit.take(applicant.pages[0])
    visit.go(hub)
    visit.says("준회원", within=".stages")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    meeting = MeetingFactory(held_from=today())
    member = Member.objects.get(number=192)
    visit.take(office.pages[0])
    visit.go(reverse("admin:members_meeting_decide", args=[meeting.pk]))
    visit.page.locator("input[value=approved]").check()
    visit.press("계속")
    visit.press("확정")
    visit.take(applicant.pages[0])
    visit.go(hub)
    visit.says("정회원", within=".stages .now")

    assert member in Member.objects.full()
    run_jobs()
    office.close()
    applicant.close()
    assert [one for one in visit.complaints if "net::ERR_ABORTED" not in one] == []


@pytest.mark.axe
@pytest.mark.parametrize("language", PREFIX)
def test_every_page_is_usable_by_everyone(reader, site, letter, officer, language):
    visit, prefix, wrong = reader, PREFIX[language], {}

    def look(name: str, path: str = "", status: int = 200) -> None:
        if path:
            assert visit.go(path).status == status, name
        assert visit.page.locator("html").get_attribute("lang") == language, name
        if found := wrong_with(visit, BEST, WIDTHS):
            wrong[name] = found

    look("start", f"{prefix}/apply/")
    look("privacy", f"{prefix}/apply/privacy/")
    look("return", f"{prefix}/apply/return/")
    look("begin", f"{prefix}/apply/begin/")
    send(visit)
    look("begin with errors")
    answer(visit, {"kind": 0, "email": EMAIL})
    send(visit)
    look("mail sent")
    link = link_in_mail(visit)
    look("link", link)
    send(visit)
    hub = visit.page.url.removeprefix(visit.address)
    look("hub, empty")
    look("spent link", link)
    look("wrong link", f"{prefix}/apply/link/nonsense/", 404)
    look("check, nothing there", f"{hub}check/")
    look("fee, nothing there", f"{hub}fee/")
    for part in CITY:
        visit.go(f"{hub}{part}/")
        send(visit)
        look(f"{part}, sent empty") if part != "political" else None
    look("letter", f"{hub}letter/")
    send(visit)
    look("letter, no file")
    write(visit, hub)
    upload(visit, hub, "letter", letter)
    look("letter, with a file")
    look("fee", f"{hub}fee/")
    look("hub, ready", hub)
    look("delete", f"{hub}delete/")
    look("check", f"{hub}check/")
    send(visit)
    look("check with errors")
    declare(visit, hub)
    look("sent")
    look("status", hub)
    application = Application.objects.get()
    request_completion(
        application, missing="seal", requested_on=today(), due_on=today() + timedelta(days=9), by=officer
    )
    look("status, something needed", hub)
    send(visit)
    look("status, empty answer")
    member = accept_application(application, accepted_on=today(), by=officer)
    look("status, accepted", hub)
    decide(MeetingFactory(held_from=today()), verdicts=[Verdict(member, "approved")], decided_on=today(), by=officer)
    look("status, full", hub)
    other = return_application(
        sent_application("institution", email=EMAIL), reason="x", returned_on=today(), by=officer
    )
    visit.go(f"{prefix}/apply/link/{make_link(email=EMAIL, language=language, key=other.key)}/")
    send(visit)
    look("status, returned")
    look("mine", f"{prefix}/apply/mine/")
    visit.follow(visit.page.locator("form[action$='/leave/'] button"))
    look("left")
    look("closed", hub, 403)

    assert wrong == {}
    policy = "Content Security Policy"
    assert [one for one in visit.complaints if policy in one] == []


@pytest.mark.axe
@pytest.mark.parametrize("kind", [1, 2], ids=["institution", "company"])
def test_the_other_kinds_are_usable_too(reader, site, kind):
    visit = reader
    hub = begin(visit, "", kind)
    links = visit.page.locator(".tasks a").all()
    paths = [urlsplit(link.get_attribute("href")).path for link in links]
    wrong = {}
    for path in paths:
        visit.go(path)
        if not path.endswith("/fee/"):
            send(visit)
        if found := wrong_with(visit, BEST, WIDTHS):
            wrong[path.removeprefix(hub)] = found

    assert len(paths) >= 7
    assert wrong == {}


def test_pages_are_light_and_ask_nobody_else(reader, site):
    visit, page, found = reader, reader.page, []
    hub = begin(visit, "/ko")
    page.on("response", lambda answer: found.append(answer))
    heavy = {}
    for path in ("/ko/apply/", "/ko/apply/begin/", hub, f"{hub}name/", f"{hub}population/", f"{hub}check/"):
        found.clear()
        visit.go(path)
        page.wait_for_load_state("networkidle")
        hosts = {urlsplit(one.url).netloc for one in found}
        weight = sum(len(one.body()) for one in found if one.ok)
        if len(found) > 5 or weight > 60_000 or hosts != {urlsplit(visit.address).netloc}:
            heavy[path] = (len(found), weight, hosts)

    assert heavy == {}


def test_errors_lead_to_their_fields(browser, site, reader):
    """U6: the summary has the focus, the title says it, and each of its links leads to a field."""
    context = browser.new_context(locale="en-GB")
    reader.take(context.new_page())
    hub = begin(reader, "")
    reader.go(f"{hub}population/")
    send(reader)

    page = reader.page
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    targets = page.eval_on_selector_all(".error-summary a", "links => links.map(link => link.hash)")
    assert len(targets) == 4
    assert all(page.locator(target).count() == 1 for target in targets)
    context.close()


def test_by_keyboard_alone(browser, site, reader):
    """From the first question to the next page without a pointer; the focus is seen at each step."""
    context = browser.new_context(locale="en-GB")
    reader.take(context.new_page())
    hub = begin(reader, "")
    reader.go(f"{hub}head/")
    page, typed, unseen = reader.page, {"id_head_name": "Hong", "id_head_title": "Mayor"}, []
    for _turn in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.id || document.activeElement.textContent.trim(),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if outline == "none":
            unseen.append(name)
        if name in typed:
            page.keyboard.type(typed.pop(name))
        if name == "Save and continue":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert (typed, unseen) == ({}, [])
    assert page.url.endswith("/political/")
    context.close()
