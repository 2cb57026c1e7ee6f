"""The key under which a member is known to the public: `mem_` and 32 hexadecimal digits. Random, never a number."""

import re
from uuid import UUID

from members.models import Member

PREFIX = "mem_"


def public_key(member: Member) -> str:
    return f"{PREFIX}{member.key.hex}"


def parse_public_key(text: str) -> UUID | None:
    """The key of the member in the database; None where `text` is no public key. One key has one spelling."""
    return UUID(text.removeprefix(PREFIX)) if re.fullmatch(PREFIX + "[0-9a-f]{32}", text) else None
