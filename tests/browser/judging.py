"""Whether a page fits its window and can be used by everyone."""

import json
from pathlib import Path

from tests.browser import axe

BASELINE = json.loads((Path(__file__).parent / "axe_baseline.json").read_text())
"""What stock Django shows by itself, rule by rule, with a part of the element's address: an empty choice with
completion (select2) has no name. Our own templates show nothing."""
WIDTHS = (1280, 1024, 768, 375, 320)
JUDGED = (1280, 375)


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


def wrong_with(visit, rules: tuple[str, ...] = axe.RULES, widths: tuple[int, ...] = WIDTHS) -> list:
    return [*overflow(visit.page, widths).items(), *sorted(judged(visit, rules))]
