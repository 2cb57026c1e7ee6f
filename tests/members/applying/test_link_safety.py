"""Mailed links: what opens, how often, for whom, and what of them is kept."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import ApplicantLink, Application, ApplicationDraft
from members.services.links import make_link, open_link
from tests.members.applying.applicant import Person, last_link, last_token, links_in
from tests.members.letters import run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def hub(key) -> str:
    return reverse("members:apply_hub", args=[key])


def opens(path: str) -> bool:
    """Whether the link opens for whoever comes with it."""
    return Client().post(path).status_code == 302


@pytest.fixture
def other_device(anna):
    return Person(anna.email)


# --- once ----------------------------------------------------------------------------------------
def test_scanner_of_mail_uses_nothing_up(anna):
    anna.ask("begin", kind="city")
    link, scanner = last_link(anna.email), Client()

    seen = [scanner.head(link), *(scanner.get(link) for _turn in range(3))]

    assert {one.status_code for one in seen} == {200}
    assert "applicant" not in scanner.session
    assert anna.open(link).status_code == 302
    assert ApplicationDraft.objects.get().email == anna.email


def test_used_link_is_refused_and_offers_a_new_one(anna, draft):
    link = links_in(mail.outbox[0])[0]
    count = len(mail.outbox)

    again = Client().post(link)
    assert (again.status_code, 'name="again"' in again.content.decode()) == (409, True)
    assert Client().get(link).context["address"] == "a•••@goyang.example"

    response = Client().post(link, {"again": "1"})
    run_jobs()

    assert response["Location"] == reverse("members:apply_mail_sent")
    assert [message.to for message in mail.outbox[count:]] == [[anna.email]]
    assert opens(last_link(anna.email))


def test_link_asked_for_again_leads_where_the_first_did(anna, draft, other_device):
    other_device.ask("return")
    first = last_link(anna.email)
    other_device.open(first)

    other_device.client.post(first, {"again": "1"})
    run_jobs()

    assert mail.outbox[-1].subject == "Your link to your WeGO application"
    assert Person(anna.email).open()["Location"] == reverse("members:apply_mine")


# --- in time -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "status"), [(9, 302), (11, 409)])
def test_link_of_a_new_application_opens_for_ten_minutes(anna, time_machine, minutes, status):
    anna.ask("begin", kind="city")
    time_machine.move_to(timezone.now() + timedelta(minutes=minutes))

    assert anna.open().status_code == status


@pytest.mark.parametrize(("days", "status"), [(29, 302), (31, 409)])
def test_link_of_a_draft_opens_for_thirty_days(anna, draft, time_machine, days, status):
    time_machine.move_to(timezone.now() + timedelta(days=days))

    assert anna.open().status_code == status


def test_newer_link_takes_the_place_of_the_older_one(anna, draft):
    older = last_link(anna.email)
    Client().post(older, {"again": "1"})
    run_jobs()

    assert last_link(anna.email) != older
    assert not opens(older)
    assert opens(last_link(anna.email))


def test_newer_link_to_everything_takes_the_place_of_the_older_one(anna, draft):
    anna.ask("return")
    older = last_link(anna.email)
    anna.ask("return")

    assert not opens(older)
    assert opens(last_link(anna.email))


def test_revoked_links_do_not_open(anna, draft):
    anna.post("apply_links", draft)

    assert not opens(last_link(anna.email))


def test_link_of_a_draft_does_not_open_what_was_sent(anna, draft):
    link = last_link(anna.email)
    anna.fill(draft)
    anna.send(draft)

    assert Application.objects.get().key == draft
    assert not opens(link)


def test_link_of_a_draft_made_while_it_was_sent_does_not_open_it(anna, draft):
    """The job that mails a link and the sending do not wait for each other."""
    late = make_link(email=anna.email, language="en", key=draft)
    anna.fill(draft)
    opens_until = ApplicantLink.objects.latest("pk").opens_until
    anna.send(draft)
    ApplicantLink.objects.filter(opens_until__lt=opens_until, used_at=None).update(opens_until=opens_until)

    path = reverse("members:apply_link", args=[late])

    assert b'name="again"' in Client().get(path).content
    assert not opens(path)


def test_link_of_a_deleted_draft_does_not_open(anna, draft):
    anna.post("apply_delete", draft)

    assert not opens(last_link(anna.email))


# --- for whom ------------------------------------------------------------------------------------
def test_link_of_a_draft_opens_this_draft_alone(anna, draft, other_device):
    sent = Person(anna.email).apply().key
    anna.ask("return")
    anna.open()
    second = anna.another()
    long_link = links_in(mail.outbox[-1])[0]

    assert other_device.open(long_link)["Location"] == hub(second)
    asked = {key: other_device.client.get(hub(key)).status_code for key in (second, draft, sent)}
    assert asked == {second: 200, draft: 403, sent: 403}
    assert [one.key for one, _title in other_device.get("apply_mine").context["drafts"]] == [second]
    assert other_device.get("apply_mine").context["applications"] == []
    other_device.post("apply_mine", data={"kind": "city"})
    assert ApplicationDraft.objects.count() == 2


def test_fresh_link_opens_everything_of_its_address(anna, draft, boris, other_device):
    foreign = boris.begin()
    sent = Person(anna.email).apply().key

    other_device.ask("return")

    assert other_device.open()["Location"] == reverse("members:apply_mine")
    asked = {key: other_device.client.get(hub(key)).status_code for key in (draft, sent, foreign)}
    assert asked == {draft: 200, sent: 200, foreign: 403}


def test_pass_ends_after_eight_hours(anna, draft, time_machine):
    time_machine.move_to(timezone.now() + timedelta(hours=7, minutes=59))
    assert anna.client.get(hub(draft)).status_code == 200
    session = anna.client.session
    session["more"] = "kept longer than the pass"
    session.save()

    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert "more" in anna.client.session
    assert anna.client.get(hub(draft)).status_code == 403


def test_who_leaves_has_no_pass(anna, draft):
    anna.post("apply_leave")

    assert anna.client.get(hub(draft)).status_code == 403


def test_session_has_a_new_key_after_opening(anna):
    anna.ask("begin", kind="city")
    session = anna.client.session
    session["planted"] = 1
    session.save()
    before = anna.client.cookies["sid"].value

    anna.open()

    assert anna.client.cookies["sid"].value != before
    thief = Client()
    thief.cookies["sid"] = before
    assert thief.get(reverse("members:apply_mine")).status_code == 403


# --- what is kept and told -----------------------------------------------------------------------
def test_token_stands_in_the_mail_alone(anna, draft):
    anna.ask("return")
    tokens = [link.rstrip("/").rpartition("/")[2] for message in mail.outbox for link in links_in(message)]
    assert len(set(tokens)) == 3

    kept = [
        repr(row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.values_list()
        if model._meta.managed
    ]

    assert any(ApplicantLink.objects.with_token(tokens[0]).digest in row for row in kept)
    assert not [token for token in tokens if any(token in row for row in kept)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", ["good", "used", "wrong", "too many"])
def test_pages_of_links_go_nowhere_and_are_not_kept(anna, method, state):
    anna.ask("begin", kind="city")
    link = last_link(anna.email)
    if state == "used":
        anna.open(link)
    if state in ("wrong", "too many"):
        link = reverse("members:apply_link", args=["wrong"])
    for _turn in range(10 if state == "too many" else 0):
        anna.client.get(link)

    response = getattr(anna.client, method)(link)

    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_every_page_of_the_flow_is_not_kept(anna, draft, boris):
    names = ["apply_begin", "apply_return", "apply_mine", "apply_mail_sent"]
    pages = [person.get(name) for person in (anna, boris) for name in names]
    pages += [person.get(name, draft) for person in (anna, boris) for name in ("apply_hub", "apply_check")]
    pages += [boris.answer(draft, "name")]

    assert {"no-store" in page["Cache-Control"] for page in pages} == {True}


# --- guessing ------------------------------------------------------------------------------------
def test_guesser_is_soon_not_looked_at_any_more(anna):
    anna.ask("begin", kind="city")
    guesser = Client(REMOTE_ADDR="203.0.113.9")

    with CaptureQueriesContext(connection) as asked:
        answers = [guesser.get(reverse("members:apply_link", args=[f"guess{turn}"])) for turn in range(1000)]

    looked_up = [one for one in asked.captured_queries if "members_applicantlink" in one["sql"]]
    assert len(looked_up) == 10
    assert [one.status_code for one in answers] == [404] * 10 + [429] * 990
    assert all(0 < int(one["Retry-After"]) <= 3600 for one in answers[10:])
    assert guesser.post(last_link(anna.email)).status_code == 429
    assert anna.open().status_code == 302


def test_guesser_with_many_addresses_of_one_network_counts_once(anna):
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:0:1::{turn:x}").get(reverse("members:apply_link", args=["guess"])).status_code
        for turn in range(1, 12)
    ]

    assert answers == [404] * 10 + [429]
    neighbour = Client(REMOTE_ADDR="2001:db8:0:2::1")
    assert neighbour.get(reverse("members:apply_link", args=["guess"])).status_code == 404


def test_opened_link_cannot_be_opened_by_the_service_either(anna, draft):
    anna.ask("return")
    token = last_token(anna.email)

    assert open_link(token).applicant.email == anna.email
    with pytest.raises(Exception, match="was used before, or is too old"):
        open_link(token)
