"""An endpoint that does not answer is switched off, once, and its contact is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.wego.webhooks.working import (
    CONTACT,
    OTHER,
    START,
    add,
    due_at,
    run_jobs,
    run_until_given_up,
    states,
    tell,
)
from wego.models import AuditEntry
from wego.webhooks.endpoints import change_endpoint, resume_endpoint
from wego.webhooks.schedule import PATIENCE

pytestmark = pytest.mark.django_db


def test_gone_switches_off_at_once(partner, endpoint):
    partner.status = 410
    tell(1)
    tell(2, about="mem_b")

    run_jobs(partner.network)

    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.disabled_reason) == (False, "gone")
    assert states() == ["failed", "waiting"]
    assert len(partner.received) == 1
    assert [message.to for message in mail.outbox] == [[CONTACT]]


def test_three_days_without_any_delivery_switch_off_with_one_mail(partner, endpoint, at):
    partner.status = 503
    for number in range(3):
        tell(number, about=f"mem_{number}")
    run_until_given_up(partner, at)
    while due_at() < START + PATIENCE:
        at(after=due_at() - START)
        run_jobs(partner.network)
    at(after=PATIENCE - timedelta(seconds=1))
    run_jobs(partner.network)
    endpoint.refresh_from_db()
    assert (endpoint.active, mail.outbox) == (True, [])

    at(after=PATIENCE)
    run_jobs(partner.network)
    at(after=PATIENCE * 2)
    run_jobs(partner.network)

    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.disabled_reason) == (False, "failing")
    assert endpoint.disabled_at == START + PATIENCE
    [message] = mail.outbox
    assert (message.to, message.subject) == ([CONTACT], "Webhooks of WeGO to you are switched off")
    assert "https://hooks.partner.example/wego?token=1" in message.body
    assert "The reason: nothing could be delivered for three days." in message.body
    entry = AuditEntry.objects.get(event="webhook.switched_off")
    assert (entry.subject, entry.facts) == (f"webhook {endpoint.key}", {"reason": "failing"})


def test_mail_is_in_the_language_of_the_contact(partner, endpoint):
    endpoint.contact_language = "ko"
    endpoint.save()
    partner.status = 410
    tell(1)

    run_jobs(partner.network)

    [message] = mail.outbox
    assert message.subject != "Webhooks of WeGO to you are switched off"
    assert "410" in message.body


def test_one_delivery_that_arrives_keeps_the_endpoint(partner, endpoint, at):
    partner.status = 503
    tell(1)
    run_until_given_up(partner, at)
    partner.status = 200
    tell(2)
    run_jobs(partner.network)

    at(after=PATIENCE)
    run_jobs(partner.network)

    endpoint.refresh_from_db()
    assert endpoint.active


def test_endpoint_that_was_resumed_is_judged_anew(partner, endpoint, officer, at):
    partner.status = 503
    tell(1)
    run_until_given_up(partner, at)
    partner.status = 410
    tell(2)
    run_jobs(partner.network)
    endpoint.refresh_from_db()
    resume_endpoint(endpoint, catch_up=False, by=officer)

    at(after=PATIENCE)
    run_jobs(partner.network)

    endpoint.refresh_from_db()
    assert endpoint.active
    assert len(mail.outbox) == 1  # of the first time


def test_new_address_is_judged_anew(partner, endpoint, officer, at):
    partner.status = 404
    tell(1)
    run_until_given_up(partner, at)
    change_endpoint(endpoint, url="https://hooks.partner.example/new", by=officer)

    at(after=PATIENCE)
    run_jobs(partner.network)

    endpoint.refresh_from_db()
    assert endpoint.active


def test_nothing_goes_to_an_endpoint_that_is_off(partner, endpoint, officer):
    add(by=officer, url="https://other.example.org/", event_types=[OTHER])
    tell(1)
    endpoint.active, endpoint.disabled_at, endpoint.disabled_reason = False, timezone.now(), "paused"
    endpoint.save()

    run_jobs(partner.network)

    assert partner.received == []
    assert states() == ["waiting"]
