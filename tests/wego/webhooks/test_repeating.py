"""Sent besides: a test event, one delivery again, a time again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.wego.tls import HOST
from tests.wego.webhooks.working import HAPPENED, OTHER, START, add, numbers, run_jobs, states, tell
from wego.models import AuditEntry, WebhookAttempt, WebhookDelivery
from wego.webhooks.endpoints import change_endpoint, pause_endpoint, resume_endpoint
from wego.webhooks.forms import ReplayForm
from wego.webhooks.outbox import make_event
from wego.webhooks.repeating import LATE, replay_events, send_again, send_test_event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_test_event_goes_to_one_endpoint_alone(partner, endpoint, officer):
    add(by=officer, url="https://other.partner.example/", partner="Other")

    send_test_event(endpoint, by=officer)
    run_jobs(partner.network)

    assert [one.path for one in partner.received] == ["/wego?token=1"]
    assert b'"type":"webhook.test"' in partner.received[0].body
    assert AuditEntry.objects.first().event == "webhook.test_sent"


def test_test_event_does_not_wait_for_an_earlier_one(partner, endpoint, officer):
    partner.status = 500
    send_test_event(endpoint, by=officer)
    run_jobs(partner.network)
    partner.status = 200

    send_test_event(endpoint, by=officer)
    run_jobs(partner.network)

    assert states() == ["waiting", "delivered"]


@pytest.mark.parametrize("state", ["delivered", "failed"])
def test_delivery_is_sent_again_under_its_old_id(partner, endpoint, officer, state):
    partner.status = 200 if state == "delivered" else 500
    tell(1)
    run_jobs(partner.network)
    delivery = WebhookDelivery.objects.get()
    WebhookDelivery.objects.update(state=state, ended_at=timezone.now(), tries=8)
    partner.status = 200

    send_again(delivery, by=officer)
    run_jobs(partner.network)

    assert len(partner.ids) == 2
    assert len(set(partner.ids)) == 1
    assert states() == ["delivered"]
    assert WebhookAttempt.objects.count() == 2
    assert AuditEntry.objects.first().facts == {"message": partner.ids[0]}


def test_waiting_delivery_is_sent_at_once(partner, endpoint, officer):
    partner.status = 500
    tell(1)
    run_jobs(partner.network)
    partner.status = 200

    send_again(WebhookDelivery.objects.get(), by=officer)
    run_jobs(partner.network)

    assert states() == ["delivered"]


# --- an endpoint that comes back -----------------------------------------------------------------
@pytest.mark.parametrize(("catch_up", "arrive"), [(True, [1, 2]), (False, [2])])
def test_event_of_who_read_the_endpoint_while_it_was_off_is_sent_too(partner, endpoint, officer, at, catch_up, arrive):
    pause_endpoint(endpoint, by=officer)
    before = make_event(HAPPENED, {"number": 1}, about="mem_a")
    at(after=HOUR)
    resume_endpoint(endpoint, catch_up=catch_up, by=officer)
    after = make_event(HAPPENED, {"number": 2}, about="mem_b")
    for event in (before, after):
        event.save()  # only now does its transaction end

    run_jobs(partner.network)
    assert numbers(partner) == []
    at(after=HOUR + LATE)
    run_jobs(partner.network)

    assert numbers(partner) == arrive


# --- a time again --------------------------------------------------------------------------------
@pytest.fixture
def hours(partner, endpoint, officer, time_machine):
    """An event each hour: 0 to 4; nobody was told of the last two."""
    for number in range(5):
        time_machine.move_to(START + number * HOUR, tick=False)
        if number == 3:
            change_endpoint(endpoint, event_types=[OTHER], by=officer)
            add(by=officer, url=f"https://{HOST}/other", partner="Other")
        tell(number, about=f"mem_{number % 2}")
    run_jobs(partner.network)
    change_endpoint(endpoint, event_types=[HAPPENED], by=officer)
    partner.received.clear()


@pytest.mark.parametrize(
    ("since", "until", "sent"), [(0, 4, [0, 1, 2, 3, 4]), (1, 3, [1, 2, 3]), (4, 9, [4]), (0, 0, [0])]
)
def test_events_of_a_time_are_sent_again_in_their_order(partner, hours, endpoint, officer, since, until, sent):
    count = replay_events(endpoint, since=START + since * HOUR, until=START + until * HOUR, by=officer)
    run_jobs(partner.network)

    assert count == len(sent)
    assert numbers(partner) == sent
    assert set(states()) == {"delivered"}
    assert AuditEntry.objects.first().facts["events"] == count


def test_time_ends_with_the_minute_that_was_typed(endpoint, officer, at):
    at(after=timedelta(seconds=59))
    tell(1)
    form = ReplayForm({"since": "2031-03-03T18:00", "until": "2031-03-03T18:00"})

    assert form.is_valid()
    assert replay_events(endpoint, **form.cleaned_data, by=officer) == 1


def test_events_that_are_not_wanted_any_more_are_not_sent_again(partner, hours, endpoint, officer):
    change_endpoint(endpoint, event_types=[OTHER], by=officer)

    with pytest.raises(ValidationError) as refusal:
        replay_events(endpoint, since=START, until=START + 9 * HOUR, by=officer)

    assert refusal.value.code == "nothing"


def test_time_that_ends_before_it_begins_is_refused(endpoint, officer):
    with pytest.raises(ValidationError) as refusal:
        replay_events(endpoint, since=START, until=START - HOUR, by=officer)

    assert list(refusal.value.error_dict) == ["until"]


def test_nothing_is_sent_again_to_an_endpoint_that_is_off(endpoint, officer):
    tell(1)
    delivery = WebhookDelivery.objects.get()
    pause_endpoint(endpoint, by=officer)
    acts = (
        lambda: send_test_event(endpoint, by=officer),
        lambda: send_again(delivery, by=officer),
        lambda: replay_events(endpoint, since=START, until=START, by=officer),
    )

    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "switched_off"
