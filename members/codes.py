"""Check codes that people read from paper and type: 100 random bits in letters that cannot be mixed up."""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH = 20  # characters of 5 bits each
GROUP = 4
MEANT = str.maketrans("ILO", "110")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def read_code(typed: str) -> str:
    """The code that somebody means: whatever case, spaces, hyphens, O for 0, I or L for 1; '' where it is none."""
    wide = unicodedata.normalize("NFKC", typed[:200]).upper()
    code = "".join(letter for letter in wide if letter.isalnum()).translate(MEANT)
    return code if len(code) == LENGTH and set(ALPHABET).issuperset(code) else ""


def grouped(code: str) -> str:
    """As it is printed: 7KQ2-MX9D-4TPA-0HVC-R3WZ."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
