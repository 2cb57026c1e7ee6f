"""Requests that schemathesis makes up out of the description of the API: sound ones, and ones that are not.

Every other request is about rows that there are, so that it gets behind the first check. Each is undone afterwards.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fees.services.loading import load_fees
from fees.services.settlements import propose_settlement
from members.models import Application, Meeting
from tests.asking import V1, Program
from tests.factories import (
    CountryFactory,
    MeetingFactory,
    UserFactory,
    make_associate,
    make_former,
    make_full,
    make_opened,
)
from tests.fees.dues import add_gdp, assess_dues, make_city, make_company
from wego.api.keys import revoke_key
from wego.api.scopes import SCOPES
from wego.wsgi import application

STATES = ("nobody", "partner", "staff", "revoked")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def operations() -> dict:
    schema = schemathesis.openapi.from_wsgi(f"{V1}openapi.json", application)
    found = (one.ok() for one in schema.get_all_operations())
    return {one.definition.raw["operationId"]: one for one in found}


@dataclass
class World:
    """Something of everything, and the keys with which it can be named."""

    programs: dict[str, Program]
    known: dict[str, list]


def make_world() -> World:
    by = UserFactory(username="chief", is_superuser=True)
    add_gdp(12_300)
    load_fees()
    associates = [make_associate(by=by) for _one in range(2)]
    members = [*make_opened(100), make_full(by=by), make_former(by=by), make_city(by=by), make_company(by=by)]
    members += [*associates, *(make_city(None, by=by) for _one in range(4))]
    run = assess_dues(2020, by=by)
    to_settle = run.exceptions.filter(state="open", reason="no_population")
    said = {"way": "other_source", "value": "5", "reference_year": 2019, "source": "x", "reason": "x"}
    for exception in to_settle[:2]:
        propose_settlement(exception, **said, by=UserFactory())
    of_dues = [row.member for row in (*to_settle, *run.assessments.all())]
    meeting = f"mtg_{MeetingFactory(held_from=date(2021, 5, 4)).key.hex}"
    programs = _programs(by)
    sent = {"kind": "city", "country": CountryFactory().iso3, "name_en": "X", "submitted_on": "2020-01-01"}
    application = programs["partner"].post("applications/", sent).json()["key"]
    keys, often = ([f"mem_{one.key.hex}" for one in rows] for rows in (members, 4 * associates))
    known = {
        "key": [application, *keys, *(12 * [f"mem_{one.key.hex}" for one in of_dues])],
        "member": keys + often,
        "former_member": keys,
        "meeting": [meeting, meeting, meeting, f"mtg_{Meeting.objects.first().key.hex}"],
        "country": ["KOR"],
        "year": [2020],
        "decided_on": ["2021-05-04"],
        "on": ["2021-05-04"],
        "value": ["5"],
        "reference_year": [2019],
        "source": ["census"],
        "reason": ["x"],
    }
    assert Application.objects.exists()
    return World(programs, known)


def _programs(by) -> dict[str, Program]:
    partner = [name for name, scope in SCOPES.items() if not scope.of_staff]
    revoked = Program(*SCOPES, user=by)
    revoke_key(revoked.key, by=by)
    programs = (Program(), Program(*partner), Program(*SCOPES, user=by), revoked)
    return dict(zip(STATES, programs, strict=True))


def attack(operation, world: World, state: str, examples: int) -> Counter:
    """Send so many requests of either sort; how often each status came. Fails at the first that is not as described."""
    statuses: Counter = Counter()
    headers = world.programs[state].headers
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), choose=st.randoms(use_true_random=False))
        def ask(case, choose):
            if choose.random() < 0.5:
                _name_what_there_is(case, world.known, choose)
            with transaction.atomic():
                response = case.call(base_url="http://localhost", headers=headers)
                transaction.set_rollback(True)
            statuses[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        ask()
    return statuses


def _name_what_there_is(case, known: dict[str, list], choose) -> None:
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            _fill(part, known, choose)


def _fill(part: dict, known: dict[str, list], choose) -> None:
    for name, value in part.items():
        if name in known:
            part[name] = choose.choice(known[name])
        if isinstance(value, list) and choose.random() < 0.5:
            del value[1:]  # of many rows one is wrong in most cases
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict):
                _fill(row, known, choose)
