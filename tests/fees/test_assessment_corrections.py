"""A wrong assessment is superseded by a new one with a reason, never edited (R28)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from fees.models import Adjustment, Assessment
from fees.reports import DuesReport
from fees.services.corrections import supersede_assessment
from fees.services.dues import assess_members
from members.models import Member
from members.services.leaving import withdraw_member
from members.services.status import correct_status
from tests.factories import CountryFactory
from tests.fees.dues import SOURCE, add_figure, assess_dues, dues_of, make_city, make_no_population, refusal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

DECISION = "Secretary General, 2020-06-01"
IN_2020, IN_2021 = "2020-06-01T12:00+09:00", "2021-01-01T00:00+09:00"


@pytest.fixture
def assessment(officer, time_machine):
    """1,020,000 inhabitants by the declaration: 5,000 for 2020, looked at in June 2020."""
    time_machine.move_to(IN_2020)
    make_city(1_020_000, by=officer)
    return assess_dues(2020, by=officer).assessments.get()


@pytest.fixture
def anew(second_officer):
    """Assess anew, by a second person."""

    def assessed(assessment, **given):
        return supersede_assessment(assessment, by=second_officer, **{"reason": "census", **given})

    return assessed


def census(assessment, persons, **facts):
    add_figure(assessment.member, persons, **{"source": "census of 2018, final", **facts})


def adjust(assessment, ground, amount, by):
    Adjustment(assessment=assessment, ground=ground, amount=amount, reason="x", document="y", recorded_by=by).save()


# --- a new one in its place --------------------------------------------------------------------------
def test_lower_amount_of_the_current_year(assessment, anew, second_officer):
    before = Assessment.objects.values().get()
    census(assessment, 985_000)

    new = anew(assessment)

    assert (new.amount, new.supersedes, new.reason, new.recorded_by) == (4500, assessment, "census", second_officer)
    assert new.basis["population_figure"]["source"] == "census of 2018, final"
    assert Assessment.objects.values().get(pk=assessment.pk) == before
    assert Assessment.objects.standing().get() == new
    assert DuesReport.of(new.run).sum.total == dues_of(new.member, 2020) == 4500
    assert assess_members(new.run, by=second_officer)["assessed"] == 0


@pytest.mark.parametrize(
    ("persons", "now", "document", "amount"),
    [
        (985_000, IN_2020, "", 4500),
        (985_000, IN_2020, DECISION, 4500),
        (985_000, IN_2021, "", None),
        (985_000, IN_2021, DECISION, 4500),
        (1_020_001, IN_2020, "", 5000),
        (1_020_001, IN_2021, "", 5000),  # the same amount, better explained
        (2_000_000, IN_2020, "", None),
        (2_000_000, IN_2020, DECISION, 5500),
        (2_000_000, IN_2021, "", None),
        (2_000_000, IN_2021, DECISION, 5500),
    ],
)
def test_higher_needs_a_decision_and_lower_after_the_year(
    assessment, anew, time_machine, persons, now, document, amount
):
    census(assessment, persons)
    time_machine.move_to(now)

    if amount is None:
        assert refusal_of(lambda: anew(assessment, document=document)).code == "not_decided"
        assert Assessment.objects.get() == assessment
    else:
        new = anew(assessment, document=document)
        assert (new.amount, new.basis["population"]) == (amount, persons)
        assert new.reason == (f"census ({DECISION})" if document else "census")


def test_refusal_names_both_amounts(assessment, anew):
    census(assessment, 2_000_000)

    assert refusal_of(lambda: anew(assessment)).messages == [
        "The amount would be 5,500 USD instead of 5,000 USD. A higher amount counts from the next year on, and a lower "
        "one only for the current year, unless the Secretary General decides: name the decision. Nothing was saved."
    ]


def test_nothing_to_change(assessment, anew):
    refusal = refusal_of(lambda: anew(assessment, document=DECISION))

    assert refusal.messages == [
        "The figures on record give the same amount by the same explanation. Nothing was saved: record the right "
        "figure first."
    ]
    assert Assessment.objects.get() == assessment


@pytest.mark.parametrize("reason", ["", " "])
def test_reason_is_stated(assessment, anew, officer, reason):
    census(assessment, 985_000)
    assert len(refusal_of(lambda: anew(assessment, reason=reason)).messages) == 1

    withdraw_member(assessment.member, notice_on=date(2019, 12, 1), last_day=date(2019, 12, 31), by=officer)
    assert len(refusal_of(lambda: anew(assessment, reason=reason)).messages) == 1

    assert (Assessment.objects.count(), Adjustment.objects.count()) == (1, 0)


def test_superseded_twice_in_a_row(assessment, anew):
    census(assessment, 985_000)
    second = anew(assessment)
    refusal = refusal_of(lambda: anew(assessment))
    census(assessment, 1_300_000, year=2019)
    third = anew(second, document=DECISION)

    assert refusal.messages == ["This assessment was replaced by a newer one already. Nothing was saved."]
    chain = list(Assessment.objects.order_by("pk").values_list("pk", "supersedes", "amount"))
    assert chain == [(assessment.pk, None, 5000), (second.pk, assessment.pk, 4500), (third.pk, second.pk, 5000)]
    assert Assessment.objects.standing().get() == third


def test_member_that_lacks_a_figure_now_has_no_new_amount(assessment, anew):
    Member.objects.filter(pk=assessment.member_id).update(country=CountryFactory(iso3="VEN"))

    assert refusal_of(lambda: anew(assessment)).messages == [
        "There is no new amount: No GDP figure of the economy VEN up to 2018 in this edition. Nothing was saved."
    ]


def test_declaration_that_comes_after_a_settlement_counts_in_a_correction(officer, settle, anew):
    exception = make_no_population(by=officer)
    settle(exception, way="other_source", value="1020000", **SOURCE)
    assessment = Assessment.objects.get()
    assert refusal_of(lambda: anew(assessment)).code == "no_change"
    census(assessment, 985_000)

    new = anew(assessment, document=DECISION)

    assert (new.amount, new.basis["population_figure"]["source"]) == (4500, "census of 2018, final")


# --- never edited ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: type(row).objects.update(reason="x"),
        lambda row: type(row).objects.filter(pk=row.pk).delete(),
        lambda row: type(row).objects.bulk_update([row], ["amount"]),
    ],
    ids=["save", "delete", "update", "filter-delete", "bulk_update"],
)
def test_what_was_assessed_and_adjusted_is_never_changed(assessment, officer, change):
    adjust(assessment, "reduction", -100, officer)

    for row in (assessment, Adjustment.objects.get()):
        assert refusal_of(lambda row=row: change(row)).code == "append_only"


@pytest.mark.postgresql
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_refuses_to_change_what_was_assessed_and_adjusted(assessment, officer, sql):
    adjust(assessment, "reduction", -100, officer)

    for table in ("fees_assessment", "fees_adjustment"):
        with pytest.raises(DatabaseError, match="a recorded row is never changed or deleted"), transaction.atomic():
            connection.cursor().execute(sql.format(table))


def test_one_assessment_stands_and_a_new_one_takes_the_place_of_its_own(assessment, officer):
    facts = {
        "run": assessment.run,
        "member": assessment.member,
        "amount": 1,
        "basis": {"kind": "city"},
        "recorded_by": officer,
    }
    Assessment(**facts, supersedes=assessment, reason="x").save()
    wrong = [
        Assessment(**facts),
        Assessment(**facts, supersedes=assessment, reason="x"),
        Assessment(**facts, supersedes=Assessment.objects.last()),
        Assessment(**facts, reason="x"),
        Assessment(**facts | {"member": make_city(by=officer)}, supersedes=Assessment.objects.last(), reason="x"),
        Assessment(**facts | {"member": make_city(by=officer), "amount": 0}),
    ]

    for row in wrong:
        with pytest.raises(ValidationError):
            row.save()
    assert Assessment.objects.count() == 2


# --- adjustments -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ground", "amount", "persons", "carried", "left"),
    [
        ("waiver", -5000, 985_000, -4500, 0),
        ("waiver", -5000, 2_000_000, -5500, 0),
        ("reduction", -2000, 985_000, -2000, 2500),
        ("reduction", -2000, 2_000_000, -2000, 3500),
        ("reduction", -4800, 985_000, -4500, 0),
    ],
)
def test_waiver_and_reduction_are_carried_over(
    assessment, anew, officer, second_officer, ground, amount, persons, carried, left
):
    adjust(assessment, ground, amount, officer)
    census(assessment, persons)

    new = anew(assessment, document=DECISION)

    row = new.adjustments.get()
    assert (row.ground, row.amount, row.document, row.recorded_by) == (ground, carried, "y", second_officer)
    assert assessment.adjustments.get().amount == amount
    assert dues_of(assessment.member, 2020) == left


def test_no_more_than_the_amount_is_adjusted(assessment, officer):
    adjust(assessment, "reduction", -2000, officer)

    refusal = refusal_of(lambda: adjust(assessment, "waiver", -3001, officer))

    assert refusal.message_dict == {"amount": ["No more than 3000.00 USD is left."]}


# --- not in question any more ------------------------------------------------------------------------
@pytest.fixture
def left_in_time(assessment, officer):
    """A notice of 2019 that turned up later."""
    withdraw_member(assessment.member, notice_on=date(2019, 12, 1), last_day=date(2019, 12, 31), by=officer)
    return assessment


def test_member_that_left_in_time_owes_nothing(left_in_time, anew, officer, second_officer):
    adjust(left_in_time, "reduction", -2000, officer)

    kept = anew(left_in_time, reason="notice found")

    assert kept == left_in_time
    row = kept.adjustments.get(ground="error")
    assert (row.amount, row.recorded_by) == (-3000, second_officer)
    assert row.reason == "notice found (left at the end of the year before)"
    assert dues_of(kept.member, 2020) == 0
    assert refusal_of(lambda: anew(kept)).messages == [
        "Nothing is left of this assessment: it was adjusted to 0 already. Nothing was saved."
    ]


def test_member_that_never_was_one_in_the_year_owes_nothing(assessment, anew, officer):
    withdraw_member(assessment.member, notice_on=date(2019, 11, 9), last_day=date(2019, 11, 9), by=officer)

    anew(assessment, reason="notice found")

    assert Adjustment.objects.get().reason == "notice found (not a member)"


def test_what_is_over_is_cancelled_by_decision_only(left_in_time, anew, time_machine):
    time_machine.move_to(IN_2021)

    assert refusal_of(lambda: anew(left_in_time)).code == "not_decided"
    assert not Adjustment.objects.exists()
    anew(left_in_time, document=DECISION)
    assert Adjustment.objects.get().document == DECISION


def test_member_that_is_in_question_again_is_assessed_again(left_in_time, anew, officer):
    adjust(left_in_time, "reduction", -2000, officer)
    anew(left_in_time, reason="notice found")
    notice = left_in_time.member.status_changes.get(ground="withdrawn")
    correct_status(notice, status="annulled", reason="of another city", by=officer)

    refusal = refusal_of(lambda: anew(left_in_time))
    new = anew(left_in_time, reason="of another city", document=DECISION)

    assert refusal.code == "not_decided"  # nothing was left to pay, now something is
    assert (new.amount, [row.ground for row in new.adjustments.all()]) == (5000, ["reduction"])
    assert dues_of(new.member, 2020) == 3000
