"""How a membership ends (R21), and how one member continues another."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Decision, Kind, Member, MemberLink, StatusChange
from members.register import members_on
from members.services.decisions import annul_decision
from members.services.leaving import dissolve_member, expel_member, merge_member, split_member, withdraw_member
from members.services.members import MemberFacts
from tests.factories import MeetingFactory, make_associate, make_former, make_full
from tests.members.asking import messages_of

pytestmark = pytest.mark.django_db

DAY, LAST = date(2020, 11, 17), date(2020, 12, 31)


@pytest.fixture
def assembly(db):
    return MeetingFactory(held_from=DAY)


def last_row(member):
    row = StatusChange.objects.history_of(member).last()
    return row.status, row.ground, row.effective_on


def numbers_on(day):
    return [member.number for member in members_on(day)]


def two_parts(member):
    return [MemberFacts(Kind.CITY, member.country, f"Dhaka {part}", name_ko=part) for part in ("North", "South")]


# --- withdrawal, dissolution, expulsion ----------------------------------------------------------------
def test_withdrawal_keeps_its_notice_its_paper_and_its_reason(officer):
    member = make_full(by=officer)

    row = withdraw_member(
        member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), reason="budget", document="W-7", by=officer
    )

    assert last_row(member) == ("former", "withdrawn", date(2020, 7, 1))
    assert (row.notice_on, row.reason, row.document, row.recorded_by) == (date(2020, 5, 12), "budget", "W-7", officer)


def test_notice_on_the_last_day_is_in_time_and_after_it_is_not(officer):
    member = make_full(by=officer)

    assert messages_of(
        lambda: withdraw_member(member, notice_on=date(2020, 7, 1), last_day=date(2020, 6, 30), by=officer)
    ) == ["The notice is given on or before the last day of membership."]
    withdraw_member(member, notice_on=date(2020, 6, 30), last_day=date(2020, 6, 30), by=officer)
    assert last_row(member)[2] == date(2020, 7, 1)


def test_notice_that_is_still_to_come_is_refused_but_the_last_day_may_lie_ahead(officer, time_machine):
    time_machine.move_to("2020-05-12T09:00+09:00")
    member = make_full(by=officer)

    assert messages_of(lambda: withdraw_member(member, notice_on=date(2020, 5, 13), last_day=LAST, by=officer)) == [
        "2020-05-13 has not come yet. Record it on or after that day."
    ]
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=LAST, by=officer)
    assert (numbers_on(LAST), numbers_on(date(2021, 1, 1))) == ([1], [])


def test_associate_may_withdraw_too(officer):
    member = make_associate(by=officer)

    withdraw_member(member, notice_on=DAY, last_day=DAY, by=officer)

    assert last_row(member) == ("former", "withdrawn", date(2020, 11, 18))


def test_who_has_left_does_not_leave_again(officer):
    member = make_former(last_day=date(2019, 12, 31), by=officer)

    for act in (
        lambda: withdraw_member(member, notice_on=DAY, last_day=LAST, by=officer),
        lambda: dissolve_member(member, last_day=LAST, reason="x", by=officer),
    ):
        with pytest.raises(ValidationError, match="Out of order"):
            act()
    assert member.status_changes.count() == 2


def test_last_day_before_the_first_day_is_refused(officer):
    member = make_associate(accepted_on=date(2020, 3, 20), by=officer)

    assert messages_of(lambda: dissolve_member(member, last_day=date(2020, 3, 19), reason="x", by=officer)) == [
        "2020-03-19 would be the last day of membership, but it is before the first. Nothing was saved."
    ]
    assert messages_of(lambda: dissolve_member(member, last_day=date(2020, 3, 18), reason="x", by=officer)) == [
        "Out of order: “dissolved” on 2020-03-19. Standing on that day: not a member yet. "
        "Needed first: associate member / full member. Nothing was saved."
    ]
    dissolve_member(member, last_day=date(2020, 3, 20), reason="x", by=officer)
    assert (numbers_on(date(2020, 3, 20)), numbers_on(date(2020, 3, 21))) == ([1], [])


def test_dissolution_states_how(officer):
    member = make_full(by=officer)

    assert messages_of(lambda: dissolve_member(member, last_day=LAST, reason=" ", by=officer)) == [
        "State how the body ceased to exist."
    ]
    dissolve_member(member, last_day=LAST, reason="closed by decree no. 7", by=officer)
    assert last_row(member) == ("former", "dissolved", date(2021, 1, 1))


def test_expulsion_is_a_recorded_decision(officer, assembly):
    member = make_full(by=officer)

    row = expel_member(
        member, meeting=assembly, decided_on=DAY, last_day=DAY, reason="art. 9", minute="item 4", by=officer
    )

    decision = member.decisions.get(question="expulsion")
    assert last_row(member) == ("former", "expelled", date(2020, 11, 18))
    assert (row.decision, decision.outcome, decision.minute, decision.reason) == (
        decision,
        "approved",
        "item 4",
        "art. 9",
    )


def test_expulsion_before_its_decision_is_refused_and_leaves_no_decision(officer, assembly):
    member = make_full(by=officer)

    assert messages_of(
        lambda: expel_member(
            member, meeting=assembly, decided_on=DAY, last_day=date(2020, 11, 16), reason="art. 9", by=officer
        )
    ) == ["An expulsion ends the membership on or after the day of the decision, 2020-11-17."]
    assert not Decision.objects.filter(question="expulsion").exists()


# --- merger and split (R27) ----------------------------------------------------------------------------
def test_merger_closes_the_member_and_links_it_to_its_successor(officer, assembly):
    gone, into = make_full(by=officer), make_full(by=officer)

    merge_member(gone, into=into, meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)

    link = MemberLink.objects.get()
    assert last_row(gone) == ("former", "merged", date(2021, 1, 1))
    assert (link.nature, link.predecessor, link.successor, link.effective_on) == (
        "merger",
        gone,
        into,
        date(2021, 1, 1),
    )
    assert (link.decision.question, link.recorded_by) == ("merger", officer)
    assert numbers_on(date(2021, 1, 1)) == [2]


@pytest.mark.parametrize("case", ["itself", "former", "not yet"])
def test_successor_is_another_member_on_the_day_after(officer, assembly, case):
    gone = make_full(by=officer)
    into = {
        "itself": lambda: gone,
        "former": lambda: make_former(by=officer),
        "not yet": lambda: make_associate(accepted_on=date(2021, 1, 2), by=officer),
    }[case]()

    assert messages_of(
        lambda: merge_member(gone, into=into, meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)
    ) == [f"The successor must be another member on the day after; member no. {into.number} is not."]
    assert not Decision.objects.filter(question="merger").exists()


def test_split_closes_the_member_and_opens_its_parts_with_its_standing(officer, assembly):
    founder = make_full(by=officer)

    parts = split_member(founder, into=two_parts(founder), meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)

    assert last_row(founder) == ("former", "split", date(2021, 1, 1))
    assert [last_row(part) for part in parts] == [("full", "succession", date(2021, 1, 1))] * 2
    assert [(link.predecessor, link.nature) for link in MemberLink.objects.all()] == [(founder, "split")] * 2
    assert [link.successor for link in MemberLink.objects.all()] == parts
    assert (numbers_on(LAST), numbers_on(date(2021, 1, 1))) == ([1], [2, 3])
    assert [(member.name_en, member.name_ko) for member in members_on(date(2021, 1, 1))] == [
        ("Dhaka North", "North"),
        ("Dhaka South", "South"),
    ]


def test_parts_of_an_associate_are_associates(officer, assembly):
    member = make_associate(by=officer)

    parts = split_member(member, into=two_parts(member), meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)

    assert [last_row(part)[0] for part in parts] == ["associate", "associate"]


def test_split_names_at_least_two_parts(officer, assembly):
    member = make_full(by=officer)

    assert messages_of(
        lambda: split_member(
            member, into=two_parts(member)[:1], meeting=assembly, decided_on=DAY, last_day=LAST, by=officer
        )
    ) == ["A split names at least two successors."]


def test_split_that_fails_at_its_last_part_leaves_nothing(officer, assembly):
    member = make_full(by=officer)
    parts = [two_parts(member)[0], MemberFacts(Kind.CITY, member.country, name_en="x" * 201)]

    with pytest.raises(ValidationError):
        split_member(member, into=parts, meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)

    assert (Member.objects.count(), MemberLink.objects.count(), last_row(member)[0]) == (1, 0, "full")
    assert list(Decision.objects.values_list("question", flat=True)) == ["admission"]


def test_member_of_no_standing_is_not_split(officer, assembly):
    member = make_associate(accepted_on=date(2021, 3, 1), by=officer)

    with pytest.raises(ValidationError, match="Out of order"):
        split_member(member, into=two_parts(member), meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)


def test_annulled_split_never_was(officer, assembly):
    member = make_full(by=officer)
    parts = split_member(member, into=two_parts(member), meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)

    annul_decision(member.decisions.get(question="split"), reason="another city", by=officer)

    assert numbers_on(date(2021, 1, 1)) == [1]
    assert not MemberLink.objects.exists()
    assert [list(StatusChange.objects.history_of(part)) for part in parts] == [[], []]


def test_split_whose_part_has_moved_on_is_not_annulled(officer, assembly):
    member = make_full(by=officer)
    parts = split_member(member, into=two_parts(member), meeting=assembly, decided_on=DAY, last_day=LAST, by=officer)
    withdraw_member(parts[0], notice_on=date(2021, 2, 1), last_day=date(2021, 2, 1), by=officer)

    with pytest.raises(ValidationError, match="Out of order: “withdrawal” on 2021-02-02"):
        annul_decision(member.decisions.get(question="split"), reason="another city", by=officer)
    assert (numbers_on(date(2021, 1, 1)), MemberLink.objects.count()) == ([2, 3], 2)


def test_annulled_merger_never_was_and_can_be_recorded_again(officer, assembly):
    gone, wrong, right = (make_full(by=officer) for _one in range(3))
    facts = {"meeting": assembly, "decided_on": DAY, "last_day": LAST, "by": officer}
    merge_member(gone, into=wrong, **facts)

    annul_decision(gone.decisions.get(question="merger"), reason="the other one", by=officer)
    merge_member(gone, into=right, **facts)

    assert [link.successor for link in MemberLink.objects.all()] == [right]
    assert numbers_on(date(2021, 1, 1)) == [2, 3]
