"""Two workers at once, as real processes on PostgreSQL: a delivery leaves once, and members stay in order."""

import sys
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.factories import UserFactory
from tests.processes import process
from tests.wego.tls import partner as running_partner
from tests.wego.webhooks.working import add, numbers, states, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

# Each process prepares itself, says so, and waits for the gate that the test holds.
PROGRAM = """
import django
django.setup()
from django.db import connection
from wego.outbound import Network
from wego.webhooks.jobs import work_off
network = Network(resolve=lambda host: ["127.0.0.1"], is_allowed=lambda address: address == "127.0.0.1",
                  port={port}, authorities={authorities!r})
connection.ensure_connection()
print("ready", flush=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock_shared(1)")
print(work_off({endpoint}, network=network), flush=True)
"""
WORKERS = 4


def work_at_once(endpoint, network) -> list[int]:
    """How many deliveries each of the workers tried."""
    program = PROGRAM.format(port=network.port, authorities=network.authorities, endpoint=endpoint.pk)
    with ExitStack() as stack, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
        children = [stack.enter_context(process(sys.executable, "-c", program)) for _worker in range(WORKERS)]
        for child in children:
            assert child.stdout.readline() == "ready\n", child.communicate()
        cursor.execute("SELECT pg_advisory_unlock(1)")
        ended = [child.communicate(timeout=60) for child in children]
        return [int(out) for out, _errors in ended]


def test_workers_share_deliveries_and_send_none_twice():
    endpoint = add(by=UserFactory())
    for number in range(60):
        tell(number, about=f"mem_{number % 20}")
    with running_partner() as partner:
        tried = work_at_once(endpoint, partner.network)

    assert sorted(numbers(partner)) == list(range(60))
    assert sum(tried) == 60
    assert set(states()) == {"delivered"}
    for member in range(20):
        own = [number for number in numbers(partner) if number % 20 == member]
        assert own == sorted(own)


def test_one_delivery_leaves_once():
    endpoint = add(by=UserFactory())
    tell(1)
    with running_partner() as partner:
        tried = work_at_once(endpoint, partner.network)

    assert (numbers(partner), sorted(tried)) == ([1], [0, 0, 0, 1])
