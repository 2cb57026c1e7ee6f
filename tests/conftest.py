"""What every test can use, and what happens to tests whose program is not on this machine."""

import os

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import activate

from members.services.loading import load_register
from tests.factories import UserFactory
from tests.machine import NEEDS, PREFIX, left_out, missing
from tests.snapshots import Snapshot

OTHERS = {"postgresql", "sqlite"} - {connection.vendor}
"""Marks of the tests that are for another database than this run's."""


def pytest_collection_modifyitems(config, items):
    of_another = {item for item in items if any(map(item.get_closest_marker, OTHERS))}
    items[:] = [item for item in items if item not in of_another]
    config.hook.pytest_deselected(items=list(of_another))
    absent = {marker for marker in NEEDS if missing(marker)}
    for item in items:
        for marker in absent:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{PREFIX}{marker}"))


def _left_out_reports(config) -> dict[str, int]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return left_out(reporter.stats.get("skipped", [])) if reporter else {}


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    counts = _left_out_reports(config)
    if not counts:
        return
    terminalreporter.section("LEFT OUT", sep="!", red=True, bold=True)
    for marker, count in counts.items():
        need = NEEDS[marker]
        terminalreporter.line(
            f"LEFT OUT: {count} tests need {need.program}. Install it: apt-get install {need.package}",
            red=True,
            bold=True,
        )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    refused = os.environ.get("NOTHING_LEFT_OUT") == "1"
    if refused and exitstatus == pytest.ExitCode.OK and _left_out_reports(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def officer(db):
    """A person of the Secretariat who records what happened."""
    return UserFactory(username="officer")


@pytest.fixture
def second_officer(db):
    """A second person of the Secretariat, where one alone is not enough."""
    return UserFactory(username="second-officer")


@pytest.fixture
def outsider(db):
    """A person who can sign in and has no rights."""
    return UserFactory(username="outsider", is_staff=False)


REAL_REGISTER = Snapshot(load_register)


@pytest.fixture
def real_register(db):
    """WeGO's register of 2019-12-31 as the loader brings it in."""
    return REAL_REGISTER.put()


@pytest.fixture(autouse=True)
def reader_language():
    """Each test begins in English; a request in Korean would stay in force for the next one."""
    activate(settings.LANGUAGE_CODE)
