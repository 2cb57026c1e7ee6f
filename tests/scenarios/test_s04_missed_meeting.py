"""S4 Missed ExCom, carry-over: accepted after the meeting of its year, approved at the next (R5, R8)."""

from datetime import date

import pytest

from members.models import Member
from members.register import Totals
from members.services.decisions import Verdict, candidates, decide
from tests.factories import MeetingFactory, make_associate
from tests.fees.dues import add_figure, add_gdp, assess_dues, dues_of

pytestmark = pytest.mark.django_db


def test_city_y_waits_for_the_next_meeting(printed, officer, time_machine):
    time_machine.move_to("2019-12-31T12:00+09:00")
    excom_2019 = MeetingFactory(held_from=date(2019, 11, 8))
    city_y = make_associate(name_en="City Y", accepted_on=date(2019, 12, 2), by=officer)

    # At the end of 2019 it is an associate, and it is counted.
    end_of_2019 = Totals.on(date(2019, 12, 31))
    assert (end_of_2019.total, end_of_2019.by_status) == (1, {"associate": 1})
    assert candidates(excom_2019) == []

    # Run 2020: it is not assessed.
    time_machine.move_to("2020-01-06T12:00+09:00")
    add_gdp(2_900, year=2018)
    add_figure(city_y, 180_000, year=2019)
    assess_dues(2020, by=officer)
    assert dues_of(city_y, 2020) == "associate"

    # The paper of the next meeting: accepted 2019, carried over, no earlier refusal.
    excom_2020 = MeetingFactory(held_from=date(2020, 11, 17))
    (line,) = candidates(excom_2020)
    assert (line.member, line.accepted_words, line.carried_over) == (city_y, "2019-12-02", True)
    assert (line.deferrals, line.meetings_passed) == (0, 0)

    # Approved: full from the day of the decision, not before.
    time_machine.move_to("2020-11-18T12:00+09:00")
    decide(excom_2020, verdicts=[Verdict(city_y, "approved")], decided_on=date(2020, 11, 17), by=officer)

    assert not Member.objects.full(date(2020, 11, 16)).exists()
    (full,) = Member.objects.full(date(2020, 11, 17))
    assert (full, full.since) == (city_y, date(2020, 11, 17))
    assert Totals.on(date(2019, 12, 31)) == end_of_2019

    # Its first dues year is 2021; nothing for 2020, also when that year is assessed again.
    time_machine.move_to("2021-01-04T12:00+09:00")
    for year in (2020, 2021):
        assess_dues(year, by=officer)
    assert (dues_of(city_y, 2020), dues_of(city_y, 2021)) == ("associate", 500)
