"""Each scope opens its own operations and nothing else."""

import pytest

from tests.asking import Program, refused
from tests.factories import UserFactory
from tests.wego.api.operations import calls
from wego.api.scopes import SCOPES

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

EVERYBODY = ""
OPENED_BY = {
    "decide": "decisions:write",
    "get_application": "applications:submit",
    "get_assessment": "assessments:read",
    "get_member": EVERYBODY,
    "get_statistics": EVERYBODY,
    "list_assessments": "assessments:read",
    "list_changes": "register:history",
    "list_decisions": "decisions:read",
    "list_exceptions": "exceptions:read",
    "list_figures": "figures:read",
    "list_meetings": "decisions:read",
    "list_members": EVERYBODY,
    "list_schedules": EVERYBODY,
    "propose_settlement": "exceptions:write",
    "quote_dues": EVERYBODY,
    "record_figure": "figures:write",
    "review_settlement": "exceptions:write",
    "send_application": "applications:submit",
}
"""The scope that each operation needs."""
CALLS = calls()


def is_open(program: Program, call) -> bool:
    status = call.ask(program.client, program.headers).status_code
    assert status in (200, 400, 401, 403, 404)
    return status not in (401, 403)


def test_the_table_has_every_operation():
    assert [call.id for call in CALLS] == sorted(OPENED_BY)
    assert set(OPENED_BY.values()) - {EVERYBODY} == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_its_own_operations(scope):
    program = Program(scope, user=UserFactory(is_superuser=True))

    opened = {call.id for call in CALLS if is_open(program, call)}

    assert opened == {name for name, needed in OPENED_BY.items() if needed in (EVERYBODY, scope)}


def test_without_a_key_what_is_for_everybody_is_open():
    anyone = Program()

    assert {call.id for call in CALLS if is_open(anyone, call)} == {n for n, s in OPENED_BY.items() if s == EVERYBODY}


def test_scopes_of_staff_open_nothing_to_a_person_without_rights():
    staff = [name for name, scope in SCOPES.items() if scope.of_staff]
    program = Program(*staff, user=UserFactory())

    assert {call.id for call in CALLS if is_open(program, call)} == {n for n, s in OPENED_BY.items() if s == EVERYBODY}


def test_known_at_is_for_partners(real_register):
    query = {"known_at": "2100-01-01T00:00:00Z", "page_size": "1"}

    without = Program().get("members/", **query)

    refused(without, 401, "not_authenticated", "known_at")
    assert without["WWW-Authenticate"] == "Bearer"
    refused(Program("applications:submit").get("members/", **query), 403, "permission_denied", "known_at")
    assert Program("register:history").get("members/", **query).status_code == 200
