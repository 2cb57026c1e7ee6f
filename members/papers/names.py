"""Names as the papers' font can show them: English and Korean always, a local one where it has the letters."""

import unicodedata

from wego.glyphs import known_characters


def shown(name: str) -> str:
    """The name, or '' where the font lacks one of its letters."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return name if known_characters().issuperset(name) else ""


def other_names(first: str, *names: str) -> list[str]:
    """Those of the names that can be shown and say something else than the first."""
    found = [first]
    for name in map(shown, names):
        if name and name not in found:
            found.append(name)
    return found[1:]
