"""Meetings: planned and held days, and when they can decide (R6, R24)."""

from datetime import date

import pytest

from members.models import Meeting
from members.services.decisions import annul_decision
from tests.factories import (
    BodyFactory,
    MeetingFactory,
    make_associate,
)
from tests.members.asking import messages_of, say, standing_of

pytestmark = pytest.mark.django_db

DAY = date(2020, 11, 17)


@pytest.fixture
def excom(db):
    return MeetingFactory(held_from=DAY)


# --- the meeting -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("meeting", "on", "sentence"),
    [
        (
            {"held_from": None, "planned_from": DAY, "planned_to": DAY, "title_en": "10th ExCom"},
            DAY,
            "Record first when the meeting was held: 10th ExCom. Nothing was saved.",
        ),
        (
            {"held_from": date(2018, 10, 17), "held_to": date(2018, 10, 19)},
            date(2018, 10, 20),
            "The meeting was held 2018-10-17 to 2018-10-19; 2018-10-20 is not among its days. Nothing was saved.",
        ),
        (
            {"held_from": date(2018, 10, 17), "held_to": date(2018, 10, 19)},
            date(2018, 10, 16),
            "The meeting was held 2018-10-17 to 2018-10-19; 2018-10-16 is not among its days. Nothing was saved.",
        ),
        (
            {"held_from": date(2026, 11, 23)},
            date(2026, 11, 23),
            "2026-11-23 has not come yet. Record it on or after that day.",
        ),
    ],
)
def test_meeting_decides_on_its_own_days_once_it_was_held(officer, time_machine, meeting, on, sentence):
    time_machine.move_to("2026-11-22T12:00+09:00")
    member = make_associate(accepted_on=date(2018, 3, 20), by=officer)
    meeting = MeetingFactory(**meeting)

    assert messages_of(lambda: say(meeting, officer, (member, "approved"), on=on)) == [sentence]
    assert standing_of(member) == "associate"


def test_general_assembly_admits_and_an_advisory_board_does_not(officer):
    member = make_associate(by=officer)
    board = MeetingFactory(body=BodyFactory(code="board", name_en="Board", admits=False), held_from=DAY)
    assembly = MeetingFactory(body=BodyFactory(code="general_assembly", name_en="GA"), held_from=DAY)

    assert messages_of(lambda: say(board, officer, (member, "approved"))) == [
        "This body does not decide on membership: Board. Nothing was saved."
    ]
    say(assembly, officer, (member, "approved"))
    assert standing_of(member) == "full"


BOTH_HELD = "State both days on which it was held; the last is not before the first."
BOTH_PLANNED = "State both planned days; the last is not before the first."


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            {"held_from": DAY, "held_to": None},
            BOTH_HELD,
        ),
        (
            {"held_from": None, "held_to": DAY},
            BOTH_HELD,
        ),
        (
            {"held_from": DAY, "held_to": date(2020, 11, 16)},
            BOTH_HELD,
        ),
        ({"planned_from": DAY}, BOTH_PLANNED),
        (
            {"planned_from": DAY, "planned_to": date(2020, 11, 16)},
            BOTH_PLANNED,
        ),
        ({}, "State when the meeting is planned or was held."),
    ],
)
def test_meeting_states_both_days(dates, sentence):
    meeting = Meeting(body=BodyFactory(), **dates)

    assert sentence in messages_of(meeting.full_clean)


def test_day_of_a_decision_stays_among_the_days_of_its_meeting(officer, excom):
    approve_at = make_associate(by=officer)
    (decision,) = say(excom, officer, (approve_at, "approved"))
    excom.held_from = excom.held_to = date(2020, 11, 18)

    assert messages_of(excom.full_clean) == [
        "This meeting has decisions of 2020-11-17: that day stays among the days on which it was held."
    ]
    annul_decision(decision, reason="the meeting was a day later", by=officer)
    excom.full_clean()
