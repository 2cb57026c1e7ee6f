"""Whether a page fits its window and can be used by everyone."""

import json
from pathlib import Path

import pytest

from tests.browser import axe

BASELINE = json.loads((Path(__file__).parent / "axe_baseline.json").read_text())
"""What stock Django shows by itself, rule by rule, with a part of the element's address: an empty choice with
completion (select2) has no name. Our own templates show nothing."""
WIDTHS = (1280, 1024, 768, 375, 320)
JUDGED = (1280, 375)
PREFIX = {"en": "", "ko": "/ko"}
"""Of addresses, by language."""
EVERYONE = [
    pytest.param("en", (1280,), id="en-1280"),
    pytest.param("ko", (375,), id="ko-375"),
    pytest.param("en", (375,), id="en-375", marks=pytest.mark.proof),
    pytest.param("ko", (1280,), id="ko-1280", marks=pytest.mark.proof),
]
"""Languages and the widths at which axe judges public pages: in both on every run, all four by `make proof`."""
STAFF = [*EVERYONE[1:], pytest.param("en", (1280,), id="en-1280", marks=pytest.mark.proof)]
"""The same of the back office: in Korean, which most of its people read, on every run."""
STYLE = """css => {
    const sheet = new CSSStyleSheet();  // which the site's policy does not forbid
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
SPACED += " p { margin-bottom: 2em !important; }"
DOUBLED = "html { font-size: 200% !important; }"
CLIPPED = """[...document.querySelectorAll("body *")].filter(one => {
    const hides = [getComputedStyle(one).overflowX, getComputedStyle(one).overflowY].some(how => how !== "visible");
    const own = one.matches(".unseen, .unseen *, .table-wrap, input, select, textarea, progress");
    const over = one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
    return hides && !own && over && one.clientHeight;
}).map(one => one.outerHTML.slice(0, 80))"""


def overflow(page, widths: tuple[int, ...] = WIDTHS) -> dict[int, int]:
    """By how many pixels the page is wider than the window, where it is."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over:
            found[width] = over
    return found


def judged(visit, rules: tuple[str, ...], widths: tuple[int, ...] = JUDGED) -> set[str]:
    """What axe finds beyond the baseline of stock Django."""
    found = set()
    for width in widths:
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.judging = True
        lines = axe.violations(visit.page, rules)
        visit.judging = False
        for line in lines:
            rule, target = line.split(" ", 1)[0], line.rsplit(": ", 1)[1]
            if not any(part in target for part in BASELINE.get(rule, [])):
                found.add(f"{width}: {line}")
    return found


def wrong_with(visit, rules: tuple[str, ...] = axe.RULES, judged_at: tuple[int, ...] = JUDGED) -> list:
    return [*overflow(visit.page).items(), *sorted(judged(visit, rules, judged_at))]


def cramped(page) -> list[str]:
    """What is cut off, or makes the page wider than its window, with the spacing of WCAG 1.4.12 and with text of twice
    the size (1.4.4)."""
    found = []
    for css, width in ((SPACED, 320), (DOUBLED, 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(STYLE, css)
        found += [f"{width}: clipped: {line}" for line in page.evaluate(CLIPPED)]
        found += [f"{width}: wider by {over}" for over in overflow(page, (width,)).values()]
        page.evaluate(STYLE, "")
    return found
