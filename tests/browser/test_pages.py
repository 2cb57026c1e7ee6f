"""The pages of the back office in a real browser: usable by everyone, on every width, without a complaint."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import StatedTotal, StatusChange
from tests.browser.judging import STAFF, wrong_with

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def pages(rows) -> dict[str, str]:
    def of(name, row):
        return reverse(f"admin:{name}", args=[row.pk])

    return {
        "dashboard": reverse("admin:index"),
        "member list": reverse("admin:members_member_changelist"),
        "member list, searched": reverse("admin:members_member_changelist") + "?q=Mugla&standing=members",
        "member list, empty": reverse("admin:members_member_changelist") + "?standing=former",
        "member": of("members_member_change", rows["full"]),
        "member, history": of("members_member_history", rows["full"]),
        "application": of("members_application_change", rows["waiting"]),
        "application, new": reverse("admin:members_application_add"),
        "acceptance": of("members_application_accept", rows["waiting"]),
        "meeting": of("members_meeting_change", rows["meeting"]),
        "meeting, decisions": of("members_meeting_decide", rows["meeting"]),
        "correction": of("members_statuschange_correct", StatusChange.objects.order_by("pk").first()),
        "provisional": reverse("admin:provisional"),
        "reconciliation": reverse("admin:reconciliation"),
        "explanation": of("members_statedtotal_explain", StatedTotal.objects.first()),
        "report": reverse("admin:report") + "?on=2020-12-31&since=2019-12-31",
        "export": reverse("admin:members_member_export"),
        "import": reverse("admin:members_member_import"),
        "contact, deletion": of("members_membername_delete", rows["full"].names.first()),
    }


@pytest.mark.parametrize(("language", "judged_at"), STAFF)
def test_pages_are_usable_by_everyone(visit, some_work, language, judged_at):
    visit.speak(language)
    wrong = {}
    for name, url in pages(some_work).items():
        assert visit.go(url).status == 200, name
        assert visit.page.locator("html").get_attribute("lang") == language
        if found := wrong_with(visit, judged_at=judged_at):
            wrong[name] = found

    assert wrong == {}
    assert visit.complaints == []


@pytest.mark.parametrize(("language", "judged_at"), STAFF)
def test_pages_after_something_was_sent(visit, some_work, language, judged_at):
    visit.speak(language)
    page, wrong = visit.page, {}

    def look(name):
        if found := wrong_with(visit, judged_at=judged_at):
            wrong[name] = found

    def send():
        visit.follow(page.locator("#content .submit-row input.default"))

    visit.go(reverse("admin:members_application_return", args=[some_work["waiting"].pk]))
    send()
    look("act with errors")
    assert page.title().startswith("Error: " if language == "en" else "오류")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_reason")).to_be_focused()
    page.fill("#id_reason", "not signed")
    send()
    look("confirmation")
    visit.go(reverse("admin:members_meeting_decide", args=[some_work["meeting"].pk]))
    page.fill("#id_decided_on", "2020-11-18")
    page.locator(f"[name=outcome_{some_work['associate'].pk}][value=approved]").check()
    send()
    look("decisions with errors")
    visit.go(reverse("admin:members_member_change", args=[some_work["full"].pk]))
    page.fill("#id_website", "nonsense")
    visit.follow(page.locator("[name=_save]"))
    look("member with errors")
    page.context.clear_cookies(name="sid")
    visit.go(reverse("admin:login"))
    look("sign in")
    page.fill("#id_login", "nobody")
    page.fill("#id_password", "wrong")
    visit.follow(page.locator("main button"))
    look("sign in refused")
    assert visit.complaints == []
    assert visit.go("/nonsense").status == 404
    look("no such page")

    assert wrong == {}
