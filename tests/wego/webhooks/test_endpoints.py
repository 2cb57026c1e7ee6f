"""Endpoints and their secrets, as administrators set them up."""

import base64
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.wego.webhooks.working import (
    CONTACT,
    HAPPENED,
    OTHER,
    START,
    add,
    numbers,
    run_jobs,
    states,
    tell,
)
from wego.models import AuditEntry, WebhookDelivery, WebhookEndpoint, WebhookSecret
from wego.webhooks.endpoints import (
    change_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    show_secret,
    unshown_secret,
)

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return refusal.value


def last_entry() -> tuple:
    entry = AuditEntry.objects.first()
    return entry.event, entry.subject, entry.facts


# --- added and changed ---------------------------------------------------------------------------
def test_new_endpoint_has_one_secret_and_a_key(endpoint, officer):
    secret = WebhookSecret.objects.get()

    assert len(base64.b64decode(secret.value.removeprefix("whsec_"), validate=True)) == 32
    assert secret.value.startswith("whsec_")
    assert endpoint.key.startswith("whe_")
    assert (endpoint.active, endpoint.recorded_by) == (True, officer)


def test_trail_tells_of_the_endpoint_without_its_secret_or_token(endpoint):
    assert last_entry() == (
        "webhook.added",
        f"webhook {endpoint.key}",
        {"partner": "Smart Partner", "host": "hooks.partner.example", "events": [HAPPENED]},
    )


@pytest.mark.parametrize("url", ["http://hooks.partner.example/", "https://127.0.0.1/", "https://localhost/"])
def test_address_that_may_not_be_called_is_refused(officer, url):
    refusal = refused(add, by=officer, url=url)

    assert list(refusal.error_dict) == ["url"]
    assert not WebhookEndpoint.objects.exists()


def test_the_same_address_twice_is_refused(endpoint, officer):
    refusal = refused(add, by=officer, partner="Somebody else")

    assert refusal.messages == ["This address is an endpoint already. Change that one."]


@pytest.mark.parametrize("event_types", [[], ["thing.unknown"], [HAPPENED, "webhook.test"]])
def test_events_that_nobody_named_are_refused(officer, event_types):
    assert list(refused(add, by=officer, event_types=event_types).error_dict) == ["event_types"]


def test_change_is_kept_and_told(endpoint, officer):
    changed = change_endpoint(endpoint, url="https://new.example.org/in", event_types=[OTHER, HAPPENED], by=officer)

    assert (changed.url, changed.event_types) == ("https://new.example.org/in", [HAPPENED, OTHER])
    event, _subject, told = last_entry()
    assert (event, told["changed"], told["host"]) == ("webhook.changed", ["event_types", "url"], "new.example.org")


def test_change_of_nothing_is_refused(endpoint, officer):
    assert refused(change_endpoint, endpoint, partner=endpoint.partner, by=officer).code == "same"


def test_what_waits_goes_to_the_new_address(partner, endpoint, officer):
    tell(1)
    change_endpoint(endpoint, url="https://hooks.partner.example/new", by=officer)

    run_jobs(partner.network)

    assert [one.path for one in partner.received] == ["/new"]


def test_new_address_is_tried_at_once(partner, endpoint, officer):
    partner.status = 404
    tell(1)
    run_jobs(partner.network)
    partner.status = 200

    change_endpoint(endpoint, contact_email="new@partner.example", by=officer)
    run_jobs(partner.network)
    assert states() == ["waiting"]

    change_endpoint(endpoint, url="https://hooks.partner.example/new", by=officer)
    run_jobs(partner.network)
    assert states() == ["delivered"]


# --- secrets -------------------------------------------------------------------------------------
def test_secret_is_shown_once(endpoint, officer):
    value = WebhookSecret.objects.get().value

    assert show_secret(endpoint, by=officer) == value
    assert last_entry() == ("webhook.secret_shown", f"webhook {endpoint.key}", {"partner": "Smart Partner"})
    assert refused(show_secret, endpoint, by=officer).code == "shown_already"
    assert unshown_secret(endpoint) is None


