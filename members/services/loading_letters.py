"""The texts of letters as they are first (fixtures/letter_texts.json); what officers write over them stays."""

from members.models import LetterText
from wego.fixtures import read_fixture, take_fresh

LETTER_TEXTS = "letter_texts.json"


def load_letter_texts() -> int:
    """One text for each letter and language that was never loaded; returns how many were made."""
    fresh = [row for _place, row in take_fresh(read_fixture(LETTER_TEXTS))]
    for row in fresh:
        text = LetterText(
            kind=row["kind"],
            language=row["language"],
            subject=row["subject"],
            body="\n\n".join(row["body"]),
            enclosures="\n".join(row.get("enclosures", [])),
            mail="\n\n".join(row["mail"]),
        )
        text._change_reason = "loaded from the source"
        text.full_clean()
        text.save()
    return len(fresh)
