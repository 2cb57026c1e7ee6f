"""The public check of certificates in a real browser: for everyone, on every width, without scripts."""

import pytest
from playwright.sync_api import expect

from members.papers.certificate import issue
from tests.browser.axe import BEST
from tests.browser.judging import wrong_with
from tests.factories import UserFactory, make_full

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

FORM = {"en": "/certificates/", "ko": "/ko/certificates/"}


@pytest.fixture
def code(reader) -> str:
    officer = UserFactory()
    return issue(make_full(by=officer), by=officer).printed_code


@pytest.mark.axe
@pytest.mark.parametrize("language", FORM)
def test_check_is_usable_by_everyone(reader, code, language):
    wrong = {}
    for name, asked in {"form": "", "error": "?code=", "valid": f"{code}/", "not valid": "0000/"}.items():
        assert reader.go(FORM[language] + asked).status == 200, name
        assert reader.page.locator("html").get_attribute("lang") == language
        if found := wrong_with(reader, BEST):
            wrong[name] = found

    assert wrong == {}
    assert reader.complaints == []


def test_check_without_scripts(browser, reader, code):
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    reader.take(context.new_page())
    reader.go(FORM["en"])
    reader.page.fill("#id_code", code.lower().replace("-", " "))
    reader.press("Check")
    expect(reader.page.locator(".answer h2")).to_have_text("Valid")

    reader.follow(reader.page.get_by_role("link", name="한국어"))
    expect(reader.page.locator(".answer")).to_be_visible()

    reader.go(f"{FORM['en']}0000-0000/")
    expect(reader.page.locator(".notice h2")).to_have_text("Not valid")
    context.close()
