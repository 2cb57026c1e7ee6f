"""The pages of the API in a browser: nothing from elsewhere, nothing that the content security policy forbids."""

import pytest

from tests.browser.axe import BEST
from tests.browser.judging import wrong_with

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(reader):
    """The addresses that the pages ask for."""
    found = []
    reader.page.on("request", lambda request: found.append(request.url))
    return found


def test_an_operation_is_tried_out_under_the_policy(reader, asked, settings, real_register):
    settings.SITE_URL = reader.address
    reader.go("/api/docs/")
    reader.page.locator("#operations-members-list_members button").first.click()
    reader.page.get_by_role("button", name="Try it out").click()
    reader.page.get_by_role("button", name="Execute").click()
    reader.says("Seoul Metropolitan Government", within="#operations-members-list_members .live-responses-table")
    reader.page.get_by_role("button", name="Authorize").first.click()
    reader.says("A key of the Secretariat", within=".modal-ux")

    assert reader.complaints == []
    assert {address for address in asked if not address.startswith(reader.address)} == set()


def test_what_errors_mean(reader, asked):
    reader.go("/api/docs/errors/#before_register")

    reader.says("The register begins later than the day that was asked for.")
    assert reader.complaints == []


@pytest.mark.axe
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_errors_mean_is_usable_by_everyone(reader, language):
    reader.speak(language)
    reader.go("/api/docs/errors/")

    assert reader.page.locator("html").get_attribute("lang") == language
    assert wrong_with(reader, BEST) == []
