"""Errors have one form, whoever refuses."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path

from tests.asking import FORM, Program, refused
from tests.factories import make_opened
from wego import urls
from wego.api.errors import CODES
from wego.api.views import Operation

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


class Broken(Operation):
    def get(self, request):
        raise RuntimeError("a fault of ours")


urlpatterns = [path("api/v1/broken/", Broken.as_view()), *urls.urlpatterns]


@pytest.fixture
def anyone():
    return Program()


@pytest.fixture
def sender():
    return Program("applications:submit")


@pytest.mark.parametrize("address", ["nowhere/", "members/nobody/", "members/mem_" + "0" * 32 + "/"])
def test_what_is_not_there(anyone, address):
    refused(anyone.get(address), 404, "not_found")


def test_an_address_outside_of_the_version(anyone):
    refused(anyone.client.get("/api/nowhere"), 404, "not_found")


def test_a_slash_that_lacks_is_told_where_a_redirect_would_lose_the_body(sender):
    refused(sender.client.post("/api/v1/applications", {}, content_type="application/json"), 404, "not_found")


def test_a_method_that_is_none(anyone):
    response = anyone.client.delete("/api/v1/members/")

    refused(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


def test_json_only(anyone, sender):
    refused(anyone.get("members/", headers={"Accept": "text/html"}), 406, "not_acceptable")
    form = sender.client.post("/api/v1/applications/", {"name_en": "x"}, headers=sender.headers)
    refused(form, 415, "unsupported_media_type")


@pytest.mark.parametrize("body", ["{", "", '{"a": NaN}', '"text"', "[]", "null"])
def test_a_body_that_is_no_object(sender, body):
    response = sender.post("applications/", body)

    assert response.status_code == 400
    assert response.json()["error"]["code"] in {"malformed", "invalid", "required"}
    assert set(response.json()["error"]) == FORM


def test_a_body_that_nests_too_deep(sender):
    refused(sender.post("applications/", "[" * 10_000), 400, "malformed")


@pytest.mark.parametrize("body", ['{"\\ud800": 1}', '{"kind": "\\ud800"}', '{"name_en": ["\\ud800"]}'])
def test_half_a_character_cannot_be_said_again(sender, body):
    refused(sender.post("applications/", body), 400, "malformed")


def test_a_body_that_is_too_large(sender):
    body = {"name_en": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}

    refused(sender.post("applications/", body), 413, "too_large")


def test_a_host_that_is_not_ours(anyone):
    refused(anyone.client.get("/api/v1/members/", headers={"Host": "evil.example"}), 400, "bad_request")


def test_a_fault_of_ours(anyone, settings):
    settings.ROOT_URLCONF = __name__

    refused(anyone.get("broken/"), 500, "internal")


def test_pages_of_the_site_keep_their_own_errors(client):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_unknown_parameter_is_refused_wherever_it_stands(anyone, sender):
    refused(anyone.get("members/", kindd="city"), 400, "unknown_parameter", "kindd")
    refused(anyone.get("members/mem_" + "0" * 32 + "/", x="1"), 400, "unknown_parameter", "x")
    refused(sender.post("applications/?x=1", {}), 400, "unknown_parameter", "x")


def test_a_parameter_that_stands_twice_is_refused(anyone, sender):
    refused(anyone.get("members/", kind=["city", "company"]), 400, "repeated_parameter", "kind")
    refused(sender.post("applications/?x=1&x=2", {}), 400, "repeated_parameter", "x")


def test_words_are_in_the_language_that_is_asked_for(anyone):
    make_opened(1)
    told = {
        language: refused(
            anyone.get("members/", headers={"Accept-Language": language}, on="2019-01-01"), 400, "before_register", "on"
        )
        for language in ("ko", "fr")
    }

    assert told["fr"].startswith("The register begins on 2019-12-31.")
    assert "2019-12-31" in told["ko"]
    assert told["ko"] != told["fr"]


def test_every_code_stands_on_the_page_that_errors_lead_to():
    page = Client().get("/api/docs/errors/").content.decode()

    assert [code for code in CODES if f'id="{code}"' not in page] == []
