"""Contrast of the theme's colours, computed from the stylesheet: WCAG 1.4.3 (text 4.5:1) and 1.4.11 (controls 3:1)."""

import re
from pathlib import Path

import pytest

import wego

THEME = Path(wego.__file__).parent / "static" / "wego" / "theme.css"

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


def colours(selector: str) -> dict[str, str]:
    """The tokens that the first rule of `selector` sets."""
    rule = re.search(re.escape(selector) + r"\s*\{(.*?)\}", THEME.read_text(), re.S)[1]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b", rule))


LIGHT = colours(':root, html[data-theme="light"]')
DARK = LIGHT | colours('html[data-theme="dark"]')
DARK_BY_SYSTEM = LIGHT | colours('html:not([data-theme="light"]):not([data-theme="dark"])')


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
    weak = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}
