"""Many at the same moment, on PostgreSQL: one link opens once, one address is counted once for all processes."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.models import ApplicationDraft
from tests.members.applying.applicant import last_link
from tests.members.letters import run_jobs
from tests.processes import process

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

AT_ONCE = 20
ASKING = """
import django
django.setup()
from django.test import Client
for turn in range(5):
    print(Client().post("/apply/{page}/", {{"email": "anna@goyang.example", "kind": "city"}}).status_code, flush=True)
"""


def press_at_once(link: str) -> list[int]:
    gate = Barrier(AT_ONCE)

    def press(_turn: int) -> int:
        browser = Client()
        try:
            connection.ensure_connection()
            gate.wait()
            return browser.post(link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, range(AT_ONCE)))


def passes() -> int:
    return sum("applicant" in session.get_decoded() for session in Session.objects.all())


@pytest.mark.parametrize("turn", range(3))
def test_of_many_who_press_at_once_one_comes_in(anna, turn):
    anna.ask("begin", kind="city")

    answers = press_at_once(last_link(anna.email))

    assert Counter(answers) == {302: 1, 409: AT_ONCE - 1}
    assert passes() == 1
    assert ApplicationDraft.objects.count() == 1
    run_jobs()
    assert len(mail.outbox) == 2  # to confirm, to carry on


def test_processes_count_the_mail_to_an_address_together(korea):
    with ExitStack() as stack:
        programs = [ASKING.format(page=page) for page in ("begin", "return")]
        children = [stack.enter_context(process(sys.executable, "-c", program)) for program in programs]
        said = [child.communicate(timeout=120) for child in children]

    answers = Counter(" ".join(out for out, _errors in said).split())
    assert answers == {"302": 5, "429": 5}, said
    refused = Client().post(reverse("members:apply_begin"), {"email": "anna@goyang.example", "kind": "city"})
    assert refused.status_code == 429
