"""Forged posts are refused on every page; what is typed after the pass ran out waits in its own browser."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import ApplicationDraft, Attachment
from members.services.applications import request_completion
from tests.members.applying.applicant import DECLARATION, EVERY_KIND, Person, last_link
from tests.members.applying.snapshots import on_record
from tests.roles.addresses import addresses
from wego.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ROUTES = [one.name for one in addresses() if one.name.startswith("members:apply")]
READ_ONLY = {
    *("members:apply", "members:apply_mail_sent", "members:apply_privacy", "members:apply_sent", "members:apply_paper"),
    *("members:apply_file", "members:apply_fee", "members:apply_form_paper"),
}
"""Addresses that a post does not change anything at: refused, or answered as if there were none."""


def forged(person: Person) -> Client:
    """The person's own browser, to which another site says what to post."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = person.client.cookies
    return browser


def end_session(person: Person) -> None:
    """The pass runs out while pages are open."""
    session = person.client.session
    session["applicant"] = {**session["applicant"], "at": 0}
    session.save()


@pytest.fixture
def posts(anna, draft, officer) -> dict[str, tuple[str, dict]]:
    """For each address that writes: where, and what would be accepted."""
    sent = anna.apply()
    request_completion(sent, missing="Signature", requested_on=today(), by=officer)
    key = anna.another()
    anna.fill(key)
    file = Attachment.objects.get(draft__key=key, purpose="letter").key
    anna.ask("return")
    return {
        "members:apply_begin": (reverse("members:apply_begin"), {"kind": "city", "email": "new@goyang.example"}),
        "members:apply_return": (reverse("members:apply_return"), {"email": anna.email}),
        "members:apply_link": (last_link(anna.email), {}),
        "members:apply_mine": (reverse("members:apply_mine"), {"kind": "city"}),
        "members:apply_leave": (reverse("members:apply_leave"), {}),
        "members:apply_hub": (reverse("members:apply_hub", args=[sent.key]), {"note": "Here"}),
        "members:apply_part": (reverse("members:apply_part", args=[key, "name"]), EVERY_KIND["name"]),
        "members:apply_check": (reverse("members:apply_check", args=[key]), DECLARATION),
        "members:apply_delete": (reverse("members:apply_delete", args=[key]), {}),
        "members:apply_links": (reverse("members:apply_links", args=[key]), {}),
        "members:apply_file_remove": (reverse("members:apply_file_remove", args=[key, file]), {}),
    }


# --- forged --------------------------------------------------------------------------------------
def test_every_address_that_writes_is_asked(posts):
    assert {*posts, *READ_ONLY} == set(ROUTES)


@pytest.mark.parametrize("name", [name for name in ROUTES if name not in READ_ONLY])
def test_forged_post_is_refused_and_an_honest_one_is_not(anna, posts, name):
    url, data = posts[name]
    before = on_record()

    refused = forged(anna).post(url, data)
    again = forged(anna).post(url, {**data, "csrfmiddlewaretoken": "x" * 64}, HTTP_ORIGIN="https://evil.example")

    assert (refused.status_code, again.status_code) == (403, 403)
    assert all(b"Please send the form again" in one.content for one in (refused, again))
    assert on_record() == before
    assert anna.client.post(url, data).status_code == 302


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_post_to_an_address_that_only_shows_changes_nothing(anna, draft, name):
    file = anna.upload(draft) and Attachment.objects.get().key
    given = {"members:apply_file": [draft, file], "members:apply_paper": [draft, "1"]}
    keyed = name in {"members:apply_sent", "members:apply_fee", "members:apply_form_paper"}
    before = on_record()

    response = anna.client.post(reverse(name, args=given.get(name, [draft] if keyed else [])))

    assert response.status_code in (404, 405)
    assert on_record() == before


# --- held ----------------------------------------------------------------------------------------
def test_typed_after_the_pass_ran_out_comes_back_with_a_new_link(anna, draft):
    before = on_record()
    end_session(anna)

    response = anna.answer(draft, "name", name_en="Typed late")

    assert (response.status_code, response.context["kept"]) == (403, True)
    assert ApplicationDraft.objects.get().answers == {}
    assert on_record() == before
    anna.ask("return")
    anna.open()
    assert "Typed late" in anna.get("apply_part", draft, "name").content.decode()
    assert ApplicationDraft.objects.get().answers["name"]["name_en"] == "Typed late"


def test_typed_late_is_given_to_nobody_else(anna, boris, draft):
    foreign = boris.begin()
    end_session(anna)
    anna.answer(draft, "name", name_en="Typed late")

    # in another browser of hers, in his, and with his pass in hers
    other, thief = Person(anna.email), Person(boris.email)
    other.ask("return")
    other.open()
    thief.client = anna.client
    thief.ask("return")
    thief.open()

    for person, key in ((other, draft), (boris, foreign), (thief, foreign)):
        assert "Typed late" not in person.get("apply_part", key, "name").content.decode()
        assert person.get("apply_part", key, "name").status_code == 200
    assert thief.get("apply_part", draft, "name").status_code == 403
    assert "name" not in ApplicationDraft.objects.get(key=draft).answers


def test_who_leaves_takes_what_was_held_along(anna, draft):
    end_session(anna)
    anna.answer(draft, "name", name_en="Typed late")

    anna.post("apply_leave")

    assert "Typed late" not in str(dict(anna.client.session))


def test_held_for_another_page_or_draft_stays_out(anna, draft):
    end_session(anna)
    anna.answer(draft, "name", name_en="Typed late")
    anna.ask("return")
    anna.open()
    second = anna.another()

    assert "Typed late" not in anna.get("apply_part", second, "name").content.decode()
    assert "Typed late" not in anna.get("apply_part", draft, "head").content.decode()


@pytest.mark.parametrize(
    ("typed", "is_kept"),
    [
        ({"name_en": "x" * 19_000}, True),
        ({"name_en": "x" * 20_001}, False),
        ({"name_en": "x" * 10_000, "name_ko": "x" * 10_000}, False),
        ({"unasked": "x"}, False),
        ({}, False),
    ],
    ids=["long", "too long", "too long together", "not asked", "nothing"],
)
def test_little_is_held(client, korea, typed, is_kept):
    url = reverse("members:apply_part", args=["00000000-0000-4000-8000-000000000000", "name"])

    assert client.post(url, typed).context["kept"] is is_kept
    assert ("held_answers" in client.session) is is_kept


def test_three_pages_are_held_and_thirty_times_an_hour(client, korea):
    key = "00000000-0000-4000-8000-000000000000"
    pages = ["name", "head", "liaison", "billing"]
    answers = [
        client.post(reverse("members:apply_part", args=[key, pages[turn % 4]]), EVERY_KIND[pages[turn % 4]])
        for turn in range(32)
    ]

    assert [one.context["kept"] for one in answers] == [True] * 30 + [False] * 2
    assert {one.status_code for one in answers} == {403}
    assert len(client.session["held_answers"]) == 3


def test_answers_too_long_to_be_saved_are_refused_whole(anna, draft):
    anna.answer(draft, "name")
    before = ApplicationDraft.objects.get().answers

    response = anna.answer(draft, "name", name_en="x" * 20_001)

    assert response["Location"] == reverse("members:apply_hub", args=[draft])
    assert ApplicationDraft.objects.get().answers == before
    assert "nothing was saved" in anna.get("apply_hub", draft).content.decode()
