"""Corrections, acts of earlier days, and the opening of the register (A2, R25)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.lifecycle import Status
from members.models import (
    Member,
    StatusChange,
)
from members.register import count_groups
from members.services.leaving import withdraw_member
from members.services.status import confirm_provisional, correct_status, open_register
from tests.factories import (
    approve,
    make_associate,
    make_full,
    make_opened,
)
from tests.members.asking import messages_of, status_on

pytestmark = pytest.mark.django_db


# --- corrections -----------------------------------------------------------------------------------
def test_correction_takes_over_what_is_not_given(officer, second_officer):
    member = make_associate(by=officer)
    wrong = member.status_changes.get()

    right = correct_status(wrong, effective_on=date(2019, 4, 2), reason="misread letter", by=second_officer)

    assert (right.status, right.ground, right.effective_on) == ("associate", "acceptance", date(2019, 4, 2))
    assert (right.application, right.corrects, right.reason) == (wrong.application, wrong, "misread letter")
    assert (right.recorded_by, wrong.recorded_by) == (second_officer, officer)
    assert list(StatusChange.objects.known()) == [right]
    assert StatusChange.objects.count() == 2


def test_a_row_is_corrected_once_and_its_correction_can_be_corrected(officer):
    first = make_associate(by=officer).status_changes.get()
    second = correct_status(first, effective_on=date(2019, 4, 2), reason="misread", by=officer)

    assert messages_of(lambda: correct_status(first, reason="again", by=officer)) == [
        "This row has been corrected already. Correct the row that stands in its place."
    ]
    third = correct_status(second, effective_on=date(2019, 4, 3), reason="misread again", by=officer)

    assert list(StatusChange.objects.known()) == [third]


def test_correction_without_a_reason_is_refused(officer):
    row = make_associate(by=officer).status_changes.get()

    assert messages_of(lambda: correct_status(row, reason="", by=officer)) == ["State why the row is corrected."]


def test_annulled_row_never_held(officer):
    member = make_associate(by=officer)
    row = member.status_changes.get()

    annulment = correct_status(row, status=Status.ANNULLED, reason="another city of that name", by=officer)

    assert status_on(member, date(2020, 1, 1)) == (None, None, None)
    assert count_groups(date(2020, 1, 1)) == []
    assert (annulment.ground, annulment.application, annulment.corrects) == ("error", None, row)


def test_row_on_which_a_later_one_rests_is_not_annulled(officer):
    member = make_full(by=officer)
    acceptance = member.status_changes.get(ground="acceptance")

    assert messages_of(lambda: correct_status(acceptance, status=Status.ANNULLED, reason="x", by=officer)) == [
        "Out of order: “approved by decision” on 2019-11-08. Standing on that day: not a member yet. "
        "Needed first: associate member. Nothing was saved."
    ]
    assert member.status_changes.count() == 2


def test_correction_that_would_break_the_order_is_refused(officer):
    member = make_full(by=officer)
    acceptance = member.status_changes.get(ground="acceptance")

    with pytest.raises(ValidationError, match="Out of order"):
        correct_status(acceptance, effective_on=date(2019, 11, 9), reason="x", by=officer)
    assert list(StatusChange.objects.history_of(member).values_list("ground", flat=True)) == ["acceptance", "approval"]


def test_correction_points_at_a_row_of_the_same_member(officer):
    other, mine = make_associate(by=officer), make_associate(by=officer)
    row = StatusChange(
        member=mine,
        status="annulled",
        ground="error",
        effective_on=date(2020, 1, 1),
        corrects=other.status_changes.get(),
        reason="x",
        recorded_by=officer,
    )

    assert messages_of(row.save) == ["A correction points at a row of the same member."]


# --- in the middle -----------------------------------------------------------------------------------
def test_act_of_an_earlier_day_takes_its_place_in_the_middle(officer):
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)

    approve(member, on=date(2019, 11, 8), by=officer)

    assert [row.status for row in StatusChange.objects.history_of(member)] == ["associate", "full", "former"]


def test_act_of_an_earlier_day_must_fit_what_follows(officer):
    member = make_full(approved_on=date(2020, 11, 17), by=officer)

    assert messages_of(
        lambda: withdraw_member(member, notice_on=date(2019, 5, 1), last_day=date(2019, 6, 30), by=officer)
    ) == [
        "Out of order: “approved by decision” on 2020-11-17. Standing on that day: former member (2019-07-01). "
        "Needed first: associate member. Nothing was saved."
    ]
    assert status_on(member, date(2020, 1, 1))[0] == "associate"


# --- the opening (R25) -----------------------------------------------------------------------------
def test_opening_rows_are_full_and_provisional_and_name_their_source(db):
    (member,) = make_opened(7)

    row = member.status_changes.get()

    assert (row.status, row.ground, row.effective_on) == ("full", "opening", date(2019, 12, 31))
    assert (row.provisional, row.source, row.opening, row.recorded_by) == (True, "the sheet", True, None)


def test_a_member_is_opened_once(db):
    members = make_opened(7, 8)

    assert messages_of(lambda: open_register(members=members, on=date(2019, 12, 31), source="the sheet")) == [
        "The register is open for member no. 7, 8 already. Nothing was saved."
    ]


def test_confirming_makes_some_full_and_some_associates(officer):
    city, other, third = make_opened(1, 2, 3)

    count = confirm_provisional(members=[city], associates=[other], reason="blue in the original", by=officer)

    day = date(2019, 12, 31)
    assert count == 2
    assert [status_on(one, day) for one in (city, other, third)] == [
        ("full", day, False),
        ("associate", day, False),
        ("full", day, True),
    ]
    corrected = StatusChange.objects.known().get(member=other)
    assert (corrected.source, corrected.reason, corrected.corrects.provisional) == (
        "the sheet",
        "blue in the original",
        True,
    )


def test_confirming_twice_is_refused_and_confirms_nobody(officer):
    first, second = make_opened(1, 2)
    confirm_provisional(members=[first], reason="list of 2020-02", by=officer)

    assert messages_of(lambda: confirm_provisional(members=[first, second], reason="again", by=officer)) == [
        "Not provisional, so there is nothing to confirm: member no. 1. Nothing was saved."
    ]
    assert status_on(second, date(2020, 1, 1))[2] is True


def test_confirming_needs_a_reason(officer):
    (member,) = make_opened(1)

    assert messages_of(lambda: confirm_provisional(members=[member], reason=" ", by=officer)) == [
        "State on what ground the rows are confirmed."
    ]


@pytest.mark.parametrize("day", [date(2019, 12, 30), date(2020, 1, 1)])
def test_nobody_is_opened_on_another_day_than_the_register(officer, day):
    make_opened(1)
    (newcomer,) = [make_member_without_standing(officer)]

    assert messages_of(lambda: open_register(members=[newcomer], on=day, source="a later list")) == [
        "The register was opened on 2019-12-31: an opening row is of that day. Who came later comes by an "
        "application and a decision."
    ]


def make_member_without_standing(officer):
    member = make_associate(by=officer)
    correct_status(member.status_changes.get(), status=Status.ANNULLED, reason="x", by=officer)
    return Member.objects.create(number=member.number + 1, kind=member.kind, country=member.country)


def test_correcting_the_standing_of_an_opening_row_takes_its_mark_away(officer):
    (member,) = make_opened(1)

    correct_status(member.status_changes.get(), status=Status.ASSOCIATE, reason="letter of 2020", by=officer)

    assert status_on(member, date(2019, 12, 31)) == ("associate", date(2019, 12, 31), False)


def test_correcting_the_source_alone_keeps_the_mark(officer):
    (member,) = make_opened(1)

    correct_status(member.status_changes.get(), source="page 3 of the sheet", reason="more exact", by=officer)

    assert status_on(member, date(2019, 12, 31)) == ("full", date(2019, 12, 31), True)
