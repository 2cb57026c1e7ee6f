"""Placeholders in texts that people write: `{member}`, flat words out of a fixed list, replaced once.

What stands for a placeholder is text and stays text: it is never read again, no attribute, format or expression is
looked up. Nothing else in a text means anything.
"""

import re
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
SHOWN = 40  # characters of an unknown placeholder, in a refusal


def check_placeholders(text: str, allowed: Collection[str]) -> None:
    """Refuse a placeholder that is not among `allowed`, and a brace that belongs to none."""
    words = {"allowed": ", ".join(f"{{{name}}}" for name in allowed)}
    for found in PLACEHOLDER.finditer(text):
        if found[1] not in allowed:
            raise ValidationError(
                _("There is no placeholder %(given)s in this text. Nothing was saved. These can be used: %(allowed)s"),
                code="unknown_placeholder",
                params={**words, "given": found[0][:SHOWN]},
            )
    if BRACE.search(PLACEHOLDER.sub("", text)):
        raise ValidationError(
            _(
                "A brace { or } stands alone or twice: braces are for placeholders only. Nothing was saved. These can "
                "be used: %(allowed)s"
            ),
            code="stray_brace",
            params=words,
        )


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced once by its value; values are not looked at."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def one_line(text: str) -> str:
    """Without line breaks and control characters: fit for a heading, a subject, a header of a mail."""
    return " ".join("".join(" " if not one.isprintable() else one for one in text).split())
