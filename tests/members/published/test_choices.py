"""What an officer said about a row, against what its name says. No database."""

import pytest

from members.published.codes import Verdict
from members.published.entries import Choice
from tests.members.published.bodies import body, compared, entry, left

pytestmark = pytest.mark.sqlite

SEOUL, SUWON = body(1, "Seoul Metropolitan Government", "서울"), body(2, "Suwon", "수원")


def said(verdict, member=None) -> Choice:
    return Choice(verdict, member, "kim", "2026-03-01T09:00:00+09:00")


def test_a_choice_is_before_every_name():
    rows, choices = [entry(2, "Suwon"), entry(3, "Capital")], {3: said(Verdict.MEMBER, SUWON.key)}

    assert compared(rows, [SEOUL, SUWON], choices) == [
        ("r2", "extra", "twice", 2),
        ("r3", "matched", "chosen", 2),
        ("m1", "missing", "absent", 1),
    ]


def test_none_of_the_members_is_said_and_stays_so():
    assert compared([entry(2, "Suwon")], [SUWON], {2: said(Verdict.NONE)}) == [
        ("r2", "extra", "none", None),
        ("m2", "missing", "absent", 2),
    ]


def test_a_choice_can_be_taken_back():
    assert compared([entry(2, "Suwon")], [SUWON], {2: said(Verdict.OPEN)})[0] == ("r2", "matched", "official", 2)


def test_two_choices_of_one_member_are_one_and_listed_twice():
    choices = dict.fromkeys((2, 3), said(Verdict.MEMBER, SUWON.key))

    assert compared([entry(2, "a"), entry(3, "b")], [SUWON], choices) == [
        ("r2", "matched", "chosen", 2),
        ("r3", "extra", "twice", 2),
    ]


def test_a_chosen_former_member_is_extra_as_such():
    former = left(20, "Pohang")

    assert compared([entry(2, "P.")], [former], {2: said(Verdict.MEMBER, former.key)}) == [
        ("r2", "extra", "former", 20)
    ]


def test_a_choice_of_a_record_that_is_gone_is_open_again():
    assert compared([entry(2, "Suwon")], [SUWON], {2: said(Verdict.MEMBER, 999)})[0][2] == "official"
