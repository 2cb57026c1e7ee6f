"""S8 Leaving: the last day of membership counts, the day after does not (R9, R21).

Dues are of whole years: who is full at the end of the year before owes them also if it leaves on 31 January.
"""

from datetime import date, timedelta

import pytest

from members.models import Member
from members.register import members_on
from members.services.leaving import withdraw_member
from tests.fees.dues import add_gdp, assess_dues, dues_of, make_city

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


@pytest.fixture
def city_w(officer):
    joined = {"accepted_on": date(2017, 3, 1), "approved_on": date(2017, 6, 28)}
    return make_city(2_500_000, name_en="City W", by=officer, **joined)


@pytest.mark.parametrize(
    ("notice", "last_day", "full_at_the_end_of_2019", "member_on_new_year_2020", "dues_2020"),
    [
        pytest.param(date(2020, 5, 12), date(2020, 6, 30), True, True, 1900, id="a"),
        pytest.param(date(2019, 12, 20), date(2019, 12, 31), True, False, "left", id="b"),
        pytest.param(date(2019, 12, 20), date(2020, 1, 31), True, True, 1900, id="c"),
    ],
)
def test_city_w_leaves(
    printed, city_w, officer, notice, last_day, full_at_the_end_of_2019, member_on_new_year_2020, dues_2020
):
    row = withdraw_member(city_w, notice_on=notice, last_day=last_day, by=officer)

    # The report counts it until its last day, and not on the day after.
    assert list(members_on(last_day)) == [city_w]
    assert list(members_on(last_day + ONE_DAY)) == []
    assert (row.effective_on, row.notice_on) == (last_day + ONE_DAY, notice)

    # Who is assessed for 2020: full on 31 December 2019 and still a member on 1 January 2020 (R9).
    assert Member.objects.full(date(2019, 12, 31)).exists() == full_at_the_end_of_2019
    assert Member.objects.in_membership(date(2020, 1, 1)).exists() == member_on_new_year_2020

    # What it owes: all of 2020, or nothing; never anything for 2021.
    add_gdp(4_800, year=2018)
    for year in (2020, 2021):
        assess_dues(year, by=officer)
    assert (dues_of(city_w, 2020), dues_of(city_w, 2021)) == (dues_2020, None)
