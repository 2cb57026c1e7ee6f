"""The mechanism of the acts, apart from any act of the register (those: tests/members/admin)."""

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from tests.factories import UserFactory
from wego.acts import CONFIRM, CONFIRMED, REMEMBERED, SEEN, ActView, Done, add_refusal
from wego.models import User

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


class NameForm(forms.Form):
    name = forms.CharField()


class MakeUser(ActView):
    """Makes a user; says how many there were."""

    title = "Make a user"
    form_class = NameForm
    fieldsets = [("Who", ["name"])]
    permission = "wego.add_user"
    trouble: Exception | None = None

    def perform(self, form, *, by):
        count = User.objects.count()
        User.objects.create(username=form.cleaned_data["name"])
        if self.trouble:
            raise self.trouble
        return Done("A user is made.", [f"Users until now: {count}"])


@pytest.fixture
def send(rf, db, monkeypatch):
    """Posts to the act; the session lasts as long as the test."""
    chief, session = UserFactory(username="chief", is_superuser=True), {}
    monkeypatch.setattr("wego.acts.messages.success", lambda request, text: said.append(str(text)))
    monkeypatch.setattr("wego.acts.messages.warning", lambda request, text: said.append(str(text)))
    said = []

    def post(trouble=None, **data):
        request = rf.post("/act/", data)
        request.user, request.session = chief, session
        return MakeUser.as_view(admin_site=admin.site, trouble=trouble)(request)

    post.session, post.said = session, said
    return post


def test_preview_rolls_back(send):
    response = send(name="kim")

    assert response.context_data["done"].lines == ["Users until now: 1"]
    assert User.objects.count() == 1


def test_confirmation_keeps(send):
    seen = send(name="kim").context_data["seen"]

    response = send(name="kim", **{CONFIRM: "1", SEEN: seen})

    assert response.status_code == 302
    assert send.said == ["A user is made."]
    assert User.objects.filter(username="kim").exists()


def test_confirmation_of_another_situation_is_shown_again(send):
    seen = send(name="kim").context_data["seen"]
    UserFactory(username="lee")

    response = send(name="kim", **{CONFIRM: "1", SEEN: seen})

    assert response.status_code == 409
    assert response.context_data["changed"]
    assert response.context_data["done"].lines == ["Users until now: 2"]
    assert not User.objects.filter(username="kim").exists()


@pytest.mark.parametrize("seen", ["", ".", "x", "x.y", "." * 9, "\x00.\x00"])
def test_confirmation_without_its_page_is_shown_first(send, seen):
    assert send(name="kim", **{CONFIRM: "1", SEEN: seen}).status_code == 409
    assert User.objects.count() == 1


def test_session_remembers_the_last_confirmations_only(send):
    for turn in range(REMEMBERED + 3):
        seen = send(name=f"user{turn}").context_data["seen"]
        send(name=f"user{turn}", **{CONFIRM: "1", SEEN: seen})

    assert len(send.session[CONFIRMED]) == REMEMBERED


@pytest.mark.parametrize("trouble", [IntegrityError("UNIQUE"), OperationalError("lock timeout")])
def test_refusal_of_the_database_is_told_and_saves_nothing(send, trouble):
    response = send(trouble, name="kim")

    assert response.status_code == 200
    assert response.context_data["form"].non_field_errors() == [
        "The database refused this, perhaps because of somebody else's work. Try again."
    ]
    assert User.objects.count() == 1


def test_refusal_stands_beside_its_field_or_on_top():
    form = NameForm({"name": "kim"})
    form.is_valid()

    add_refusal(form, ValidationError({"name": "too short", "other": "no such field", "__all__": "in general"}))
    add_refusal(form, ValidationError("out of order"))

    assert form.errors == {"name": ["too short"], "__all__": ["no such field", "in general", "out of order"]}


def test_fields_stand_under_their_headings(send):
    response = send(name="")

    [(heading, fields)] = response.context_data["groups"]
    assert (heading, [field.name for field in fields]) == ("Who", ["name"])
