"""Public keys of rows: a prefix that says what they are of, and 128 random bits. Never a number of the database."""

import re
from uuid import UUID

MEMBER, MEETING, APPLICATION = "mem", "mtg", "app"


def public_key(member) -> str:
    """mem_ and 32 hexadecimal digits."""
    return key_text(MEMBER, member.key)


def parse_public_key(text: str) -> UUID | None:
    """The key of a member that is meant; None where it is none."""
    return parse_key(MEMBER, text)


def key_text(prefix: str, key: UUID) -> str:
    return f"{prefix}_{key.hex}"


def parse_key(prefix: str, text: str) -> UUID | None:
    digits = re.fullmatch(f"{prefix}_([0-9a-f]{{32}})", text, re.ASCII)
    return UUID(digits[1]) if digits else None