def test_rotation_keeps_the_old_secret_for_a_while(endpoint, officer, time_machine):
    time_machine.move_to(START, tick=False)
    old = WebhookSecret.objects.get().value
    show_secret(endpoint, by=officer)

    new = rotate_secret(endpoint, hours=24, by=officer).value

    assert endpoint.valid_secrets(START) == [new, old]
    assert endpoint.valid_secrets(START + timedelta(hours=23, minutes=59)) == [new, old]
    assert endpoint.valid_secrets(START + timedelta(hours=24)) == [new]
    assert show_secret(endpoint, by=officer) == new


def test_rotation_at_once_leaves_only_the_new(endpoint, officer):
    new = rotate_secret(endpoint, hours=0, by=officer).value

    assert endpoint.valid_secrets(timezone.now()) == [new]
    assert WebhookSecret.objects.count() == 1


def test_there_are_never_more_than_two(endpoint, officer):
    secrets = [rotate_secret(endpoint, hours=24, by=officer).value for _turn in range(3)]

    assert endpoint.valid_secrets(timezone.now()) == secrets[:0:-1]
    assert WebhookSecret.objects.count() == 2


@pytest.mark.parametrize("expires_at", [None, START])
def test_database_refuses_a_third_secret(endpoint, officer, expires_at):
    rotate_secret(endpoint, hours=24, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookSecret.objects.create(endpoint=endpoint, expires_at=expires_at)


# --- paused and resumed --------------------------------------------------------------------------
def test_paused_endpoint_is_sent_nothing(partner, endpoint, officer):
    tell(1)
    pause_endpoint(endpoint, by=officer)
    tell(2)

    run_jobs(partner.network)

    assert partner.received == []
    assert refused(pause_endpoint, endpoint, by=officer).code == "off"


@pytest.mark.parametrize(("catch_up", "arrive"), [(True, [1, 2, 3]), (False, [1])])
def test_resumed_endpoint_is_sent_what_waits_and_what_it_missed(partner, endpoint, officer, catch_up, arrive):
    tell(1)
    pause_endpoint(endpoint, by=officer)
    tell(2)
    tell(3)
    tell(9, event_type=OTHER)

    assert resume_endpoint(endpoint, catch_up=catch_up, by=officer) == (2 if catch_up else 0)
    run_jobs(partner.network)

    assert numbers(partner) == arrive
    assert refused(resume_endpoint, endpoint, catch_up=True, by=officer).code == "active"


def test_resumed_endpoint_is_sent_what_was_given_up_since_the_last_that_arrived(partner, endpoint, officer):
    tell(1)
    run_jobs(partner.network)
    for number in (2, 3):
        tell(number)
    WebhookDelivery.objects.waiting().filter(event__body__contains='"number":2').update(
        state="failed", ended_at=timezone.now()
    )
    pause_endpoint(endpoint, by=officer)

    assert resume_endpoint(endpoint, catch_up=True, by=officer) == 1
    run_jobs(partner.network)

    assert numbers(partner) == [1, 2, 3]


def test_nothing_missed_is_no_trouble(endpoint, officer):
    pause_endpoint(endpoint, by=officer)

    assert resume_endpoint(endpoint, catch_up=True, by=officer) == 0


def test_what_waits_has_all_its_tries_anew(partner, endpoint, officer):
    tell(1)
    WebhookDelivery.objects.update(tries=7, first_try_at=timezone.now(), next_try_at=START)
    pause_endpoint(endpoint, by=officer)
    resume_endpoint(endpoint, catch_up=False, by=officer)
    partner.status = 500

    run_jobs(partner.network)

    assert states() == ["waiting"]
    assert WebhookDelivery.objects.get().tries == 1


@pytest.mark.parametrize("facts", [{"active": False}, {"disabled_reason": "paused"}, {"disabled_at": START}])
def test_database_refuses_an_endpoint_that_is_half_off(endpoint, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**facts)


def test_contact_is_told_nothing_of_a_pause(endpoint, officer, mailoutbox, partner):
    pause_endpoint(endpoint, by=officer)
    run_jobs(partner.network)

    assert mailoutbox == []
    assert endpoint.contact_email == CONTACT
