"""A day of an officer, in a browser that runs no scripts: from the letter to the report."""

from datetime import timedelta

import pytest
from django.urls import reverse

from members.models import Member
from wego.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_day_without_scripts(visit):
    page, day = visit.page, today()

    # Morning: a letter arrived.
    visit.go(reverse("admin:index"))
    visit.follow(page.get_by_role("link", name="Record an application"))
    page.fill("#id_submitted_on", (day - timedelta(days=3)).isoformat())
    page.fill("#id_received_on", day.isoformat())
    page.select_option("#id_kind", "city")
    page.select_option("#id_country", "KOR")
    page.fill("#id_name_en", "Suwon")
    page.fill("#id_name_ko", "수원시")
    page.fill("#id_population", "1,190,000")
    visit.press("Continue")
    visit.says("State the reference year and the source of the figure.", within=".error-summary")
    page.fill("#id_figure_year", "2025")
    page.fill("#id_figure_source", "KOSIS")
    visit.press("Continue")
    visit.says("Nothing is saved yet.")
    visit.press("Change")
    assert page.input_value("#id_name_en") == "Suwon"
    page.fill("#id_name_en", "Suwon City")
    visit.press("Continue")
    visit.press("Confirm")
    visit.says("Suwon City is recorded.", within=".messagelist")

    # The application is in order.
    visit.follow(page.get_by_role("link", name="Accept", exact=True))
    visit.press("Continue")
    visit.says("Associate member from", within=".lines")
    visit.press("Confirm")
    visit.says("is accepted: member no. 192.", within=".messagelist")
    visit.says("Associate member since", within=".summary")

    # Noon: the committee is to meet; it meets the same day.
    visit.go(reverse("admin:index"))
    visit.follow(page.get_by_role("link", name="Plan a meeting").first)
    page.select_option("#id_body", label="Executive Committee")
    for name in ("planned_from", "planned_to"):
        page.fill(f"#id_{name}", day.isoformat())
    visit.follow(page.locator("[name=_save]"))
    visit.follow(page.locator(".messagelist a"))
    visit.says("1 associate member would be on the paper of this meeting today.")
    for name in ("held_from", "held_to"):
        page.fill(f"#id_{name}", day.isoformat())
    page.fill("#id_change_reason", "held")
    visit.follow(page.locator("[name=_continue]"))
    visit.follow(page.get_by_role("link", name="Decide on associates"))
    page.get_by_label("approved").check()
    visit.press("Continue")
    visit.says("Suwon City (192): full member from", within=".lines")
    visit.press("Confirm")
    visit.says("approved 1, deferred 0, rejected 0.", within=".messagelist")

    # Evening: the report says so.
    visit.follow(page.get_by_role("link", name="Status report").first)
    visit.says("Full members: 192, associate members: 0")
    page.get_by_label("Changes since (optional)").fill((day - timedelta(days=1)).isoformat())
    visit.press("Show")
    visit.says("191 members + 1 joined - 0 left = 192 members")
    assert Member.objects.full().count() == 192
    assert visit.complaints == []


def test_a_form_by_keyboard_alone(browser, visit):
    """Tab reaches every field in order and the button; Enter sends."""
    visit.page.close()
    context = browser.new_context(locale="en-GB")
    visit.take(context.new_page())
    visit.sign_in()
    visit.go(reverse("admin:members_member_withdraw", args=[Member.objects.get(number=12).pk]))

    reached = []
    for _turn in range(60):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.id || document.activeElement.value || ''"))
        if reached[-1] == "Continue":
            break
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.says("There is a problem", within=".error-summary")
    context.close()

    fields = [one for one in dict.fromkeys(reached) if one.startswith("id_")]
    assert fields == ["id_notice_on", "id_last_day", "id_document", "id_reason"]
