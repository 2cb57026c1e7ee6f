from datetime import timedelta

import pytest

from tests.wego.tls import partner as running_partner
from tests.wego.webhooks.working import HAPPENED, OTHER, START, add
from wego.webhooks.types import EVENT_TYPES


@pytest.fixture(autouse=True)
def event_types(monkeypatch):
    """Two events that no app has."""
    monkeypatch.setitem(EVENT_TYPES, HAPPENED, "something happened")
    monkeypatch.setitem(EVENT_TYPES, OTHER, "something else happened")


@pytest.fixture
def partner():
    """A partner's server on this machine."""
    with running_partner() as running:
        yield running


@pytest.fixture
def endpoint(officer):
    """Where that partner wants to be told of HAPPENED."""
    return add(by=officer)


@pytest.fixture
def at(time_machine):
    """Moves the clock to so long after START."""

    def move(*, after: timedelta = timedelta(0)):
        time_machine.move_to(START + after, tick=False)

    move()
    return move
