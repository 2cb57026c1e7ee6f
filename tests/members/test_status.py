"""The status history: appended only, read as of a day and as known at an instant (A2, R9, R25)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from members.lifecycle import Ground, Status
from members.models import (
    ApplicationStep,
    Decision,
    Explanation,
    Member,
    MemberFigure,
    StatedTotal,
    StatusChange,
)
from members.register import count_groups, members_on
from members.services.decisions import annul_decision
from members.services.leaving import withdraw_member
from members.services.status import change_status, correct_status, standing
from tests.factories import (
    approve,
    make_associate,
    make_former,
    make_full,
)
from tests.members.asking import messages_of, status_on

pytestmark = pytest.mark.django_db

NEVER_CHANGED = (
    "A recorded row is never changed or deleted. Nothing was saved: record a correction that points at the row."
)


# --- appended, never changed ----------------------------------------------------------------------
def change_a_row(row):
    row.reason = "another"
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        change_a_row,
        lambda row: row.delete(),
        lambda row: StatusChange.objects.update(reason="another"),
        lambda row: StatusChange.objects.filter(pk=row.pk).update(status=Status.FULL),
        lambda row: StatusChange.objects.filter(pk=row.pk).delete(),
        lambda row: StatusChange.objects.bulk_update([row], ["reason"]),
        lambda row: row.member.status_changes.update(reason="another"),
        lambda row: row.member.status_changes.all().delete(),
        lambda row: StatusChange.objects.update_or_create(pk=row.pk, defaults={"reason": "another"}),
    ],
    ids=[
        *("save", "delete", "update", "filter-update", "filter-delete", "bulk_update"),
        *("by-member", "by-member-delete", "update_or_create"),
    ],
)
def test_history_row_is_never_changed(officer, change):
    row = make_associate(by=officer).status_changes.get()

    assert messages_of(lambda: change(row)) == [NEVER_CHANGED]
    assert StatusChange.objects.values_list("reason", "status").get() == ("", "associate")


def test_history_row_is_not_overwritten_by_a_bulk_insert(officer):
    row = make_associate(by=officer).status_changes.get()

    with pytest.raises(TypeError):
        StatusChange.objects.bulk_create([row], update_conflicts=True, update_fields=["reason"], unique_fields=["id"])


def test_member_with_a_history_is_not_deleted(officer):
    member = make_associate(by=officer)

    with pytest.raises(DatabaseError):  # ProtectedError is one
        member.delete()


@pytest.mark.postgresql
@pytest.mark.parametrize("model", [StatusChange, Decision, ApplicationStep, MemberFigure, Explanation])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_postgresql_refuses_to_change_history(officer, model, sql):
    member = make_full(by=officer, population=1_000, figure_year=2018, figure_source="census")
    explain_something(officer)
    assert member.figures.exists()

    with pytest.raises(DatabaseError, match="a recorded row is never changed or deleted"), transaction.atomic():
        connection.cursor().execute(sql.format(model._meta.db_table))


def explain_something(officer):
    total = StatedTotal.objects.create(as_of=date(2019, 12, 31), where_en="here", stated=7, source="the sheet")
    Explanation(total=total, counted=1, text="six are missing", signed_by=officer).save()


# --- as of a day ------------------------------------------------------------------------------------
def test_standing_holds_from_the_start_of_its_day(officer):
    member = make_full(accepted_on=date(2019, 3, 20), approved_on=date(2019, 11, 8), by=officer)

    assert status_on(member, date(2019, 3, 19)) == (None, None, None)
    assert status_on(member, date(2019, 3, 20)) == ("associate", date(2019, 3, 20), False)
    assert status_on(member, date(2019, 11, 7)) == ("associate", date(2019, 3, 20), False)
    assert status_on(member, date(2019, 11, 8)) == ("full", date(2019, 11, 8), False)
    assert status_on(member, date(2026, 1, 1)) == ("full", date(2019, 11, 8), False)


def test_last_day_of_membership_counts(officer):
    member = make_associate(by=officer)

    row = withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)

    assert row.effective_on == date(2020, 7, 1)
    assert [one.pk for one in members_on(date(2020, 6, 30))] == [member.pk]
    assert list(members_on(date(2020, 7, 1))) == []


def test_exit_that_lies_ahead_does_not_hold_today(officer, time_machine):
    time_machine.move_to("2020-05-13T09:00+09:00")
    member = make_associate(by=officer)
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)

    assert Member.objects.in_membership().get() == member
    time_machine.move_to("2020-07-01T00:00+09:00")
    assert list(Member.objects.in_membership()) == []


def test_the_day_is_the_day_in_seoul(officer, time_machine):
    time_machine.move_to("2020-06-30T15:30+00:00")  # half past midnight of 1 July in Seoul
    member = make_associate(by=officer)

    withdraw_member(member, notice_on=date(2020, 6, 30), last_day=date(2020, 6, 30), by=officer)

    assert Member.objects.with_status().get().status == "former"


def test_two_steps_of_one_day_hold_in_the_order_of_entry(officer):
    day = date(2019, 11, 8)
    member = make_full(accepted_on=day, approved_on=day, by=officer)

    assert status_on(member, day) == ("full", day, False)
    assert [(group.status, group.count) for group in count_groups(day)] == [("full", 1)]
    assert status_on(member, day - timedelta(days=1)) == (None, None, None)


def test_querysets_of_standing(officer):
    associate, full, former = make_associate(by=officer), make_full(by=officer), make_former(by=officer)
    day = date(2020, 1, 1)

    assert list(Member.objects.associates(day)) == [associate]
    assert list(Member.objects.full(day)) == [full]
    assert list(Member.objects.in_membership(day)) == [associate, full]
    assert status_on(former, day) == ("former", day, False)


# --- as known at an instant ------------------------------------------------------------------------
def test_a_reading_as_known_then_does_not_see_what_was_recorded_later(officer, time_machine):
    time_machine.move_to("2020-01-10T09:00+09:00")
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    before = timezone.now()
    time_machine.move_to("2020-12-01T09:00+09:00")
    approve(member, on=date(2019, 11, 8), by=officer)
    day = date(2019, 12, 31)

    assert status_on(member, day) == ("full", date(2019, 11, 8), False)
    assert status_on(member, day, before) == ("associate", date(2019, 3, 20), False)
    assert standing(member, day, before).status == "associate"
    assert [one.status for one in members_on(day, before)] == ["associate"]
    assert [(group.status, group.count) for group in count_groups(day, before)] == [("associate", 1)]
    assert [list(rows) for rows in (Member.objects.full(day, before), Member.objects.associates(day, before))] == [
        [],
        [member],
    ]
    assert list(Member.objects.in_membership(day, before - timedelta(days=1))) == []


def test_a_row_is_known_from_the_instant_of_its_entry(officer):
    row = make_associate(by=officer).status_changes.get()
    just_before = row.recorded_at - timedelta(microseconds=1)

    assert list(StatusChange.objects.known(row.recorded_at)) == [row]
    assert list(StatusChange.objects.known(just_before)) == []


def test_a_reading_as_known_then_still_sees_the_row_that_was_wrong(officer, time_machine):
    time_machine.move_to("2020-01-10T09:00+09:00")
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    before = timezone.now()
    time_machine.move_to("2020-02-10T09:00+09:00")

    correct_status(member.status_changes.get(), effective_on=date(2019, 4, 2), reason="misread letter", by=officer)

    assert status_on(member, date(2019, 4, 1)) == (None, None, None)
    assert status_on(member, date(2019, 4, 1), before) == ("associate", date(2019, 3, 20), False)


# --- acts that are refused as a whole ------------------------------------------------------------------
def test_act_out_of_order_says_the_same_through_service_and_form(officer):
    member = make_former(by=officer)
    facts = {"status": Status.FORMER, "ground": Ground.DISSOLVED, "effective_on": date(2021, 1, 1), "reason": "x"}
    sentence = [
        "Out of order: “dissolved” on 2021-01-01. Standing on that day: former member (2020-01-01). "
        "Needed first: associate member / full member. Nothing was saved."
    ]

    assert messages_of(lambda: change_status(member, by=officer, **facts)) == sentence
    assert messages_of(StatusChange(member=member, recorded_by=officer, **facts).full_clean) == sentence


def test_annulled_decision_leaves_the_old_reading_as_it_was(officer, time_machine):
    time_machine.move_to("2019-11-09T09:00+09:00")
    member = make_full(by=officer)
    before = timezone.now()
    time_machine.move_to("2019-11-10T09:00+09:00")

    annul_decision(member.decisions.get(), reason="another city was meant", by=officer)

    day = date(2019, 11, 9)
    assert status_on(member, day) == ("associate", date(2019, 3, 20), False)
    assert status_on(member, day, before) == ("full", date(2019, 11, 8), False)
