"""The directory and its neighbours in a real browser: for everyone, on every width, light, and without scripts."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from fees.services.loading import load_fees
from members.keys import public_key
from members.models import Member
from tests.browser.axe import BEST
from tests.browser.judging import EVERYONE, PREFIX, wrong_with

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

PAGES = {
    "front": "/",
    "members": "/members/",
    "filtered": "/members/?q=dakar&region=africa",
    "none": "/members/?q=zzqqxx",
    "wrong day": "/members/?on=2019-01-01&kind=city",
    "member": "/members/SEOUL/",
    "member, wrong day": "/members/SEOUL/?on=x",
    "statistics": "/statistics/",
    "statistics, opening": "/statistics/?on=2019-12-31",
    "about": "/about/",
    "data": "/data/",
}
HEAVIEST = 50_000  # bytes, compressed as a proxy does it


@pytest.fixture
def reader(reader, real_register):
    """Anyone, at the site with WeGO's register."""
    load_fees()
    return reader


@pytest.fixture
def seoul(reader) -> str:
    return public_key(Member.objects.get(number=1))


@pytest.mark.axe
@pytest.mark.parametrize(("language", "judged_at"), EVERYONE)
def test_every_page_is_usable_by_everyone(reader, seoul, language, judged_at):
    prefix, wrong = PREFIX[language], {}
    for name, path in PAGES.items():
        assert reader.go(prefix + path.replace("SEOUL", seoul)).status == 200, name
        assert reader.page.locator("html").get_attribute("lang") == language
        if found := wrong_with(reader, BEST, judged_at):
            wrong[name] = found

    assert wrong == {}
    assert reader.complaints == []


@pytest.mark.axe
def test_open_details_are_usable_by_everyone(reader):
    wrong = []
    for path in ("/members/", "/statistics/"):
        reader.go(path)
        reader.page.set_viewport_size({"width": 320, "height": 900})
        for summary in reader.page.locator("summary").all():
            summary.click()
        wrong += wrong_with(reader, BEST)

    assert wrong == []


@pytest.mark.parametrize("path", ["/ko/", "/ko/members/", "/ko/statistics/?on=2019-12-31", "/ko/about/", "/ko/data/"])
def test_every_page_is_light_and_asks_nobody_else(reader, path):
    answers = []
    reader.page.on("response", lambda answer: answers.append(answer))
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")

    assert 2 <= len(answers) <= 5
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(reader.address).netloc}
    assert {answer.status for answer in answers} == {200}
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= HEAVIEST


@pytest.mark.parametrize("prefix", ["", "/ko"])
def test_the_header_is_one_line_on_a_desk(reader, prefix):
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    reader.go(f"{prefix}/")

    links = reader.page.locator("header a").all()
    middles = {round(box["y"] + box["height"] / 2) for box in (link.bounding_box() for link in links)}
    assert len(links) >= 8
    assert max(middles) - min(middles) <= 2


def test_filters_lie_open_on_a_desk_and_behind_one_word_on_a_phone(reader):
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 900})
    reader.go("/members/")
    expect(page.get_by_label("Country")).to_be_visible()
    expect(page.locator("summary")).to_be_hidden()

    page.set_viewport_size({"width": 375, "height": 900})
    expect(page.get_by_label("Country")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_label("Country")).to_be_visible()


def test_filters_without_scripts(browser, reader):
    context = browser.new_context(locale="en-GB", java_script_enabled=False, viewport={"width": 375, "height": 900})
    reader.take(context.new_page())
    page = reader.page
    reader.go("/members/")
    reader.says("191 members in 59 countries", within="h2#results")

    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Africa (54)").check()
    page.get_by_label("Kind").select_option(label="City (144)")
    page.get_by_label("As of").fill("2019-12-31")
    reader.press("Show members")
    reader.says("46 members in", within="h2#results")
    expect(page.get_by_label("Africa (54)")).to_be_checked()

    reader.follow(page.get_by_role("link", name="Next page"))
    reader.says("Page 2 of 3", within=".pages")
    reader.follow(page.locator(".stacked a").first)
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("?on=2019-12-31")

    page.get_by_label("As of").fill("2019-12-30")
    reader.press("Show this day")
    reader.says("The register begins on 2019-12-31", within="#id_on_error")
    assert reader.complaints == []
    context.close()


def test_rows_are_cards_on_a_phone_that_still_read_as_a_table(reader):
    page = reader.page
    page.set_viewport_size({"width": 375, "height": 900})
    reader.go("/members/?q=seoul metropolitan government")

    row = page.get_by_role("row").filter(has_text="Seoul Metropolitan Government")
    expect(row.get_by_role("rowheader")).to_have_text("Seoul Metropolitan Government")
    expect(row.get_by_role("cell")).to_have_count(5)
    name, country = row.get_by_role("rowheader").bounding_box(), row.get_by_role("cell").first.bounding_box()
    assert country["y"] >= name["y"] + name["height"]


def test_a_wrong_day_leads_to_its_field(reader):
    reader.go("/members/?on=yesterday")
    page = reader.page

    assert page.title().startswith("Error: ")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()
    expect(page.locator("#id_on")).to_be_focused()
    expect(page.locator("#id_on")).to_have_value("yesterday")


def test_language_is_one_link_away(reader):
    reader.go("/members/?q=바기오&on=2019-12-31")
    reader.follow(reader.page.get_by_role("link", name="한국어"))

    expect(reader.page.locator("html")).to_have_attribute("lang", "ko")
    expect(reader.page.locator("#id_q")).to_have_value("바기오")
    expect(reader.page.locator("#id_on")).to_have_value("2019-12-31")
