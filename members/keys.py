"""Public keys of rows: a prefix that says what they are of, and 128 random bits. Never a number of the database."""


def public_key(member) -> str:
    """mem_ and 32 hexadecimal digits."""
    return f"mem_{member.key.hex}"
