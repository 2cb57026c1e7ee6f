"""What strangers upload does nothing in a browser: no script runs, nothing is shown in the place of a page.

Handed out are all files of the corpus that are accepted, as they are kept, and, as if their content had never been
judged, those that are refused.
"""

from contextlib import suppress
from functools import cache

import pytest
from csp.decorators import csp_exempt
from django.http import HttpResponse
from django.urls import path
from playwright.sync_api import Error

from tests.wego.upload_corpus import HTML, SVG, corpus
from wego.attachments import attachment_response, read_attachment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


# --- the site of these tests -------------------------------------------------------------------
@cache
def files() -> dict[str, tuple[bytes, str, str]]:
    """Content, declared type and name of each file."""
    kept = {one.label: read_attachment(one.upload()) for one in corpus() if one.is_accepted}
    believed = {one.label: one for one in corpus() if not one.is_accepted and len(one.content) < 2**20}
    return {
        **{key: (one.content, one.content_type, one.name) for key, one in kept.items()},
        **{key: (one.content, "text/html", one.name) for key, one in believed.items()},
    }


def file(request, key):
    content, content_type, name = files()[key]
    return attachment_response(content, content_type=content_type, name=name)


def shown(request, kind):
    """A file that is handed out without any care."""
    return HttpResponse(
        {"svg": SVG, "html": HTML}[kind], content_type={"svg": "image/svg+xml", "html": "text/html"}[kind]
    )


def around(request, element, host, key=None):
    """A page with a file in it, or with all of them; its own policy allows everything."""
    site = f"http://{host}:{request.get_port()}/file/"
    elements = [f"<{element} src='{site}{one}'></{element}>" for one in ([key] if key else files())]
    return HttpResponse("<!DOCTYPE html><title>around</title>" + "".join(elements))


urlpatterns = [
    path("file/<str:key>", file),
    path("shown/<str:kind>", csp_exempt()(shown)),
    path("around/<str:element>/<str:host>", csp_exempt()(around)),
    path("around/<str:element>/<str:host>/<str:key>", csp_exempt()(around)),
]


# --- a browser there ---------------------------------------------------------------------------
class Witness:
    """Sees scripts that run (each opens a dialog), files that are taken down, and pages that are shown."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.ran, self.downloads = [], []
        page.on("dialog", self._dismiss)
        page.on("download", lambda download: self.downloads.append(download))

    def _dismiss(self, dialog):
        self.ran.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str) -> str:
        """The address of the page that is shown afterwards."""
        self.page.goto("about:blank")
        with suppress(Error):  # a download is no page, which Playwright reports as an error
            self.page.goto(self.address + path)
        self.page.wait_for_load_state()
        return self.page.url


@pytest.fixture
def witness(page, live_server, settings):
    settings.ROOT_URLCONF = __name__
    return Witness(page, live_server.url)


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_script_is_seen_where_nobody_takes_care(witness, kind):
    assert witness.open(f"/shown/{kind}") == f"{witness.address}/shown/{kind}"

    assert witness.ran != []
    assert witness.downloads == []


def test_no_file_is_shown_or_runs_at_its_own_address(witness):
    for key in files():
        with witness.page.expect_download():
            assert witness.open(f"/file/{key}") == "about:blank", key

    assert len(files()) > 40
    assert witness.ran == []


def test_no_file_is_shown_or_runs_in_a_frame(witness):
    for key in files():
        with witness.page.expect_download():
            witness.open(f"/around/iframe/localhost/{key}")
        assert [frame.url for frame in witness.page.frames[1:]] in ([""], ["about:blank"]), key

    assert witness.ran == []


@pytest.mark.parametrize("element", ["img", "embed"])
def test_no_file_runs_inside_a_page(witness, element):
    asked = []
    witness.page.on("response", lambda answer: asked.append(answer.url))

    witness.open(f"/around/{element}/localhost")
    witness.page.wait_for_load_state("networkidle")

    assert witness.page.locator(element).count() == len(files())
    assert len([address for address in asked if "/file/" in address]) == len(files())
    assert witness.ran == []


def test_picture_is_no_part_of_a_page_elsewhere(witness):
    key = next(key for key, one in files().items() if one[1] == "image/png")
    width = "document.images[0].naturalWidth"

    witness.open(f"/around/img/localhost/{key}")
    assert witness.page.evaluate(width) > 0

    witness.address = witness.address.replace("localhost", "127.0.0.1")
    witness.open(f"/around/img/localhost/{key}")
    assert witness.page.evaluate(width) == 0
