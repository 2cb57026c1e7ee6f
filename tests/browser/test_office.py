"""A day in the office, in Korean, in a browser that runs no scripts: from signing in to the letters of approval."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from fees.services.loading import load_fees
from members.models import Application, Certificate, Delivery, Member, Paper
from tests.factories import UserFactory
from tests.wego.accounts.signing_in import PASSWORD, code_of
from wego import audit
from wego.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
LETTER = {
    "name_en": "Suwon City",
    "name_ko": "수원시",
    "population": "1,190,000",
    "figure_year": "2025",
    "figure_source": "KOSIS",
    "head_title": "수원시장",
    "liaison_name": "이서연",
    "liaison_email": "seoyeon@example.org",
}


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="ko-KR", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def officer(settings, real_register):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    person = UserFactory(username="minji", is_superuser=True, language="ko")
    person.set_password(PASSWORD)
    person.save()
    load_fees()
    return person


def sign_in(visit):
    """With the password, and an app that is set up at the first time."""
    page = visit.page
    visit.go(reverse("admin:index"))
    page.fill("#id_login", "minji")
    page.fill("#id_password", PASSWORD)
    visit.follow(page.locator("main button:not(.secondary)").first)
    visit.follow(page.get_by_role("link", name="인증 앱 설정"))
    page.fill("#id_code", code_of(page.locator("code").first.inner_text(), seconds=10))
    visit.follow(page.locator("main button:not(.secondary)").first)
    visit.says("복구 코드")


def act(visit, row, name: str) -> None:
    """The page of an act on a row, looked at and confirmed."""
    visit.go(
        reverse(
            f"admin:members_{row}_{name}",
            args=[Application.objects.get().pk if row == "application" else visit.meeting],
        )
    )
    visit.follow(visit.page.locator(".submit-row input.default"))  # goes on, or issues
    visit.press("확정")


def test_a_day_in_the_office(reader, officer):
    visit, page, day = reader, reader.page, today()
    sign_in(visit)

    # Morning: a letter arrived, is acknowledged and accepted.
    visit.go(reverse("admin:members_application_add"))
    for name, value in LETTER.items():
        page.fill(f"#id_{name}", value)
    for name in ("submitted_on", "received_on"):
        page.fill(f"#id_{name}", (day - timedelta(days=1)).isoformat())
    for name, value in {"kind": "city", "country": "KOR", "language": "ko"}.items():
        page.select_option(f"#id_{name}", value)
    visit.press("계속")
    visit.press("확정")
    visit.go(reverse("admin:members_application_acknowledgement", args=[Application.objects.get().pk]))
    visit.press("계속")
    visit.says("seoyeon@example.org", within=".letter")
    assert Delivery.objects.count() == 0  # nothing leaves before it is confirmed
    visit.press("확정")
    act(visit, "application", "accept")
    act(visit, "application", "acceptance-letter")

    # Noon: the committee's paper, its meeting, its decisions.
    visit.go(reverse("admin:members_meeting_add"))
    page.select_option("#id_body", label="집행위원회")
    for name in ("planned_from", "planned_to"):
        page.fill(f"#id_{name}", day.isoformat())
    visit.follow(page.locator("[name=_continue]"))
    visit.meeting = int(page.url.split("/")[-3])
    act(visit, "meeting", "committee-paper")
    visit.go(reverse("admin:members_meeting_change", args=[visit.meeting]))
    for name in ("held_from", "held_to"):
        page.fill(f"#id_{name}", day.isoformat())
    page.fill("#id_change_reason", "회의 개최")
    visit.follow(page.locator("[name=_continue]"))
    visit.go(reverse("admin:members_meeting_decide", args=[visit.meeting]))
    page.locator("input[value=approved]").check()
    visit.press("계속")
    visit.press("확정")

    # Afternoon: record, certificate, letter; the report.
    for paper in ("decision-record", "certificates", "approval-letters"):
        act(visit, "meeting", paper)
    visit.go(f"{reverse('admin:report')}?on={day.isoformat()}")
    visit.says("회원수 : 총 192개 (145개 도시, 17개 기관, 30개 기업)")

    kinds = ["acknowledgement", "acceptance", "committee", "decisions", "certificate", "approval"]
    assert list(Paper.objects.order_by("pk").values_list("kind", flat=True)) == kinds
    assert Delivery.objects.count() == 3
    assert Certificate.objects.get().member == Member.objects.full().get(number=192)
    assert audit.verify()[1] is None
    assert visit.complaints == []
