"""The change list: opening + joined - left = closing (paper 19)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.changes import list_changes
from members.models import Language, Member
from members.services.leaving import split_member, withdraw_member
from members.services.members import MemberFacts, rename_member
from members.services.status import confirm_provisional
from tests.factories import (
    MeetingFactory,
    approve,
    make_associate,
    make_former,
    make_full,
    make_opened,
    readmit,
)

pytestmark = pytest.mark.django_db

END_2019, END_2020 = date(2019, 12, 31), date(2020, 12, 31)


def lists(since=END_2019, until=END_2020):
    changes = list_changes(since, until)
    assert changes.adds_up
    return {
        name: [(change.member.number, change.on, str(change.words)) for change in getattr(changes, name)]
        for name in ("joined", "approved", "left", "renamed")
    }


def leave(member, officer, day):
    withdraw_member(member, notice_on=day, last_day=day, by=officer)


def test_period_begins_after_its_first_day_and_ends_with_its_last(officer):
    make_associate(accepted_on=END_2019, by=officer)
    make_associate(accepted_on=END_2019 + timedelta(days=1), by=officer)
    make_associate(accepted_on=END_2020, by=officer)
    make_associate(accepted_on=END_2020 + timedelta(days=1), by=officer)

    changes = list_changes(END_2019, END_2020)

    assert (changes.opening, changes.closing, changes.adds_up) == (1, 3, True)
    assert [change.member.number for change in changes.joined] == [2, 3]


def test_last_day_of_membership_is_not_yet_a_change(officer):
    member = make_full(by=officer)
    leave(member, officer, END_2020)

    assert lists()["left"] == []
    assert lists(END_2019, END_2020 + timedelta(days=1))["left"] == [(1, date(2021, 1, 1), "withdrawal")]


def test_who_came_and_went_in_the_period_stands_in_both_lists(officer):
    make_opened(1)
    member = make_associate(accepted_on=date(2020, 3, 2), by=officer)
    leave(member, officer, date(2020, 5, 1))
    readmit(member, on=date(2020, 8, 3), by=officer)
    approve(member, on=date(2020, 11, 17), by=officer)

    assert lists() == {
        "joined": [
            (2, date(2020, 3, 2), "application accepted"),
            (2, date(2020, 8, 3), "application accepted, readmission"),
        ],
        "approved": [(2, date(2020, 11, 17), "approved by decision")],
        "left": [(2, date(2020, 5, 2), "withdrawal")],
        "renamed": [],
    }


def test_split_is_one_that_left_and_two_that_joined(officer):
    member = make_full(by=officer)
    parts = [MemberFacts("city", member.country, name) for name in ("North", "South")]
    day = date(2020, 11, 17)
    split_member(member, into=parts, meeting=MeetingFactory(held_from=day), decided_on=day, last_day=day, by=officer)

    found = lists()

    assert [number for number, *_rest in found["left"]] == [1]
    assert [number for number, *_rest in found["joined"]] == [2, 3]


def test_confirming_provisional_rows_changes_nobody(officer):
    members = make_opened(1, 2)
    confirm_provisional(members=members[:1], associates=members[1:], reason="x", by=officer)

    assert lists() == {"joined": [], "approved": [], "left": [], "renamed": []}


def test_rename_shows_the_old_name_and_the_new(officer):
    (member,) = make_opened(1)
    rename_member(member, language=Language.KO, name="아스타나", valid_from=date(2020, 5, 1), reason="x", by=officer)
    rename_member(member, language=Language.KO, name="누르", valid_from=date(2021, 5, 1), reason="x", by=officer)

    (change,) = list_changes(END_2019, END_2020).renamed

    assert (change.member.name_en, str(change.words)) == ("Opened 1", "Korean: 아스타나")


def test_rename_of_who_is_no_member_is_not_listed(officer):
    former = make_former(last_day=END_2019, by=officer)
    rename_member(former, language=Language.EN, name="New", valid_from=date(2020, 5, 1), reason="x", by=officer)

    assert lists()["renamed"] == []


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (
            date(2019, 12, 30),
            END_2020,
            "The register begins on 2019-12-31. Nothing is recorded of 2019-12-30: choose 2019-12-31 or a later day.",
        ),
        (
            END_2020,
            END_2019,
            "The change list ends on or after the day it starts: 2020-12-31 is after 2019-12-31.",
        ),
    ],
)
def test_impossible_period_is_refused(since, until, sentence):
    make_opened(1)

    with pytest.raises(ValidationError) as caught:
        list_changes(since, until)
    assert caught.value.messages == [sentence]


def test_period_of_one_day_is_empty():
    make_opened(1)

    assert lists(END_2019, END_2019) == {"joined": [], "approved": [], "left": [], "renamed": []}


def test_list_asks_the_same_number_of_times_for_one_change_and_for_three(officer, django_assert_num_queries):
    make_opened(1)
    for count in (1, 3):
        while Member.objects.count() < count + 1:
            member = make_associate(accepted_on=date(2020, 3, 2), by=officer)
            rename_member(member, language=Language.EN, name="New", valid_from=END_2020, reason="x", by=officer)

        with django_assert_num_queries(7):
            changes = list_changes(END_2019, END_2020)
            named = [(change.member.name_en, change.member.country_id) for change in changes.joined + changes.renamed]
        assert len(named) == 2 * count


@pytest.fixture
def many_years(officer):
    """A register in which members came, were approved, left and came back."""
    make_opened(1, 2, 3)
    for step in range(6):
        member = make_associate(accepted_on=date(2020, 1 + step, 5), by=officer)
        if step % 2:
            approve(member, on=date(2020, 11, 17), by=officer)
        if step % 3 == 0:
            leave(member, officer, date(2021, 1 + step, 20))
            readmit(member, on=date(2021, 6 + step, 1), by=officer)


@given(offsets=st.tuples(st.integers(0, 900), st.integers(0, 900)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_every_pair_of_days_adds_up(many_years, offsets):
    since, until = (END_2019 + timedelta(days=offset) for offset in sorted(offsets))

    changes = list_changes(since, until)

    assert changes.opening + len(changes.joined) - len(changes.left) == changes.closing
