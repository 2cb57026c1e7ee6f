"""In what a row and its member differ, and when an explanation of it still holds. No database."""

from datetime import date

import pytest

from members.published.entries import Said
from tests.members.published.bodies import body, entry, left, one

pytestmark = pytest.mark.sqlite

SUWON = {"number": 2}


def differing(member=None, **said) -> list[tuple]:
    found = one(entry(2, "Suwon", **said), member or body(2, "Suwon"))
    return [(line.role, line.stated, line.held, line.readable) for line in found.differences]


@pytest.mark.parametrize(
    ("said", "difference"),
    [
        ({"country": "KOR"}, None),
        ({"country": "JPN"}, ("country", "JPN", "KOR", True)),
        ({"country": None}, ("country", "?", "KOR", False)),
        ({"kind": "city"}, None),
        ({"kind": "company"}, ("kind", "company", "city", True)),
        ({"status": "full"}, None),
        ({"status": "associate"}, ("status", "associate", "full", True)),
        ({"capital": False}, None),
        ({"capital": True}, ("capital", "True", "no", True)),
        ({"number": 2}, None),
        ({"number": 3}, ("number", "3", "2", True)),
        ({"since": (2015,)}, None),  # the year in which it joined
        ({"since": (2016, 5)}, None),  # the month in which it became a full member
        ({"since": (2015, 3, 2)}, None),
        ({"since": (2015, 3, 3)}, ("since", "(2015, 3, 3)", "2016-05-01", True)),
        ({"since": (2017,)}, ("since", "(2017,)", "2016-05-01", True)),
    ],
)
def test_what_the_list_states_is_compared(said, difference):
    assert differing(**said) == ([difference] if difference else [])


def test_a_member_of_either_standing_is_a_member():
    cell = {"status": Said("회원", frozenset({"associate", "full"}))}
    row = entry(2, "Suwon")

    found = one(type(row)(2, row.names, cell), body(2, "Suwon", status="associate"))

    assert found.differences == ()


def test_a_day_that_nobody_stated_is_no_difference():
    """The register only began with it (R25)."""
    opened = body(2, "Suwon", ground="opening", since=date(2019, 12, 31), joined=date(2019, 12, 31))

    assert differing(opened, since=(2011,)) == []


def test_an_institution_is_no_capital():
    institution = body(2, "Suwon", kind="institution", capital=None)

    assert differing(institution, capital=False) == []
    assert differing(institution, capital=True) == [("capital", "True", "no", True)]


def test_several_differences_come_in_one_order():
    assert [role for role, *_rest in differing(number=3, country="JPN", status="associate")] == [
        "country",
        "status",
        "number",
    ]


# --- what an explanation is about ------------------------------------------------------------------
def digest(row, *bodies) -> str:
    return one(row, *bodies).digest


def test_an_explanation_holds_while_the_finding_is_the_same():
    """It does not matter how surely the member was found, nor who else looks like it."""
    member = body(2, "Suwon", "수원", aliases=["Suwon-si"])

    assert len({digest(entry(2, name, country="JPN"), member) for name in ("Suwon", "수원", "Suwon-si")}) == 1
    assert digest(entry(2, "Atlantis"), member) == digest(entry(2, "Atlantis"), member, body(9, "Pohang"))


def test_another_finding_needs_another_explanation():
    member, here = body(2, "Suwon"), entry(2, "Suwon", country="JPN")

    digests = {
        digest(here, member),
        digest(here, body(2, "Suwon", country="CHN")),  # the register says something else
        digest(entry(2, "Suwon", country="CHN"), member),
        digest(entry(2, "Suwon", country="JPN", status="associate"), member),
        digest(entry(3, "Suwon", country="JPN"), member),
        digest(here, left(2, "Suwon")),
        digest(here, body(2, "Suwon", status=None, since=None)),
        digest(here),
    }

    assert len(digests) == 8
