"""A request that is sent again is done once, and answered the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from members.models import Application, ApplicationStep
from tests.asking import Program, refused
from tests.factories import CountryFactory
from wego.api.once import REPLAYED
from wego.housekeeping import prune
from wego.models import KeptAnswer

BODY = {"kind": "city", "country": "KOR", "name_en": "Gunsan", "submitted_on": "2020-03-02"}


@pytest.fixture
def sender(db):
    CountryFactory()
    return Program("applications:submit")


def test_the_same_request_again_gets_the_same_answer(sender):
    first = sender.post("applications/", BODY, once="one")
    again = sender.post("applications/", BODY, once="one")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (REPLAYED in first, again[REPLAYED]) == (False, "true")
    assert Application.objects.count() == 1


def test_without_a_key_of_its_own_each_request_counts(sender):
    numbers = [sender.post("applications/", BODY).json()["number"] for _turn in range(2)]

    assert len(set(numbers)) == 2
    assert not KeptAnswer.objects.exists()


def test_another_body_with_the_key_is_refused(sender):
    sender.post("applications/", BODY, once="one")

    refused(sender.post("applications/", BODY | {"name_en": "Iksan"}, once="one"), 422, "other_body", "Idempotency-Key")
    assert Application.objects.count() == 1


def test_another_address_with_the_key_is_refused(officer):
    officer.is_superuser = True
    officer.save()
    program = Program("applications:submit", "decisions:write", user=officer)
    CountryFactory()
    program.post("applications/", BODY, once="one")
    decide = {"meeting": "mtg_" + "0" * 32, "decided_on": "2020-01-01"}
    decide["verdicts"] = [{"member": "mem_" + "0" * 32, "outcome": "approved"}]

    refused(program.post("decisions/", decide, once="one"), 422, "other_body", "Idempotency-Key")


def test_the_key_of_another_client_is_another_one(sender):
    other = Program("applications:submit")

    first, second = (one.post("applications/", BODY, once="one") for one in (sender, other))

    assert first.json()["key"] != second.json()["key"]
    assert Application.objects.count() == 2


def test_a_refusal_leaves_the_key_free(sender):
    late = BODY | {"submitted_on": "2100-01-01"}

    refused(sender.post("applications/", late, once="one"), 422, "refused")
    assert not KeptAnswer.objects.exists()
    assert sender.post("applications/", BODY, once="one").status_code == 201


def test_the_answer_and_the_effect_are_one_transaction(sender, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(KeptAnswer, "save", lambda row, **kwargs: None if row.status == 0 else broken())
        patch.setattr("wego.api.once.JSONRenderer.render", broken)
        assert sender.post("applications/", BODY, once="one").status_code == 500

    assert not Application.objects.exists()
    assert not ApplicationStep.objects.exists()
    assert sender.post("applications/", BODY, once="one").status_code == 201


@pytest.mark.parametrize("name", ["a b", "x" * 256, "é"])
def test_a_key_that_is_none_is_refused(sender, name):
    refused(sender.post("applications/", BODY, once=name), 400, "invalid", "Idempotency-Key")


def test_answers_are_kept_for_a_day_at_least(sender):
    first = sender.post("applications/", BODY, once="one")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        prune.call()
        assert sender.post("applications/", BODY, once="one").json() == first.json()
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        prune.call()
        assert sender.post("applications/", BODY, once="one").json() != first.json()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_fifty_at_once_are_one(self):
        CountryFactory()
        program = Program("applications:submit")
        start = threading.Barrier(50)

        def send(_place):
            start.wait()
            try:
                return sent(program)
            finally:
                connection.close()

        with ThreadPoolExecutor(50) as threads:
            answers = list(threads.map(send, range(50)))

        assert {status for status, _body in answers} == {201}
        assert len({str(body) for _status, body in answers}) == 1
        assert Application.objects.count() == 1

    @pytest.mark.postgresql
    def test_while_the_first_is_at_work_the_second_is_told_so(self):
        CountryFactory()
        program = Program("applications:submit")
        with ThreadPoolExecutor(1) as threads, transaction.atomic():
            KeptAnswer.objects.create(client=program.key, name="one", request_digest="-")
            answer = threads.submit(closing(program)).result()
            transaction.set_rollback(True)

        assert (answer[0], answer[1]["error"]["code"]) == (409, "in_flight")
        assert sent(program)[0] == 201


def sent(program: Program) -> tuple[int, dict]:
    response = Program(text=program.text).post("applications/", BODY, once="one")
    return response.status_code, response.json()


def closing(program: Program):
    def send():
        try:
            return sent(program)
        finally:
            connection.close()

    return send
