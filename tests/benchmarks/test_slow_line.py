"""What each public page costs who reads it for the first time: requests, bytes, and seconds on a slow line (U3, U7)."""

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.middleware.gzip import GZipMiddleware

from tests.browser.applying import COMPANY, begin, write
from tests.browser.conftest import browser, joining, page, reader
from tests.browser.weighing import HEAVIEST, MOST_REQUESTS, Scale

__all__ = ["browser", "joining", "page", "reader"]
pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

AT_MOST = 2.0
"""Seconds on 400 kbit/s with 400 ms until anything answers."""
PUBLIC = ["", "members/", "statistics/", "about/", "data/", "fees/quote/", "certificates/"]
DOOR = ["apply/", "apply/privacy/", "apply/begin/", "apply/return/", "apply/mail/"]
INSIDE = [*(f"{part}/" for part in COMPANY), "", "letter/", "registration/", "fee/", "check/", "delete/"]


@pytest.fixture
def compressing(settings, monkeypatch):
    """What a proxy does with pages, and the real site with its static files."""
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE]
    plain = StaticFilesHandler.serve
    monkeypatch.setattr(
        StaticFilesHandler, "serve", lambda handler, asked: GZipMiddleware(lambda asked: plain(handler, asked))(asked)
    )


@pytest.mark.parametrize("prefix", ["/", "/ko/"])
def test_public_pages_on_a_slow_line(compressing, joining, reader, capsys, prefix):
    hub = begin(reader, prefix.rstrip("/"), kind=2)
    write(reader, hub, COMPANY)
    scale, lines, wrong = Scale(reader.page), [], []
    scale.slow_down()
    for path in [*(prefix + path for path in [*PUBLIC, *DOOR]), *(hub + path for path in INSIDE)]:
        assert reader.go(path).status == 200, path  # what the server remembers from the first reader on is there
        seconds = scale.seconds(reader.address + path)
        requests, weight, _hosts = scale.weigh()
        shown = path.replace(hub, f"{prefix}apply/…/")
        lines.append(f"{seconds:5.2f} s {weight / 1000:6.1f} kB {requests:2d} requests  {shown}")
        if seconds > AT_MOST or weight > HEAVIEST or requests > MOST_REQUESTS:
            wrong.append(lines[-1])

    with capsys.disabled():
        print(f"\nPublic pages cold, 400 kbit/s and 400 ms; at most {AT_MOST} s, {HEAVIEST / 1000:.0f} kB:")
        print("\n".join(lines))
    assert wrong == []
