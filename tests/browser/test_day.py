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
    page.get_by_role("link", name="Record an application").click()
    page.fill("#id_submitted_on", (day - timedelta(days=3)).isoformat())
    page.fill("#id_received_on", day.isoformat())
    page.select_option("#id_kind", "city")
    page.select_option("#id_country", "KOR")
    page.fill("#id_name_en", "Suwon")
    page.fill("#id_name_ko", "수원시")
    page.fill("#id_population", "1,190,000")
    visit.press("Continue")
    assert "State the reference year and the source of the figure." in page.locator(".error-summary").inner_text()
    page.fill("#id_figure_year", "2025")
    page.fill("#id_figure_source", "KOSIS")
    visit.press("Continue")
    assert "Nothing is saved yet." in page.content()
    visit.press("Change")
    assert page.input_value("#id_name_en") == "Suwon"
    page.fill("#id_name_en", "Suwon City")
    visit.press("Continue")
    visit.press("Confirm")
    assert "Suwon City is recorded." in page.locator(".messagelist").inner_text()

    # The application is in order.
    page.get_by_role("link", name="Accept", exact=True).click()
    visit.press("Continue")
    assert "Associate member from" in page.locator(".lines").inner_text()
    visit.press("Confirm")
    assert "is accepted: member no. 192." in page.locator(".messagelist").inner_text()
    assert "Associate member since" in page.locator(".summary").inner_text()

    # Noon: the committee is to meet; it meets the same day.
    visit.go(reverse("admin:index"))
    page.get_by_role("link", name="Plan a meeting").first.click()
    page.select_option("#id_body", label="Executive Committee")
    for name in ("planned_from", "planned_to"):
        page.fill(f"#id_{name}", day.isoformat())
    page.locator("[name=_save]").click()
    page.locator(".messagelist a").click()
    assert "1 associate member would be on the paper of this meeting today." in page.content()
    for name in ("held_from", "held_to"):
        page.fill(f"#id_{name}", day.isoformat())
    page.fill("#id_change_reason", "held")
    page.locator("[name=_continue]").click()
    page.get_by_role("link", name="Decide on associates").click()
    page.get_by_label("approved").check()
    visit.press("Continue")
    assert "Suwon City (192): full member from" in page.locator(".lines").inner_text()
    visit.press("Confirm")
    assert "approved 1, deferred 0, rejected 0." in page.locator(".messagelist").inner_text()

    # Evening: the report says so.
    page.get_by_role("link", name="Status report").first.click()
    assert "Full members: 192, associate members: 0" in page.content()
    page.get_by_label("Changes since (optional)").fill((day - timedelta(days=1)).isoformat())
    visit.press("Show")
    assert "191 members + 1 joined - 0 left = 192 members" in page.content()
    assert Member.objects.full().count() == 192
    assert visit.complaints == []


def test_a_form_by_keyboard_alone(browser, visit):
    """Tab reaches every field in order and the button; Enter sends."""
    visit.page.close()
    context = browser.new_context(locale="en-GB")
    visit.page = context.new_page()
    visit.sign_in()
    visit.go(reverse("admin:members_member_withdraw", args=[Member.objects.get(number=12).pk]))

    reached = []
    for _turn in range(60):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.id || document.activeElement.value || ''"))
        if reached[-1] == "Continue":
            break
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".error-summary")
    context.close()

    fields = [one for one in dict.fromkeys(reached) if one.startswith("id_")]
    assert fields == ["id_notice_on", "id_last_day", "id_document", "id_reason"]
