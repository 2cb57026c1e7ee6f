"""Two workers at once, as real processes on PostgreSQL: a delivery leaves once, and members stay in order."""

import pytest

from tests.factories import UserFactory
from tests.processes import GATE, run_together
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
{gate}
print(work_off({endpoint}, network=network), flush=True)
"""
WORKERS = 4


def work_at_once(endpoint, network) -> list[int]:
    """How many deliveries each of the workers tried."""
    program = PROGRAM.format(gate=GATE, port=network.port, authorities=network.authorities, endpoint=endpoint.pk)
    return [int(tried) for tried in run_together(*[program] * WORKERS)]


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
