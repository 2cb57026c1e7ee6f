"""The public pages in a real browser: for everyone, on every width, light, and without scripts."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from fees.services.loading import load_fees
from tests.browser.axe import BEST
from tests.browser.judging import wrong_with

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

QUOTE = {"en": "/fees/quote/", "ko": "/ko/fees/quote/"}
CITY = "?kind=city&country=KOR&population=1,250,000"
STATES = {
    "empty": "",
    "city": CITY,
    "company": "?kind=company&employees=1,999",
    "institution": "?kind=institution",
    "errors": "?kind=city&population=107만&gdp_per_capita=much",
    "no kind": "?kind=",
}


@pytest.fixture
def reader(reader, real_register):
    """Anyone, at the site with the countries, their GDP and the fee tables."""
    load_fees()
    return reader


@pytest.fixture
def without_scripts(browser, reader):
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    reader.take(context.new_page())
    yield reader
    context.close()


@pytest.mark.axe
@pytest.mark.parametrize("language", QUOTE)
def test_quotation_is_usable_by_everyone(reader, language):
    wrong = {}
    for name, asked in STATES.items():
        assert reader.go(QUOTE[language] + asked).status == 200, name
        assert reader.page.locator("html").get_attribute("lang") == language
        if found := wrong_with(reader, BEST):
            wrong[name] = found

    assert wrong == {}
    assert reader.complaints == []


def test_quotation_is_light_and_asks_nobody_else(reader):
    answers = []
    reader.page.on("response", lambda answer: answers.append(answer))
    reader.go(QUOTE["ko"] + CITY)
    reader.page.wait_for_load_state("networkidle")

    assert 2 <= len(answers) <= 5
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(reader.address).netloc}
    assert sum(len(answer.body()) for answer in answers) <= 50_000  # bytes, and compressed a quarter of it


def test_quotation_without_scripts(without_scripts):
    reader, page = without_scripts, without_scripts.page

    reader.go(QUOTE["en"])
    page.get_by_label("City").check()
    expect(page.locator("#id_employees")).to_be_hidden()
    page.select_option("#id_country", label="Korea, Rep. of")
    page.fill("#id_population", "1,250,000")
    reader.press("Show the fee")
    reader.says("USD 7,500 a year", within=".answer")
    expect(page.locator("[aria-current=true]:not(a)")).to_have_text("7,500 your fee")

    page.get_by_label("Company").check()
    expect(page.locator("#id_population")).to_be_hidden()
    page.fill("#id_employees", "1999")
    reader.press("Show the fee")
    reader.says("USD 4,000 a year", within=".answer")

    page.get_by_label("Institution").check()
    reader.press("Show the fee")
    reader.says("institutions are not assessed", within=".answer")
    assert reader.complaints == []


def test_errors_lead_to_their_fields(reader):
    reader.go(QUOTE["en"] + STATES["errors"])
    page = reader.page

    assert page.title().startswith("Error: ")
    expect(page.locator(".error-summary")).to_be_focused()
    for place, field in enumerate(("population", "gdp_per_capita")):
        page.locator(".error-summary a").nth(place).click()
        expect(page.locator(f"#id_{field}")).to_be_focused()


def test_language_is_one_link_away(reader):
    reader.go(QUOTE["en"] + CITY)
    reader.follow(reader.page.get_by_role("link", name="한국어"))

    expect(reader.page.locator("html")).to_have_attribute("lang", "ko")
    reader.says("USD 7,500", within=".answer")
