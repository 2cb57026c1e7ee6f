"""A delivery's way out: signed, in order, tried again, given up. The partner is a real server behind TLS."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks import Webhook

from tests.wego.webhooks.working import (
    HAPPENED,
    START,
    add,
    due_at,
    numbers,
    run_jobs,
    run_until_given_up,
    states,
    tell,
)
from wego import outbound
from wego.models import WebhookAttempt, WebhookDelivery
from wego.outbound_rules import WORDS
from wego.webhooks import jobs
from wego.webhooks.jobs import find_lost
from wego.webhooks.outbox import emit_many
from wego.webhooks.schedule import PATIENCE, PAUSES, TRIES, pause_after
from wego.webhooks.sending import LEASE, claim, send
from wego.webhooks.switching import tell_contact

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


# --- one that arrives ----------------------------------------------------------------------------
def test_message_arrives_signed(partner, endpoint):
    tell(1)

    run_jobs(partner.network)

    [received] = partner.received
    delivery = WebhookDelivery.objects.get()
    [secret] = endpoint.valid_secrets(timezone.now())
    assert Webhook(secret).verify(received.body, received.headers)["data"] == {"number": 1}
    assert received.headers["webhook-id"] == delivery.event.webhook_id
    assert received.headers["Content-Type"] == "application/json"
    assert received.body.decode() == delivery.event.body
    assert received.path == "/wego?token=1"


def test_what_was_answered_is_kept(partner, endpoint):
    partner.said = b"fine\0" + b"x" * 5000
    tell(1)

    run_jobs(partner.network)

    attempt, delivery = WebhookAttempt.objects.get(), WebhookDelivery.objects.get()
    assert (attempt.status, attempt.error) == (200, "")
    assert attempt.answer == "fine\ufffd" + "x" * 1019
    assert (delivery.state, delivery.tries) == ("delivered", 1)
    endpoint.refresh_from_db()
    assert endpoint.delivered_at == delivery.ended_at


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_every_2xx_is_success(partner, endpoint, status):
    partner.status, partner.said = status, b""
    tell(1)

    run_jobs(partner.network)

    assert states() == ["delivered"]


# --- tried again ---------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [301, 302, 304, 400, 401, 404, 429, 500, 503])
def test_every_other_status_is_tried_again(partner, endpoint, status):
    partner.status, partner.said = status, b""
    tell(1)

    run_jobs(partner.network)

    assert states() == ["waiting"]
    assert WebhookAttempt.objects.get().status == status
    assert len(partner.received) == 1


def test_no_answer_is_tried_again_and_says_why(endpoint):
    tell(1)

    run_jobs(outbound.Network(resolve=lambda host: ["10.0.0.1"]))

    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.error) == (None, "address")
    assert attempt.detail.endswith(": 10.0.0.1")
    assert attempt.get_error_display() == "The name leads to a network address that is not public."
    assert states() == ["waiting"]


def test_every_trouble_of_a_call_can_be_recorded():
    assert set(WebhookAttempt.Trouble.values) == set(WORDS)


def test_eight_tries_at_the_times_of_the_table(partner, endpoint, at):
    partner.status = 503
    tell(1)

    times = run_until_given_up(partner, at)

    assert len(times) == TRIES == 8
    assert times[0] == timedelta(0)
    for (earlier, later), pause in zip(pairwise(times), PAUSES, strict=True):
        assert pause * 0.9 <= later - earlier <= pause
    assert timedelta(days=2.5) < times[-1] < timedelta(days=3)
    assert states() == ["failed"]
    assert len(set(partner.ids)) == 1
    assert len({one.headers["webhook-timestamp"] for one in partner.received}) == 8


def test_the_table_leaves_three_days():
    assert sum(PAUSES, timedelta(0)) < PATIENCE
    assert [pause_after(tries) is None for tries in range(1, 10)] == [False] * 7 + [True] * 2


@pytest.mark.parametrize("tries", range(1, 8))
def test_pauses_are_spread_and_never_longer_than_the_table(tries):
    pauses = {pause_after(tries) for _try in range(200)}

    assert len(pauses) > 100
    assert PAUSES[tries - 1] * 0.9 <= min(pauses) <= max(pauses) <= PAUSES[tries - 1]


def test_second_try_may_arrive(partner, endpoint, at):
    partner.status = 500
    tell(1)
    run_jobs(partner.network)
    partner.status = 200

    run_jobs(partner.network)
    assert states() == ["waiting"]

    at(after=timedelta(minutes=1))
    run_jobs(partner.network)
    assert states() == ["delivered"]
    assert [attempt.status for attempt in WebhookAttempt.objects.order_by("pk")] == [500, 200]


# --- order ---------------------------------------------------------------------------------------
def test_later_event_of_one_member_waits_others_do_not(partner, endpoint, at):
    partner.status = 500
    tell(1, about="mem_a")
    run_jobs(partner.network)
    partner.status = 200
    tell(2, about="mem_a")
    tell(3, about="mem_b")
    tell(4, about="mem_a")

    run_jobs(partner.network)
    assert numbers(partner) == [1, 3]
    assert states() == ["waiting", "waiting", "delivered", "waiting"]

    at(after=timedelta(minutes=1))
    run_jobs(partner.network)
    assert numbers(partner) == [1, 3, 1, 2, 4]
    assert states() == ["delivered"] * 4


def test_endpoints_do_not_wait_for_each_other(partner, endpoint, officer):
    other = add(by=officer, url="https://other.partner.example/other", partner="Other")
    tell(1)
    failing = WebhookDelivery.objects.get(endpoint=other)
    failing.next_try_at = timezone.now() + HOUR
    failing.save()
    tell(2)

    run_jobs(partner.network)

    assert numbers(partner) == [1, 2]
    assert [one.path for one in partner.received] == ["/wego?token=1"] * 2


def test_what_is_given_up_lets_the_next_go(partner, endpoint, at):
    partner.status = 503
    tell(1)
    tell(2)
    assert run_until_given_up(partner, at)[-1] > timedelta(days=2.5)
    assert numbers(partner) == [1] * 8 + [2]
    partner.status = 200

    at(after=due_at() - START)
    run_jobs(partner.network)

    assert states() == ["failed", "delivered"]


# --- workers that die, and slow partners ---------------------------------------------------------
def test_claimed_delivery_is_nobody_elses_until_the_lease_is_over(endpoint, at):
    tell(1)
    tell(2)

    assert claim(endpoint.pk)
    assert claim(endpoint.pk) is None
    at(after=LEASE - timedelta(seconds=1))
    assert claim(endpoint.pk) is None
    at(after=LEASE)
    assert claim(endpoint.pk).tries == 2


def test_delivery_of_a_dead_worker_is_found(partner, endpoint, at):
    tell(1)
    claim(endpoint.pk)
    DBTaskResult.objects.all().delete()  # the job had no more tries

    at(after=LEASE + timedelta(minutes=1))
    assert find_lost.call() == 0
    at(after=LEASE + timedelta(minutes=2))
    assert find_lost.call() == 1
    run_jobs(partner.network)

    assert states() == ["delivered"]


def test_late_failure_of_a_lost_worker_changes_nothing(partner, endpoint, at):
    tell(1)
    lost = claim(endpoint.pk)
    at(after=LEASE)
    claim(endpoint.pk)
    partner.status = 410

    send(lost, network=partner.network)

    endpoint.refresh_from_db()
    assert (states(), endpoint.active) == (["waiting"], True)
    assert WebhookAttempt.objects.count() == 1


def test_late_success_of_a_lost_worker_counts(partner, endpoint, at):
    tell(1)
    lost = claim(endpoint.pk)
    at(after=LEASE)
    second = claim(endpoint.pk)

    send(lost, network=partner.network)
    assert states() == ["delivered"]

    partner.status = 500
    send(second, network=partner.network)
    assert states() == ["delivered"]


def waiting_jobs() -> list[str]:
    rows = DBTaskResult.objects.filter(status="READY")  # in the order in which they are taken
    return [row.task_path.rpartition(".")[2] for row in rows]


def test_partner_that_fails_has_one_job_however_much_waits(partner, endpoint, monkeypatch, at):
    monkeypatch.setattr(jobs, "TURN", 0.0)
    partner.status = 500
    with transaction.atomic():
        emit_many(HAPPENED, lambda: [(f"mem_{number}", {"number": number}) for number in range(5)])

    run_jobs(partner.network)
    assert numbers(partner) == [0, 1, 2, 3, 4]
    assert waiting_jobs() == ["send_due"]

    at(after=timedelta(minutes=1))
    run_jobs(partner.network)
    assert len(partner.received) == 10
    assert waiting_jobs() == ["send_due"]


def test_mail_goes_before_what_is_tried_again(partner, endpoint, at):
    partner.status = 500
    tell(1)
    run_jobs(partner.network)
    at(after=HOUR)
    tell_contact.enqueue(endpoint.pk, "gone")

    assert waiting_jobs() == ["tell_contact", "send_due"]


def test_job_lets_others_have_the_worker(partner, endpoint, monkeypatch):
    monkeypatch.setattr(jobs, "TURN", 0.0)
    tell(1)
    tell(2)
    DBTaskResult.objects.all().delete()

    assert jobs.work_off(endpoint.pk, network=partner.network) == 1
    assert DBTaskResult.objects.count() == 1
    run_jobs(partner.network)

    assert numbers(partner) == [1, 2]
