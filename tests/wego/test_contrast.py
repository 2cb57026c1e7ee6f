"""Contrast of the colours of the back office and of the public pages, computed from their stylesheets:
WCAG 1.4.3 (text 4.5:1) and 1.4.11 (controls 3:1)."""

import gzip
import re
from pathlib import Path

import pytest

import wego

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

STYLES = Path(wego.__file__).parent / "static" / "wego"
THEME, SITE = STYLES / "theme.css", STYLES / "site.css"

TEXT = [
    ("--body-fg", "--body-bg"),
    ("--body-fg", "--darkened-bg"),
    ("--body-fg", "--selected-row"),
    ("--body-fg", "--good-bg"),
    ("--body-quiet-color", "--body-bg"),
    ("--body-quiet-color", "--darkened-bg"),
    ("--body-medium-color", "--body-bg"),
    ("--link-fg", "--body-bg"),
    ("--link-fg", "--darkened-bg"),
    ("--link-fg", "--selected-row"),
    ("--link-hover-color", "--body-bg"),
    ("--link-selected-fg", "--body-bg"),
    ("--link-selected-fg", "--darkened-bg"),
    ("--breadcrumbs-fg", "--breadcrumbs-bg"),
    ("--breadcrumbs-link-fg", "--breadcrumbs-bg"),
    ("--header-color", "--header-bg"),
    ("--header-link-color", "--header-bg"),
    ("--header-branding-color", "--header-bg"),
    ("--button-fg", "--button-bg"),
    ("--button-fg", "--button-hover-bg"),
    ("--button-fg", "--default-button-bg"),
    ("--button-fg", "--default-button-hover-bg"),
    ("--button-fg", "--delete-button-bg"),
    ("--object-tools-fg", "--object-tools-bg"),
    ("--header-color", "--secondary"),
    ("--danger", "--body-bg"),
    ("--danger", "--danger-bg"),
    ("--danger", "--darkened-bg"),
    ("--good", "--body-bg"),
    ("--good", "--good-bg"),
    ("--error-fg", "--body-bg"),
    ("--body-fg", "--message-success-bg"),
    ("--body-fg", "--message-error-bg"),
    ("--body-fg", "--message-warning-bg"),
]
CONTROLS = [
    ("--border-color", "--body-bg"),
    ("--primary", "--body-bg"),
    ("--primary", "--darkened-bg"),
    ("--button-bg", "--body-bg"),
    ("--danger", "--body-bg"),
    ("--header-color", "--header-bg"),
]
PUBLIC_TEXT = [
    ("--ink", "--paper"),
    ("--ink", "--tint"),
    ("--ink", "--danger-tint"),
    ("--ink-soft", "--paper"),
    ("--ink-soft", "--shade"),
    ("--ink-hint", "--paper"),
    ("--ink-hint", "--tint"),
    ("--primary", "--paper"),
    ("--primary-dark", "--paper"),
    ("--primary-dark", "--tint"),
    ("--on-primary", "--primary"),
    ("--on-primary", "--primary-dark"),
    ("--danger", "--paper"),
    ("--danger", "--danger-tint"),
    ("--warn", "--warn-tint"),
]
PUBLIC_CONTROLS = [
    ("--ink-hint", "--paper"),
    ("--primary", "--paper"),
    ("--primary", "--tint"),
    ("--danger", "--paper"),
    ("--danger", "--danger-tint"),
]


def colours(selector: str, sheet: Path = THEME) -> dict[str, str]:
    """The tokens that the first rule of `selector` sets."""
    rule = re.search(re.escape(selector) + r"\s*\{(.*?)\}", sheet.read_text(), re.S)[1]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b", rule))


LIGHT = colours(':root, html[data-theme="light"]')
DARK = LIGHT | colours('html[data-theme="dark"]')
DARK_BY_SYSTEM = LIGHT | colours('html:not([data-theme="light"]):not([data-theme="dark"])')
PUBLIC = colours(":root", SITE)


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_pairs():
    assert round(contrast("#ffffff", "#000000"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_dark_is_the_same_by_choice_and_by_system():
    assert DARK == DARK_BY_SYSTEM


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (CONTROLS, 3.0)], ids=["text", "controls"])
def test_contrast(tokens, pairs, least):
    assert weak(tokens, pairs, least) == {}


@pytest.mark.parametrize(("pairs", "least"), [(PUBLIC_TEXT, 4.5), (PUBLIC_CONTROLS, 3.0)], ids=["text", "controls"])
def test_contrast_of_the_public_pages(pairs, least):
    assert weak(PUBLIC, pairs, least) == {}


def weak(tokens: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict:
    ratios = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_public_pages_take_their_colours_from_the_tokens():
    rules = SITE.read_text().split("}", 1)[1]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
    assert set(re.findall(r"var\((--[\w-]+)\)", rules)) == set(PUBLIC)


def test_stylesheet_of_the_public_pages_is_small():
    """In bytes as it travels; a page has 50 kB in all."""
    assert len(gzip.compress(SITE.read_bytes())) < 6_000
