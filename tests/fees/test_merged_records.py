"""Dues of a body whose two records were merged: assessed once a year, under whichever record it was."""

from datetime import date

import pytest

from fees.models import Assessment
from fees.services.corrections import supersede_assessment
from fees.services.evaluation import evaluate_all
from fees.services.verification import verify_assessments
from members.lifecycle import Status
from members.services.duplicates import merge_records, undo_merge
from members.services.status import correct_status
from tests.fees.dues import add_figure, assess_dues, make_city
from tests.members.asking import messages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to("2020-04-01 10:00+09:00")


@pytest.fixture
def kept(officer):
    return make_city(None, by=officer, name_en="Suwon")


@pytest.fixture
def duplicate(officer):
    return make_city(1_250_000, by=officer, name_en="Suwon City")


def merge(kept, duplicate, officer):
    return merge_records(kept, duplicate=duplicate, reason="entered twice", by=officer)


def assessed() -> list[int]:
    return list(Assessment.objects.order_by("member__number").values_list("member__number", flat=True))


def test_assessment_of_the_duplicate_counts_for_the_kept_record(kept, duplicate, officer):
    run = assess_dues(2020, by=officer)
    done = merge(kept, duplicate, officer)

    assess_dues(2020, by=officer)

    assert assessed() == [2]
    assert list(run.exceptions.values_list("member__number", "state")) == [(1, "lapsed")]
    assert done.lines[-1] == "Stays with the record no. 2 and counts for no. 1: dues 2020, 5,000 USD"
    assert list(verify_assessments()) == []


def test_figure_of_the_duplicate_counts_for_the_kept_record_until_the_merge_is_undone(kept, duplicate, officer):
    done = merge(kept, duplicate, officer)
    run = assess_dues(2020, by=officer)
    merged = assessed()
    undo_merge(done.merge, reason="two bodies", by=officer)
    assess_dues(2020, by=officer)

    assert (merged, assessed()) == ([1], [1, 2])
    assert list(verify_assessments()) == []
    outcomes = {one.member: one.verdict for one in evaluate_all(run, known=True)}
    assert outcomes == {kept.pk: "exception", duplicate.pk: "assessed"}


def test_undone_merge_assesses_who_was_not(kept, duplicate, officer):
    assess_dues(2020, by=officer)
    done = merge(kept, duplicate, officer)
    undo_merge(done.merge, reason="two bodies", by=officer)
    add_figure(kept, 500_000)

    assess_dues(2020, by=officer)

    assert assessed() == [1, 2]


def test_merge_is_refused_while_both_are_assessed_and_goes_once_one_is_taken_back(kept, duplicate, officer):
    add_figure(kept, 1_250_000)
    assess_dues(2020, by=officer)

    said = messages_of(lambda: merge(kept, duplicate, officer))
    row = duplicate.status_changes.known().get(status="full")
    for one in (row, duplicate.status_changes.known().get(status="associate")):
        correct_status(one, status=Status.ANNULLED, reason="entered twice", by=officer)
    supersede_assessment(duplicate.assessments.get(), reason="entered twice", document="SG 3", by=officer)
    done = merge(kept, duplicate, officer)

    assert said == [
        "No. 1 and no. 2 are both assessed for 2020. Take one assessment back first: correct the standing of no. 2 to "
        "“entered in error”, then correct its assessment. Nothing was saved."
    ]
    assert not any("dues 2020" in line for line in done.lines)
    assert assessed() == [1, 2]


def test_assessment_that_was_taken_back_does_not_stand_for_the_kept_record(kept, duplicate, officer):
    assess_dues(2020, by=officer)
    merge(kept, duplicate, officer)
    supersede_assessment(duplicate.assessments.get(), reason="wrong figure", document="SG 3", by=officer)

    assess_dues(2020, by=officer)

    assert assessed() == [1, 2]


def test_a_second_record_is_refused_for_a_year_assessed_under_the_first(kept, duplicate, officer):
    third = make_city(1_250_000, by=officer, name_en="Suwon-si", approved_on=date(2019, 11, 8))
    assess_dues(2020, by=officer)
    merge(kept, duplicate, officer)

    assert "both assessed for 2020" in messages_of(lambda: merge(kept, third, officer))[0]
