"""Nobody learns from a page whose address is known here; nobody has a mailbox filled."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.members.applying.applicant import Person
from tests.members.applying.snapshots import answered
from tests.members.letters import run_jobs
from wego.models import RateCount

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

UNKNOWN = "nobody@oslo.example"
PAGES = ["begin", "return"]


def ask(page: str, email: str, **given):
    """Posted by a new browser, with the page to which it leads."""
    browser = Client()
    sent = browser.post(reverse(f"members:apply_{page}"), {"kind": "city", "email": email, **given})
    return sent, browser.get(sent["Location"])


def mails_by(page: str, email: str, **given) -> list:
    before = len(mail.outbox)
    ask(page, email, **given)
    run_jobs()
    return mail.outbox[before:]


@pytest.fixture
def known(anna, boris):
    """An address with a draft, and one with an application."""
    anna.begin()
    boris.apply()
    RateCount.objects.all().delete()
    return [anna.email, boris.email]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", PAGES)
def test_answer_is_the_same_for_every_address(known, page, language):
    with override(language):
        pairs = [ask(page, email) for email in [UNKNOWN, *known]]

    sent = [answered(one) for one, _page in pairs]
    shown = [answered(one) for _sent, one in pairs]
    assert (sent[0][0], shown[0][0]) == (302, 200)
    assert sent[1:] == 2 * sent[:1]
    assert shown[1:] == 2 * shown[:1]


@pytest.mark.parametrize("page", PAGES)
def test_the_request_looks_nothing_up(known, page):
    asked = []
    for email in [UNKNOWN, *known]:
        with CaptureQueriesContext(connection) as captured:
            ask(page, email)
        asked.append([one["sql"] for one in captured.captured_queries])

    assert len({len(one) for one in asked}) == 1
    assert not [sql for one in asked for sql in one if '"members_' in sql]
    assert not mail.outbox[len(known) + 3 :]  # the mail is made by a job


def test_unknown_address_is_sent_nothing_to_return_with(known):
    assert mails_by("return", UNKNOWN) == []
    assert [one.to for one in mails_by("return", known[0])] == [[known[0]]]


def test_mail_to_a_known_address_says_the_same_as_to_a_new_one(known):
    """Who reads along in a mailbox of many learns no more than who asks."""
    new, old = mails_by("begin", UNKNOWN)[0], mails_by("begin", known[0])[0]

    assert new.subject == old.subject
    assert [line for line in new.body.splitlines() if "/link/" not in line] == [
        line for line in old.body.splitlines() if "/link/" not in line
    ]


@pytest.mark.parametrize("page", PAGES)
def test_machine_that_fills_in_everything_is_answered_alike_and_sends_no_mail(known, page):
    machine, person = (ask(page, known[0], fax=fax) for fax in ("555", ""))

    assert [answered(one) for one in machine] == [answered(one) for one in person]
    RateCount.objects.all().delete()
    run_jobs()
    before = len(mail.outbox)
    assert mails_by(page, known[0], fax="555") == []
    assert len(mail.outbox) == before


def test_sixth_mail_to_an_address_in_an_hour_is_refused(korea, time_machine):
    time_machine.move_to("2026-11-30T10:00:00+09:00", tick=False)
    spellings = ["anna@goyang.example", "Anna@Goyang.example", "ａnna@goyang.example", " anna@goyang.example "]
    answers = [Person(spellings[turn % 4]).ask(PAGES[turn % 2], kind="city") for turn in range(6)]

    assert [one.status_code for one in answers] == [302] * 5 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert b"60 minutes" in answers[-1].content
    assert len(mail.outbox) == 3  # those that ask to return have nothing here
    assert Person("other@goyang.example").ask("begin", kind="city").status_code == 302

    time_machine.move_to("2026-11-30T11:00:01+09:00")
    assert Person(spellings[0]).ask("begin", kind="city").status_code == 302


def test_new_links_by_the_page_of_a_used_one_count_too(anna, draft):
    from_page = anna.client.post  # the same address, five at most
    anna.ask("return")
    link = mail.outbox[0].body.split("https://members.example.org")[1].split()[0]

    answers = [from_page(link, {"again": "1"}).status_code for _turn in range(4)]

    assert answers == [302] * 3 + [429]


def test_one_caller_asks_for_thirty_mails_in_an_hour(korea):
    answers = [ask_only(f"a{turn}@goyang.example") for turn in range(31)]

    assert answers == [302] * 30 + [429]
    assert ask_only("b@goyang.example", REMOTE_ADDR="203.0.113.9") == 302


def ask_only(email: str, **client) -> int:
    return Client(**client).post(reverse("members:apply_begin"), {"kind": "city", "email": email}).status_code
