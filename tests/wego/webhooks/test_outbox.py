"""Events are written with what they tell of, and cost nothing where nobody wants to know."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.wego.webhooks.working import HAPPENED, OTHER, START, add, states, tell
from wego.housekeeping import prune
from wego.models import WebhookAttempt, WebhookDelivery, WebhookEvent, WebhookSecret
from wego.webhooks.endpoints import pause_endpoint, rotate_secret
from wego.webhooks.outbox import KEPT_FOR, emit, emit_many

pytestmark = pytest.mark.django_db


def things(count: int):
    return [(f"mem_{number}", {"number": number}) for number in range(count)]


# --- what is written -----------------------------------------------------------------------------
@pytest.mark.usefixtures("endpoint")
def test_event_is_what_the_standard_says(time_machine):
    time_machine.move_to(START, tick=False)

    tell(7, about="mem_x")

    event = WebhookEvent.objects.get()
    assert json.loads(event.body) == {
        "type": HAPPENED,
        "timestamp": "2031-03-03T09:00:00.000Z",
        "data": {"number": 7},
    }
    assert (event.type, event.about, event.created_at) == (HAPPENED, "mem_x", START)
    assert event.webhook_id.startswith("msg_")
    assert len(event.webhook_id) == 36


def test_every_endpoint_that_wants_to_know_has_a_delivery(officer):
    one, both = add(by=officer), add(by=officer, url="https://a.example.org/", event_types=[HAPPENED, OTHER])

    tell(1)
    tell(2, event_type=OTHER)

    found = WebhookDelivery.objects.order_by("pk").values_list("event__type", "endpoint")
    assert list(found) == [(HAPPENED, one.pk), (HAPPENED, both.pk), (OTHER, both.pk)]
    assert DBTaskResult.objects.count() == 3


def test_letters_of_every_script_are_sent_as_they_are(endpoint):
    with transaction.atomic():
        emit(HAPPENED, {"name": "고양시 “Muğla”"}, about="a")

    assert "고양시 “Muğla”" in WebhookEvent.objects.get().body


def test_endpoint_that_is_off_has_events_kept_and_no_delivery(endpoint, officer):
    pause_endpoint(endpoint, by=officer)

    tell(1)

    assert (WebhookEvent.objects.count(), WebhookDelivery.objects.count()) == (1, 0)
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("endpoint")
def test_everything_is_rolled_back_with_the_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit(HAPPENED, {}, about="a")
        assert states() == ["waiting"]
        raise ZeroDivisionError

    assert not WebhookEvent.objects.exists()
    assert not WebhookDelivery.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_event_without_a_name_is_refused():
    with pytest.raises(ValueError, match="name_event_types"):
        emit("thing.unknown", {}, about="a")


@pytest.mark.django_db(transaction=True)
def test_event_outside_of_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        emit(HAPPENED, {}, about="a")


# --- what it costs -------------------------------------------------------------------------------
def queries_of(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def fifty_events():
    for number in range(50):
        emit(HAPPENED, {"number": number}, about="a")


def test_nobody_who_wants_to_know_costs_one_query_in_a_transaction(officer):
    add(by=officer, event_types=[OTHER])

    assert queries_of(fifty_events) == 1
    assert not WebhookEvent.objects.exists()


def test_nobody_who_wants_to_know_is_told_nothing():
    def never():
        raise AssertionError("asked what nobody wants to know")

    assert emit_many(HAPPENED, never) == 0


@pytest.mark.parametrize("count", [1, 100])
def test_many_events_at_once_take_the_same_queries(endpoint, count):
    with transaction.atomic():
        # endpoints, events, deliveries, one job
        assert queries_of(lambda: emit_many(HAPPENED, lambda: things(count))) == 4

    assert WebhookDelivery.objects.count() == count
    events = WebhookEvent.objects.order_by("pk").values_list("about", flat=True)
    assert list(events) == [f"mem_{number}" for number in range(count)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["kept", "rolled back", "savepoint rolled back"])
def test_who_wants_to_know_is_asked_anew_after_each_transaction(officer, end):
    with transaction.atomic():
        emit(HAPPENED, {}, about="a")
        if end == "savepoint rolled back":
            with transaction.atomic():
                emit(HAPPENED, {}, about="a")
                transaction.set_rollback(True)
            assert queries_of(lambda: emit(HAPPENED, {}, about="a")) == 1
        transaction.set_rollback(end == "rolled back")

    with transaction.atomic():
        assert queries_of(lambda: emit(HAPPENED, {}, about="a")) == 1


def test_endpoint_added_in_the_transaction_is_told(officer):
    with transaction.atomic():
        emit(HAPPENED, {}, about="a")
        add(by=officer)
        emit(HAPPENED, {}, about="a")

    assert states() == ["waiting"]


# --- what is kept --------------------------------------------------------------------------------
def test_what_ended_is_kept_for_ninety_days(endpoint, officer, time_machine):
    time_machine.move_to(START, tick=False)
    for number in range(3):
        tell(number)
    waiting, *ended = WebhookDelivery.objects.order_by("pk")
    for delivery, state in zip(ended, ("delivered", "failed"), strict=True):
        delivery.state, delivery.ended_at = state, START
        delivery.save()
        WebhookAttempt.objects.create(delivery=delivery, at=START, milliseconds=5, status=200)

    time_machine.move_to(START + KEPT_FOR, tick=False)
    prune.call()
    assert WebhookEvent.objects.count() == 3

    time_machine.move_to(START + KEPT_FOR + timedelta(seconds=1), tick=False)
    prune.call()
    assert list(WebhookDelivery.objects.all()) == [waiting]
    assert list(WebhookEvent.objects.all()) == [waiting.event]
    assert not WebhookAttempt.objects.exists()


def test_event_that_nobody_was_told_of_is_kept_for_ninety_days(endpoint, officer, time_machine):
    time_machine.move_to(START, tick=False)
    pause_endpoint(endpoint, by=officer)
    tell(1)

    time_machine.move_to(START + KEPT_FOR, tick=False)
    prune.call()
    assert WebhookEvent.objects.exists()

    time_machine.move_to(START + KEPT_FOR + timedelta(seconds=1), tick=False)
    prune.call()
    assert not WebhookEvent.objects.exists()


def test_secret_whose_time_is_over_is_removed(endpoint, officer, time_machine):
    time_machine.move_to(START, tick=False)
    rotate_secret(endpoint, hours=24, by=officer)
    assert WebhookSecret.objects.count() == 2

    time_machine.move_to(START + timedelta(hours=24, seconds=1), tick=False)
    prune.call()

    assert [secret.expires_at for secret in WebhookSecret.objects.all()] == [None]
