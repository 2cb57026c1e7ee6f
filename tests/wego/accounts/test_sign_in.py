"""Signing in with the password, and what is not here."""

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from tests.wego.accounts.signing_in import PASSWORD, events, type_password
from wego.models import AuditEntry

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

LOGIN = reverse("account_login")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["kim", "KIM", "kim@example.org", "Kim@Example.ORG"])
def test_people_sign_in_by_name_or_address(client, kim, name):
    type_password(client, name)

    assert signed_in(client)


def test_sign_in_makes_a_new_session_in_the_persons_language(client, kim):
    client.get(LOGIN)
    before = client.session.session_key

    answer = type_password(client)

    assert client.session.session_key != before
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ko"
    assert client.session.get_expiry_age() == 8 * 3600


@pytest.mark.parametrize("name", ["kim", "kim@example.org", "nobody", "nobody@example.org"])
def test_a_refusal_does_not_tell_who_has_an_account(client, kim, name):
    answer = type_password(client, name, "wrong")

    assert answer.context["form"].non_field_errors() == [
        "The user name or the password is not right. Check both and try again."
    ]
    assert not signed_in(client)


@pytest.mark.parametrize(("name", "kept"), [("kim@example.org", "user kim"), (PASSWORD, "unknown")])
def test_a_refusal_keeps_only_names_that_exist(client, kim, name, kept):
    type_password(client, name, "wrong")

    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.actor) == ("sign_in.failed", kept, None)
    assert PASSWORD not in str(entry.facts)


def test_wrong_passwords_are_counted(client, kim):
    answers = [type_password(client, password="wrong") for _try in range(6)]

    refusal = type_password(client)

    assert not signed_in(client)
    assert "too many attempts" in answers[-1].content.decode()
    assert "too many attempts" in refusal.content.decode()
    assert events() == ["sign_in.failed"] * 5


def test_one_address_cannot_try_for_ever(client, kim, settings):
    settings.PROXIES = 1
    for turn in range(31):  # what the caller writes into the header itself does not help
        answer = type_password(client, f"name{turn}", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{turn}, 203.0.113.9")

    assert answer.status_code == 429
    assert "Too many requests" in answer.content.decode()
    assert type_password(client, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


def test_an_inactive_person_is_told_so_only_with_the_right_password(client, kim):
    kim.is_active = False
    kim.save()

    assert type_password(client)["Location"] == reverse("account_inactive")
    assert type_password(client, password="wrong").status_code == 200
    assert not signed_in(client)


def test_opening_the_page_signs_nobody_in_or_out(client, kim):
    client.get(LOGIN, {"login": "kim", "password": PASSWORD})
    assert not signed_in(client)

    type_password(client)
    client.get(reverse("account_logout"))
    assert signed_in(client)


def test_signing_out_is_recorded(client, kim):
    type_password(client)

    answer = client.post(reverse("account_logout"), follow=True)

    assert "로그아웃" in answer.content.decode()  # in the language of the person
    assert not signed_in(client)
    assert events() == ["sign_in.succeeded", "sign_in.ended"]


def test_back_office_leads_to_the_page_and_back(client, kim, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    wanted = reverse("admin:wego_user_changelist")

    page = client.get(wanted, follow=True)
    answer = client.post(LOGIN, {"login": "kim", "password": PASSWORD, "next": page.context["redirect_field_value"]})

    assert answer["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", r"/\evil.example", "https:///evil.example"]
)
def test_sign_in_leads_to_no_other_site(client, kim, elsewhere):
    answer = client.post(LOGIN, {"login": "kim", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == reverse("admin:index")


def test_who_is_no_staff_stays_outside(client, kim):
    kim.is_staff = False
    kim.save()
    type_password(client)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_set_password", "account_request_login_code", "mfa_login_webauthn"],
)
def test_what_is_not_used_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
