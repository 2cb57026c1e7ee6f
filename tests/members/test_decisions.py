"""What the Executive Committee decides: candidates, many at once, once and for all (A4, R4-R6)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Decision, Member, StatusChange
from members.services.decisions import annul_decision, candidates
from members.services.leaving import split_member
from members.services.members import MemberFacts
from tests.factories import (
    CountryFactory,
    MeetingFactory,
    approve,
    make_associate,
    make_full,
    readmit,
)
from tests.members.asking import messages_of, say, standing_of

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 17)


@pytest.fixture
def excom(db):
    return MeetingFactory(held_from=DAY)


# --- many in one act ---------------------------------------------------------------------------------
def test_one_act_approves_defers_and_rejects(officer, excom):
    good, later, never = (make_associate(accepted_on=date(2020, 3, 2), by=officer) for _one in range(3))

    decisions = say(
        excom, officer, (good, "approved"), (later, "deferred", "figures"), (never, "rejected", "not a government")
    )

    assert [(one.member, one.outcome, one.reason, one.decided_on, one.recorded_by) for one in decisions] == [
        (good, "approved", "", DAY, officer),
        (later, "deferred", "figures", DAY, officer),
        (never, "rejected", "not a government", DAY, officer),
    ]
    assert [standing_of(one) for one in (good, later, never)] == ["full", "associate", "former"]
    assert [standing_of(one, date(2020, 11, 16)) for one in (good, later, never)] == ["associate"] * 3
    row = StatusChange.objects.get(member=never, ground="rejected")
    assert (row.effective_on, row.reason, row.decision) == (DAY, "not a government", decisions[2])


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (("deferred", ""), "State the reason of a deferral, a rejection or an annulment."),
        (("rejected", ""), "State the reason of a deferral, a rejection or an annulment."),
        (("postponed", "x"), "Value 'postponed' is not a valid choice."),
        (("annulled", "x"), "An annulment, and nothing else, points at the decision it annuls."),
    ],
)
def test_one_bad_verdict_and_nothing_is_saved(officer, excom, bad, sentence):
    good, other = make_associate(by=officer), make_associate(by=officer)

    assert messages_of(lambda: say(excom, officer, (good, "approved"), (other, *bad))) == [sentence]
    assert not Decision.objects.exists()
    assert [standing_of(one) for one in (good, other)] == ["associate", "associate"]


def test_who_is_no_associate_on_the_day_is_refused_with_all_others(officer, excom):
    good = make_associate(by=officer)
    late = make_associate(accepted_on=date(2020, 11, 18), by=officer)

    assert messages_of(lambda: say(excom, officer, (good, "approved"), (late, "approved"))) == [
        "Member no. 2 is not an associate on 2020-11-17, so there is nothing to decide. Accept its application first, "
        "or leave it out. Nothing was saved."
    ]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("count", "sentence"), [(0, "Nothing is decided yet: choose an outcome for at least one.")])
def test_empty_act_is_refused(officer, excom, count, sentence):
    assert messages_of(lambda: say(excom, officer)) == [sentence]


def test_member_named_twice_is_refused(officer, excom):
    member = make_associate(by=officer)

    assert messages_of(lambda: say(excom, officer, (member, "approved"), (member, "deferred", "x"))) == [
        "A member stands on the list twice."
    ]


# --- once and for all --------------------------------------------------------------------------------
def test_question_is_deferred_again_and_again_and_then_decided_once(officer):
    member = make_associate(accepted_on=date(2017, 3, 20), by=officer)
    for year in (2017, 2018, 2019):
        say(MeetingFactory(held_from=date(year, 11, 8)), officer, (member, "deferred", "figures"))

    say(MeetingFactory(held_from=DAY), officer, (member, "approved"))

    assert list(member.decisions.values_list("outcome", flat=True)) == ["approved", "deferred", "deferred", "deferred"]
    assert messages_of(lambda: say(MeetingFactory(held_from=date(2021, 10, 18)), officer, (member, "approved"))) == [
        "Member no. 1 is not an associate on 2021-10-18, so there is nothing to decide. Accept its application "
        "first, or leave it out. Nothing was saved."
    ]


def test_meeting_decides_on_a_member_once(officer, excom):
    member = make_associate(by=officer)
    say(excom, officer, (member, "deferred", "figures"))

    assert messages_of(lambda: say(excom, officer, (member, "approved"))) == [
        "This meeting has decided on the member already."
    ]
    assert standing_of(member) == "associate"


def test_final_decision_that_is_entered_late_for_an_earlier_meeting_is_refused(officer, excom):
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    say(excom, officer, (member, "approved"))

    with pytest.raises(ValidationError, match="This question has been decided already"):
        say(MeetingFactory(held_from=date(2019, 11, 8)), officer, (member, "approved"))


def test_annulled_decision_is_decided_again_at_the_same_meeting(officer, second_officer, excom):
    member = make_associate(by=officer)
    (wrong,) = say(excom, officer, (member, "approved"))

    annulment = annul_decision(wrong, reason="it was deferred", by=second_officer)

    assert (annulment.outcome, annulment.corrects, annulment.recorded_by) == ("annulled", wrong, second_officer)
    assert (standing_of(member), list(wrong.status_changes.values_list("ground", flat=True))) == (
        "associate",
        ["approval"],
    )
    say(excom, officer, (member, "deferred", "figures"))
    say(MeetingFactory(held_from=date(2021, 10, 18)), officer, (member, "approved"))
    assert [row.effective_on for row in StatusChange.objects.history_of(member)] == [
        date(2019, 3, 20),
        date(2021, 10, 18),
    ]


def test_rejection_in_error_is_annulled_and_the_member_approved(officer, excom):
    member = make_associate(by=officer)
    (wrong,) = say(excom, officer, (member, "rejected", "not a government"))

    annul_decision(wrong, reason="another city", by=officer)
    say(excom, officer, (member, "approved"))

    assert standing_of(member) == "full"
    with pytest.raises(ValidationError, match="not an associate"):
        say(MeetingFactory(held_from=date(2021, 10, 18)), officer, (member, "rejected", "x"))


def test_decision_is_annulled_once_and_an_annulment_never(officer, excom):
    (wrong,) = say(excom, officer, (make_associate(by=officer), "approved"))
    annulment = annul_decision(wrong, reason="another city", by=officer)

    for decision in (wrong, annulment):
        assert messages_of(lambda decision=decision: annul_decision(decision, reason="x", by=officer)) == [
            "This decision has been annulled already."
        ]


def test_decision_on_which_later_steps_rest_is_not_annulled(officer):
    member = make_full(approved_on=date(2019, 11, 8), by=officer)
    split_member(
        member,
        into=[MemberFacts("city", member.country, name) for name in ("North", "South")],
        meeting=MeetingFactory(held_from=DAY),
        decided_on=DAY,
        last_day=DAY,
        by=officer,
    )
    approval = member.decisions.get(question="admission")

    annul_decision(approval, reason="x", by=officer)  # an associate may be split as well

    assert [row.status for row in StatusChange.objects.history_of(member)] == ["associate", "former"]


def test_annulment_without_a_reason_is_refused(officer, excom):
    (decision,) = say(excom, officer, (make_associate(by=officer), "deferred", "figures"))

    assert messages_of(lambda: annul_decision(decision, reason="", by=officer)) == [
        "State the reason of a deferral, a rejection or an annulment."
    ]


def test_rejected_body_applies_again_and_is_approved(officer, excom):
    member = make_associate(accepted_on=date(2020, 3, 2), by=officer)
    say(excom, officer, (member, "rejected", "not a local government"))

    readmit(member, on=date(2021, 2, 1), by=officer)
    approve(member, on=date(2021, 10, 18), by=officer)

    assert [(row.status, row.effective_on) for row in StatusChange.objects.history_of(member)] == [
        ("associate", date(2020, 3, 2)),
        ("former", DAY),
        ("associate", date(2021, 2, 1)),
        ("full", date(2021, 10, 18)),
    ]


def test_country_is_not_asked_for_each_candidate(officer, excom, django_assert_num_queries):
    CountryFactory()
    for count in (1, 3):
        while Member.objects.count() < count:
            make_associate(by=officer)

        with django_assert_num_queries(3):
            listed = [(one.member.name_en, one.member.country.region.name_en) for one in candidates(excom)]

        assert len(listed) == count
