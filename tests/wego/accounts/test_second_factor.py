"""Nobody enters the back office in a session that was not made with a second factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.members.admin.test_every_page import pages_of, sites_own_pages
from tests.wego.accounts.signing_in import PASSWORD, code_of, events, recovery_codes, type_code, type_password
from wego.accounts.people import reset_second_factor
from wego.models import AuditEntry

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

INDEX = reverse("admin:index")
SECOND_FACTOR = reverse("mfa_index")


def entered(client) -> bool:
    return client.get(INDEX).status_code == 200


def lead_to(client) -> str:
    """Where somebody ends who asks for the overview."""
    return client.get(INDEX, follow=True).redirect_chain[-1][0]


def all_pages() -> list[str]:
    row = type("Row", (), {"pk": 1})
    return [*sites_own_pages(), *pages_of(lambda model: row)]


def test_no_page_answers_in_a_session_of_the_password_alone(client, kim, secret):
    """That the person has a second factor does not help: the session was made without it."""
    client.force_login(kim)

    answers = {url: client.get(url) for url in all_pages()}

    let_in = {url for url, answer in answers.items() if not answer.get("Location", "").startswith("/admin/login/")}
    assert let_in == set()
    assert len(answers) > 150


def test_no_page_takes_what_is_sent_in_a_session_of_the_password_alone(client, kim):
    client.force_login(kim)

    codes = {url: client.post(url).status_code for url in [INDEX, *(one for one in all_pages() if "/add/" in one)]}

    assert set(codes.values()) == {302}
    assert len(codes) > 10


def test_a_person_without_a_factor_is_led_to_set_one_up(client, kim):
    answer = type_password(client)

    assert answer["Location"] == INDEX
    assert lead_to(client) == SECOND_FACTOR


def test_setting_up_an_app_opens_the_back_office(client, kim, standing_clock):
    type_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert b'<svg class="qr"' in page.content
    assert b"style=" not in page.content

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    right = client.post(reverse("mfa_activate_totp"), {"code": code_of(wrong.context["form"].secret)})

    assert right["Location"] == reverse("mfa_view_recovery_codes")
    assert entered(client)
    assert events() == ["sign_in.succeeded", "second_factor.added"]
    assert Authenticator.objects.filter(user=kim).count() == 2


def test_sign_in_asks_the_code_after_the_password(client, secret):
    assert type_password(client)["Location"] == reverse("mfa_authenticate")
    assert not entered(client)

    assert type_code(client, "000000").status_code == 200
    assert not entered(client)
    assert type_code(client, code_of(secret)).status_code == 302

    assert entered(client)
    assert events() == ["sign_in.failed", "sign_in.succeeded"]
    assert AuditEntry.objects.get(event="sign_in.succeeded").facts == {"second_factor": True}


def test_a_code_works_once(client, secret):
    type_password(client)
    type_code(client, code_of(secret))
    client.post(reverse("account_logout"))
    type_password(client)

    type_code(client, code_of(secret))

    assert not entered(client)


def test_a_recovery_code_works_once(client, kim, secret):
    code = recovery_codes(kim)[0]
    type_password(client)
    type_code(client, code)
    assert entered(client)
    assert code not in recovery_codes(kim)
    client.post(reverse("account_logout"))
    type_password(client)

    type_code(client, code)

    assert not entered(client)


def test_wrong_codes_are_counted(client, secret):
    type_password(client)
    for _try in range(6):
        type_code(client, "000000")

    type_code(client, code_of(secret))

    assert not entered(client)


def test_an_older_session_proves_the_factor_that_came_later(client, kim, secret):
    client.force_login(kim)
    assert lead_to(client).startswith(reverse("mfa_reauthenticate"))

    client.post(f"{reverse('mfa_reauthenticate')}?next={INDEX}", {"code": code_of(secret)})

    assert entered(client)


@pytest.mark.parametrize(
    "name",
    [
        *("account_change_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    ],
)
def test_settings_are_closed_to_a_session_without_the_factor(client, kim, secret, name, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(kim)

    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=kim).count() == 2


def test_removing_the_factor_ends_what_it_opened(client, kim, secret):
    type_password(client)
    type_code(client, code_of(secret))

    client.post(reverse("mfa_deactivate_totp"))

    assert lead_to(client) == SECOND_FACTOR
    assert events()[-1] == "second_factor.removed"
    assert not Authenticator.objects.filter(user=kim).exists()


def test_a_reset_ends_every_session_of_the_person(client, kim, secret, officer):
    type_password(client)
    type_code(client, code_of(secret))
    officer.is_superuser = True

    kinds = reset_second_factor(kim, by=officer)

    assert kinds == ["recovery_codes", "totp"]
    assert not entered(client)
    assert AuditEntry.objects.latest("number").facts == {"kinds": ["recovery_codes", "totp"], "reset": True}


def test_settings_ask_again_after_a_while(client, kim, secret, standing_clock):
    type_password(client)
    type_code(client, code_of(secret))
    page = reverse("mfa_deactivate_totp")
    assert client.get(page).status_code == 200

    standing_clock.shift(timedelta(minutes=11))
    asked = client.get(page)
    wrong = client.post(asked["Location"], {"password": "wrong"})
    right = client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert wrong.status_code == 200
    assert right["Location"] == page
    assert client.get(page).status_code == 200
    assert events()[-1] == "sign_in.failed"


def test_new_recovery_codes_are_shown_once_and_saved(client, kim, secret):
    type_password(client)
    type_code(client, recovery_codes(kim)[0])
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = recovery_codes(kim)

    first, second = (client.get(reverse("mfa_view_recovery_codes")).content.decode() for _turn in range(2))
    file = client.post(reverse("download_recovery_codes"), {"codes": " ".join(codes)})
    foreign = client.post(reverse("download_recovery_codes"), {"codes": "11111111"})

    assert all(code in first for code in codes)
    assert not any(code in second for code in codes)
    assert file.content.decode().split() == codes
    assert foreign.status_code == 400
    assert entered(client)


def test_without_the_requirement_a_password_is_enough(client, kim, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    type_password(client)

    assert entered(client)
