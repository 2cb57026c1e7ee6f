"""Keys in the back office: given out in two steps, shown once, revoked; for administrators alone."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.asking import Program
from tests.factories import UserFactory
from wego.acts import CONFIRM, SEEN
from wego.api.keys import find_key
from wego.dates import today
from wego.models import ApiKey, AuditEntry
from wego.roles import Role

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

ADD = "/admin/wego/apikey/add/"
DATA = {
    "partner": "City network",
    "scopes": ["register:history", "applications:submit"],
    "expires_on": (today() + timedelta(days=30)).isoformat(),
}
KEY = re.compile("wego_[0-9a-f]{12}_[0-9a-f]{64}")


@pytest.fixture
def administrator(client):
    person = UserFactory(username="keeper")
    person.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
    client.force_login(person)
    return client


def confirmed(client, preview):
    sent = {SEEN: preview.context["seen"], CONFIRM: "Confirm"}
    for name, value in preview.context["sent"]:
        sent.setdefault(name, []).append(value)
    return sent, client.post(ADD, sent)


def test_a_key_is_shown_after_the_confirmation_and_never_again(administrator):
    preview = administrator.post(ADD, DATA)
    assert not KEY.search(preview.content.decode())
    assert not ApiKey.objects.exists()

    sent, shown = confirmed(administrator, preview)
    [text] = set(KEY.findall(shown.content.decode()))
    key = ApiKey.objects.get()

    assert find_key(text) == key
    assert (key.partner, key.scopes) == ("City network", ["applications:submit", "register:history"])
    assert key.recorded_by.username == "keeper"
    assert "no-store" in shown["Cache-Control"]
    again = administrator.post(ADD, sent, follow=True)
    pages = [
        again,
        administrator.get(ADD),
        administrator.get(page(key, "change")),
        administrator.get(page(key, "changelist")),
    ]
    secret = text.rpartition("_")[2]
    assert not any(secret in one.content.decode() for one in pages)
    assert ApiKey.objects.count() == 1
    assert secret not in str([one.get_decoded() for one in Session.objects.all()])
    assert secret not in str(list(AuditEntry.objects.values()))


def page(key: ApiKey, name: str) -> str:
    return reverse(f"admin:wego_apikey_{name}", args=[] if name == "changelist" else [key.pk])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["figures:read"]}, "What is for staff is opened in the name of a person"),
        ({"partner": ""}, "This field is required."),
        ({"expires_on": "2019-01-01"}, "This day is over"),
    ],
)
def test_what_is_refused_is_said_and_nothing_saved(administrator, change, words):
    response = administrator.post(ADD, DATA | change)

    assert words in response.content.decode()
    assert not ApiKey.objects.exists()


def test_an_administrator_gives_no_key_in_the_name_of_who_has_all_rights(administrator):
    chief = UserFactory(username="chief", is_superuser=True)
    response = administrator.post(ADD, DATA | {"scopes": ["figures:write"], "user": str(chief.pk)})

    assert "only somebody who has them too" in response.content.decode()


def test_revoking_takes_effect_at_once(administrator):
    program = Program("register:history")
    url = page(program.key, "revoke")
    preview = administrator.post(url, {})
    assert program.get("changes/").status_code == 200

    administrator.post(url, {SEEN: preview.context["seen"], CONFIRM: "Confirm"})

    assert program.get("changes/").status_code == 401
    assert ApiKey.objects.get().revoked_by.username == "keeper"
    assert url not in administrator.get(page(program.key, "change")).content.decode()


def test_a_key_is_looked_at_not_edited(administrator):
    key = Program("register:history").key
    response = administrator.get(page(key, "change"))

    assert response.status_code == 200
    assert f"wego_{key.prefix}" in response.content.decode()
    assert key.secret_digest not in response.content.decode()
    assert administrator.post(page(key, "change"), {"partner": "other"}).status_code == 403
    assert administrator.post(page(key, "delete"), {"post": "yes"}).status_code == 403


def test_the_export_has_no_digest(administrator):
    key = Program("register:history").key
    url = reverse("admin:wego_apikey_export")
    columns = {f.html_name: "on" for f in administrator.get(url).context["form"] if f.widget_type == "checkbox"}
    text = administrator.post(url, {"format": "1", "resource": "0", **columns}).content.decode()

    assert key.partner in text
    assert key.secret_digest not in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_sees_or_gives_out_keys(client, role):
    key = Program("register:history").key
    person = UserFactory()
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)

    addresses = [ADD, *(page(key, name) for name in ("changelist", "change", "revoke"))]
    assert {client.get(address).status_code for address in addresses} == {403}
    assert client.post(ADD, DATA).status_code == 403
