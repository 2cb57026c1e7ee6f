"""The description of the API: valid, complete, and at hand without any other host."""

import json
import re

import pytest
from drf_spectacular.validation import validate_schema

from tests.asking import refused
from tests.wego.api.operations import calls
from wego.api.docs import description

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture
def schema():
    return json.loads(description())


def test_the_description_is_valid_and_is_made_without_a_warning(schema, capsys):
    description.cache_clear()
    description()

    assert capsys.readouterr().err == ""
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)


def test_it_can_be_downloaded(client):
    response = client.get("/api/v1/openapi.json")

    assert response["Content-Type"] == "application/json"
    assert 'filename="wego-openapi.json"' in response["Content-Disposition"]
    assert json.loads(response.content)["info"]["title"] == "WeGO membership"
    refused(client.get("/api/v1/openapi.json?lang=ko"), 400, "unknown_parameter", "lang")


def test_every_operation_tells_its_errors(schema):
    for path in schema["paths"].values():
        for method, operation in path.items():
            expected = {"400", "401", "403", "404", "405", "406", "409", "429"}
            expected |= {"413", "415", "422"} if method == "post" else {"304"}
            assert expected <= operation["responses"].keys(), operation["operationId"]


def test_a_key_is_asked_for_where_a_scope_is_needed(schema):
    assert schema["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    for operation in operations:
        assert ("Scope: `" in operation["description"]) == (operation["security"] == [{"key": []}])


def test_bodies_take_nothing_that_is_not_declared(schema):
    bodies = {name: one for name, one in schema["components"]["schemas"].items() if name.endswith("Request")}

    assert len(bodies) == 6
    assert {name for name, one in bodies.items() if one.get("additionalProperties") is not False} == set()


def test_every_operation_has_words(schema):
    operations = [operation for path in schema["paths"].values() for operation in path.values()]

    assert len(operations) == len(calls())
    assert [one["operationId"] for one in operations if not (one.get("summary") and one.get("description"))] == []


def test_nothing_of_the_pages_comes_from_elsewhere(client):
    page = client.get("/api/docs/").content.decode()
    links = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert len(links) >= 5
    assert {link for link in links if not link.startswith("/") or link.startswith("//")} == set()
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    script = client.get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/openapi.json" in script.content.decode()
