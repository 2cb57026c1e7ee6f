"""The account pages in a real browser: a new colleague's first day, usable by everyone and without a complaint."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.browser.axe import BEST
from tests.browser.judging import judged, overflow
from tests.factories import UserFactory
from tests.wego.accounts.signing_in import PASSWORD, code_of
from wego.accounts.links import password_link

pytestmark = [pytest.mark.browser, pytest.mark.axe, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def colleague(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    user = UserFactory(username="lee", email="lee@example.org", is_superuser=True)
    user.set_unusable_password()
    user.save()
    return user


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.proof), "ko"])
def test_the_first_day_of_a_colleague(reader, colleague, language):
    colleague.language = language
    colleague.save()
    reader.speak(language)
    page, wrong = reader.page, {}

    def look(name):
        assert page.locator("html").get_attribute("lang") == language
        if found := [*overflow(page, (320,)).items(), *judged(reader, BEST, (375,))]:
            wrong[name] = found

    def send():
        reader.follow(page.locator("main button:not(.secondary)").first)

    def go(name):
        assert reader.go(reverse(name)).status == 200
        look(name)

    go("account_reset_password")
    page.fill("#id_email", "lee@example.org")
    send()
    look("mail is on its way")
    go("account_inactive")

    path = password_link(colleague).removeprefix("https://members.example.org")
    reader.go(path)
    page.fill("#id_password1", "short")
    send()
    look("password refused")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    send()
    reader.go(path)
    look("used link")

    reader.go(reverse("admin:index"))
    look("sign in")
    page.fill("#id_login", "lee")
    page.fill("#id_password", PASSWORD)
    send()
    look("second factor, none yet")
    go("mfa_add_webauthn")
    go("mfa_activate_totp")
    secret = page.locator("code").inner_text()
    page.fill("#id_code", code_of(secret, seconds=10))
    send()
    look("recovery codes")
    recovery = page.locator(".codes code").first.inner_text()
    go("mfa_index")
    go("mfa_generate_recovery_codes")
    go("mfa_deactivate_totp")
    go("account_change_password")
    go("account_logout")
    send()

    page.fill("#id_login", "lee")
    page.fill("#id_password", PASSWORD)
    send()
    page.fill("#id_code", "000000")
    send()
    look("code refused")
    page.fill("#id_code", recovery)
    send()
    assert page.url == reader.address + reverse("admin:index")
    go("account_reauthenticate")
    go("mfa_reauthenticate")
    go("admin:add_colleague")

    assert wrong == {}
    assert reader.complaints == []


def test_a_passkey_is_added_and_signs_in(reader, colleague, live_server, settings):
    settings.SITE_URL = live_server.url
    colleague.set_password(PASSWORD)
    colleague.save()
    page = reader.page
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})

    def type_password():
        reader.go(reverse("account_login"))
        page.fill("#id_login", "lee")
        page.fill("#id_password", PASSWORD)
        reader.press("Sign in")

    type_password()
    reader.go(reverse("mfa_add_webauthn"))
    reader.press("Add the passkey")
    reader.says("Each of these codes")
    reader.go(reverse("account_logout"))
    reader.press("Sign out")
    type_password()
    reader.press("Use a passkey")

    assert page.url == reader.address + reverse("admin:index")
    assert reader.complaints == []
