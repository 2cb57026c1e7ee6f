"""Links to set a password: single use, from SITE_URL alone, and without a word on who has an account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult

from tests.factories import UserFactory
from tests.fees.admin.working import work
from tests.wego.accounts.signing_in import PASSWORD, events, link_in_mail, type_password
from wego.accounts.links import mail_forgotten_password, password_link

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

NEW = "staple battery horse"
FORGOTTEN = reverse("account_reset_password")


def ask(client, address, **extra):
    return client.post(FORGOTTEN, {"email": address}, **extra)


def set_password(client, link, password=NEW):
    """Open the link and send the form behind it."""
    form = client.get(link, follow=True)
    assert "action_url" in form.context
    return client.post(form.context["action_url"], {"password1": password, "password2": password})


def test_a_forgotten_password_is_set_by_the_mailed_link(client, kim):
    ask(client, "kim@example.org")
    answer = set_password(client, link_in_mail())

    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    kim.refresh_from_db()
    assert kim.check_password(NEW)
    assert events() == ["password.changed"]


def test_opening_the_link_uses_nothing_up(client, kim):
    ask(client, "kim@example.org")
    link = link_in_mail()

    for _scan in range(3):
        client.head(link, follow=True)
        client.get(link, follow=True)

    kim.refresh_from_db()
    assert kim.check_password(PASSWORD)
    assert set_password(client, link).status_code == 302


def test_a_link_works_once(client, kim):
    ask(client, "kim@example.org")
    link = link_in_mail()
    set_password(client, link)

    again = client.get(link, follow=True)
    sent = client.post(link, {"password1": "x" * 20, "password2": "x" * 20}, follow=True)

    for answer in (again, sent):
        assert "This link does not work any more" in answer.content.decode()
    kim.refresh_from_db()
    assert kim.check_password(NEW)


def test_a_link_grows_old(client, kim, standing_clock):
    link = password_link(kim)
    standing_clock.shift(timedelta(days=3, seconds=-1))
    assert "token_fail" not in client.get(link.removeprefix("https://members.example.org"), follow=True).context

    standing_clock.shift(timedelta(seconds=2))
    assert client.get(link.removeprefix("https://members.example.org")).context["token_fail"]


@pytest.mark.parametrize(
    "poison",
    [
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_FORWARDED": "host=evil.example"},
        {"SERVER_NAME": "localhost", "SERVER_PORT": "666"},
    ],
)
def test_links_do_not_follow_the_request(client, kim, poison):
    assert ask(client, "kim@example.org", **poison).status_code == 302

    assert link_in_mail().startswith("/account/password/set/")
    assert "evil" not in mail.outbox[0].body


def test_unknown_hosts_are_not_answered(client, kim):
    assert ask(client, "kim@example.org", HTTP_HOST="evil.example").status_code == 400
    assert not DBTaskResult.objects.exists()


def test_the_answer_is_the_same_for_every_address(client, kim):
    UserFactory(username="gone", email="gone@example.org", is_active=False)
    addresses = ("kim@example.org", "gone@example.org", "nobody@example.org")
    client.get(FORGOTTEN)

    answers = [ask(client, address) for address in addresses]

    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert DBTaskResult.objects.count() == 3
    work()
    assert [message.to for message in mail.outbox] == [["kim@example.org"]]


def test_asking_costs_the_same_queries_for_every_address(client, kim, django_assert_num_queries):
    ask(client, "warm@example.org")
    for address in ("kim@example.org", "nobody@example.org"):
        with django_assert_num_queries(1):
            ask(client, address)


@pytest.mark.parametrize("typed", ["KIM@EXAMPLE.ORG", "kım@example.org", "ｋｉｍ@example.org", "kim@example.org "])
def test_mail_goes_to_the_stored_address_only(kim, typed):
    mail_forgotten_password.call(typed)

    assert {address for message in mail.outbox for address in message.to} <= {"kim@example.org"}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_mail_is_in_the_persons_language_not_the_askers(client, kim, language):
    client.cookies["django_language"] = "ko" if language == "en" else "en"
    kim.language = language
    kim.save()

    ask(client, "kim@example.org")
    work()

    with override(language):
        assert gettext("If it was not you, do nothing: your password stays as it is.") in mail.outbox[0].body


def test_asking_too_often_is_refused(client, kim):
    codes = [ask(client, "kim@example.org").status_code for _time in range(6)]

    assert codes == [302] * 5 + [429]


def test_a_weak_password_is_refused(client, kim):
    form = set_password(client, password_link(kim).removeprefix("https://members.example.org"), "kim")

    assert form.status_code == 200
    assert form.context["form"].errors["password1"]


def test_changing_the_password_ends_other_sessions(client, kim):
    other = type(client)()
    type_password(client)
    type_password(other)

    new = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), new)

    kim.refresh_from_db()
    assert kim.check_password(NEW)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert other.get(reverse("mfa_index")).status_code == 302
    assert events()[-1] == "password.changed"
