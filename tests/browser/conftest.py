"""A real browser: the machine's own Chromium, driven by Playwright."""

import io
import shutil
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from fees.services.loading import load_fees
from members.models import Country
from members.services.applications import record_application, request_completion
from members.services.loading_letters import load_letter_texts
from tests.factories import ApplicationFactory, MeetingFactory, UserFactory, approve, make_associate
from wego.models import User

expect.set_options(timeout=15_000)  # milliseconds; machines may be slow


@pytest.fixture(scope="module")
def browser(django_db_setup):
    """Chromium for the tests of a module. Playwright keeps an event loop in this thread as long, so Django must be
    told that we are not in it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


@dataclass
class Visit:
    """Somebody at the site, in a browser, with all that the console complained about."""

    page: object
    address: str
    person: User | None = None
    complaints: list[str] = field(default_factory=list)
    judging: bool = False  # axe is at work on the page, which the site's own policy complains about

    def take(self, page) -> None:
        """Go on in this page."""
        self.page = page
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complain(str(error)))

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complain(f"{kind}: {text}")

    def complain(self, text: str) -> None:
        if not self.judging:
            self.complaints.append(f"{self.page.url}: {text}")

    def sign_in(self) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(self.person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.person.get_session_auth_hash()
        session.save()
        self._set_cookie(settings.SESSION_COOKIE_NAME, session.session_key)

    def speak(self, language: str) -> None:
        self._set_cookie(settings.LANGUAGE_COOKIE_NAME, language)

    def go(self, path: str):
        return self.page.goto(self.address + path)

    def press(self, label: str) -> None:
        self.follow(self.page.get_by_role("button", name=label, exact=True))

    def follow(self, link) -> None:
        """Click what leads to another page and be there: a click by itself does not wait for the page it asks for."""
        with self.page.expect_navigation():
            link.click()

    def says(self, text: str, within: str = "body") -> None:
        """Fails unless the page says so, at the latest after a while."""
        expect(self.page.locator(within)).to_contain_text(text)

    def _set_cookie(self, name: str, value: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.address}])


@pytest.fixture
def reader(page, live_server):
    """A visit of anyone to the live site."""
    visit = Visit(page, live_server.url)
    visit.take(page)
    return visit


@pytest.fixture
def visit(reader, real_register):
    """A visit of a person with all rights, with the real register."""
    reader.person = UserFactory(username="chief", is_superuser=True)
    reader.sign_in()
    return reader


@pytest.fixture
def joining(settings, real_register):
    """What somebody who joins online needs of the site."""
    settings.SITE_URL = "https://members.example.org"
    cache.clear()
    load_fees()
    load_letter_texts()


@pytest.fixture
def letter() -> bytes:
    """A photograph of a letter."""
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, "PNG")
    return picture.getvalue()


@pytest.fixture
def some_work(visit):
    """Rows for the pages that would be empty on the register alone; gives them by name."""
    chief, country = visit.person, Country.objects.get(iso3="KOR")
    associate = make_associate(
        by=chief, accepted_on=date(2020, 2, 3), name_en="Suwon", name_ko="수원시", country=country
    )
    make_associate(by=chief, accepted_on=date(2020, 2, 4), name_en="Cheonan", country=country)
    full = make_associate(by=chief, accepted_on=date(2020, 1, 3), name_en="Jecheon", country=country)
    approve(full, on=date(2020, 5, 4), by=chief)
    waiting = record_application(ApplicationFactory.build(country=country, name_en="Changwon"), by=chief)
    late = record_application(ApplicationFactory.build(country=country, name_en="Gangneung"), by=chief)
    request_completion(late, missing="seal", requested_on=late.received_on, due_on=date(2019, 5, 1), by=chief)
    meeting = MeetingFactory(held_from=date(2020, 11, 17))
    return {"associate": associate, "full": full, "waiting": waiting, "meeting": meeting}
