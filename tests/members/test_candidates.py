"""The associates for a meeting: carried over, deferred before, passed over (R5, R6)."""

from datetime import date

import pytest

from members.services.decisions import annul_decision, candidates
from members.services.leaving import withdraw_member
from members.services.status import confirm_provisional
from tests.factories import (
    BodyFactory,
    MeetingFactory,
    make_associate,
    make_full,
    make_opened,
    readmit,
)
from tests.members.asking import paper, say

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 17)


@pytest.fixture
def excom(db):
    return MeetingFactory(held_from=DAY)


# --- the list of a meeting ---------------------------------------------------------------------------
def test_paper_lists_associates_by_the_day_of_their_acceptance(officer, excom):
    late = make_associate(accepted_on=date(2020, 9, 1), by=officer)
    early = make_associate(accepted_on=date(2019, 12, 2), by=officer)
    make_full(by=officer)
    gone = make_associate(accepted_on=date(2020, 1, 1), by=officer)
    withdraw_member(gone, notice_on=date(2020, 5, 1), last_day=date(2020, 5, 1), by=officer)

    assert paper(excom) == [
        (early.number, date(2019, 12, 2), True, 0, 0),
        (late.number, date(2020, 9, 1), False, 0, 0),
    ]


def test_paper_of_a_planned_meeting_lists_the_associates_of_today(officer, time_machine):
    time_machine.move_to("2020-06-01T09:00+09:00")
    member = make_associate(accepted_on=date(2020, 5, 20), by=officer)
    planned = MeetingFactory(held_from=None, planned_from=date(2021, 1, 10), planned_to=date(2021, 1, 12))

    assert paper(planned) == [(member.number, date(2020, 5, 20), True, 0, 0)]


def test_paper_counts_deferrals_and_meetings_passed(officer):
    first, second, third = (MeetingFactory(held_from=day) for day in (date(2018, 10, 17), date(2019, 11, 8), DAY))
    member = make_associate(accepted_on=date(2018, 5, 1), by=officer)
    say(first, officer, (member, "deferred", "figures are missing"))
    MeetingFactory(body=BodyFactory(code="board", admits=False), held_from=date(2019, 1, 1))
    MeetingFactory(held_from=None, planned_from=date(2019, 6, 1), planned_to=date(2019, 6, 1))

    assert paper(first) == [(member.number, date(2018, 5, 1), False, 0, 0)]
    assert paper(second) == [(member.number, date(2018, 5, 1), True, 1, 1)]
    assert paper(third) == [(member.number, date(2018, 5, 1), True, 1, 2)]


def test_meeting_before_the_acceptance_does_not_count_as_passed(officer, excom):
    MeetingFactory(held_from=date(2019, 11, 8))
    member = make_associate(accepted_on=date(2019, 12, 2), by=officer)

    assert paper(excom) == [(member.number, date(2019, 12, 2), True, 0, 0)]


def test_annulled_deferral_does_not_count(officer, excom):
    earlier = MeetingFactory(held_from=date(2019, 11, 8))
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    (deferral,) = say(earlier, officer, (member, "deferred", "x"))

    annul_decision(deferral, reason="not on the agenda", by=officer)

    assert paper(excom) == [(member.number, date(2019, 3, 20), True, 0, 1)]


def test_deferral_of_an_earlier_membership_does_not_count(officer, excom):
    member = make_associate(accepted_on=date(2018, 3, 20), by=officer)
    say(MeetingFactory(held_from=date(2018, 10, 17)), officer, (member, "deferred", "x"))
    say(MeetingFactory(held_from=date(2018, 10, 19)), officer, (member, "rejected", "x"))
    readmit(member, on=date(2019, 2, 1), by=officer)

    assert paper(excom) == [(member.number, date(2019, 2, 1), True, 0, 0)]


def test_who_is_decided_on_the_last_day_of_a_meeting_leaves_its_paper(officer):
    meeting = MeetingFactory(held_from=date(2018, 10, 17), held_to=date(2018, 10, 19))
    approved = make_associate(accepted_on=date(2018, 3, 20), by=officer)
    waiting = make_associate(accepted_on=date(2018, 3, 21), by=officer)

    say(meeting, officer, (approved, "approved"), on=date(2018, 10, 19))

    assert paper(meeting) == [(waiting.number, date(2018, 3, 21), False, 0, 0)]


def test_members_of_the_opening_are_candidates_without_a_stated_date(officer, excom):
    (member,) = make_opened(7)
    confirm_provisional(members=[], associates=[member], reason="blue in the original", by=officer)

    (one,) = candidates(excom)

    assert (one.member.number, one.carried_over, one.accepted_words) == (7, True, "by 2019-12-31")
