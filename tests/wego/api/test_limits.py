"""How often one may ask is counted by address and by key, and told in every answer."""

import pytest
import time_machine
from django.core.cache import cache

from tests.asking import Program, refused

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def low(settings):
    settings.API_LIMIT_ADDRESS, settings.API_LIMIT_KEY, settings.PROXIES = 2, 3, 0
    cache.clear()
    with time_machine.travel("2020-01-01T00:00:20Z", tick=False) as clock:
        yield clock


def told(response) -> tuple[str, ...]:
    return tuple(response[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset"))


def test_who_asks_too_often_is_told_when_to_come_back(low):
    anyone = Program()
    answers = [anyone.get("statistics/") for _turn in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [told(one) for one in answers] == [("2", "1", "40"), ("2", "0", "40"), ("2", "0", "40")]
    refused(answers[2], 429, "throttled")
    assert answers[2]["Retry-After"] == "40"
    low.shift(40)
    assert anyone.get("statistics/").status_code == 200


def test_addresses_are_counted_apart():
    anyone = Program()
    for _turn in range(3):
        anyone.get("statistics/")

    assert anyone.client.get("/api/v1/statistics/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_one_machine_has_one_limit_however_many_addresses_it_has():
    anyone = Program()
    answers = [anyone.client.get("/api/v1/statistics/", REMOTE_ADDR=f"2001:db8::{one}") for one in range(1, 4)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert anyone.client.get("/api/v1/statistics/", REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_an_address_that_the_caller_wrote_is_not_believed():
    anyone = Program()
    answers = [anyone.get("statistics/", headers={"X-Forwarded-For": f"192.0.2.{one}"}) for one in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]


def test_keys_are_counted_apart_from_the_address_and_from_each_other():
    anyone, first, second = Program(), Program("register:history"), Program("register:history")
    for _turn in range(3):
        anyone.get("statistics/")

    assert [first.get("statistics/").status_code for _turn in range(4)] == [200, 200, 200, 429]
    assert second.get("statistics/").status_code == 200


def test_false_keys_are_counted():
    false = Program(text="wego_no")
    answers = [false.get("statistics/") for _turn in range(3)]

    assert [one.status_code for one in answers] == [401, 401, 429]
    assert told(answers[0]) == ("2", "1", "40")


def test_refusals_tell_the_limit_too():
    assert told(Program().get("members/", x="1")) == ("2", "1", "40")
    assert told(Program().client.put("/api/v1/members/")) == ("2", "0", "40")
