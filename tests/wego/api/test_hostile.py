"""Whatever is sent, the API answers as it is described: no fault, no other status, no other form."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from tests.wego.api.hostile import STATES, attack, make_world, operations

OPERATIONS = operations()
FEW = 3
MANY = 150  # of either sort: 300 for each operation and state
OPENS = {"get_application": "partner"}  # the one that sent it; everything else is answered to staff


SIGNALS = (request_started, request_finished)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Requests come in this process, on the connection of the test: their end must not close it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        for signal in SIGNALS:  # after the last use of Django's own client, which connects them
            assert signal.disconnect(close_old_connections)
        yield made
        transaction.set_rollback(True)
    for signal in SIGNALS:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_few_requests(world, name):
    for state in STATES:
        statuses = attack(OPERATIONS[name], world, state, FEW)

        assert state != "revoked" or set(statuses) <= {401, 404, 405}, statuses


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", OPERATIONS)
def test_many_requests(world, name, state):
    statuses = attack(OPERATIONS[name], world, state, MANY)

    print(name, state, dict(statuses))
    assert sum(statuses.values()) >= 2 * MANY
    assert state != OPENS.get(name, "staff") or {200, 201} & set(statuses)
