from uuid import UUID

import pytest

from members.keys import parse_public_key, public_key
from members.models import Member

pytestmark = pytest.mark.sqlite

MEMBER = Member(number=1, key=UUID("46d439c2-1851-40db-94bf-0c4a5acf92a9"))


def test_a_key_is_read_back():
    assert parse_public_key(public_key(MEMBER)) == MEMBER.key


def test_a_key_is_a_prefix_and_32_hexadecimal_digits():
    assert public_key(MEMBER) == "mem_" + str(MEMBER.key).replace("-", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mem_",
        "mem_" + "0" * 31,
        "mem_" + "0" * 33,
        "mem_" + "A" * 32,
        "mem_" + "0" * 31 + "g",
        "inv_" + "0" * 32,
        "0" * 32,
        str(MEMBER.key),
        f"mem_{MEMBER.key}",
        "mem_" + "0" * 32 + "\n",
        "mem_" + "٣" * 32,
    ],
)
def test_a_key_has_one_spelling(text):
    assert parse_public_key(text) is None
