"""S8 Leaving: the last day of membership counts, the day after does not (R9, R21). Dues: see S8 of the fees."""

from datetime import date, timedelta

import pytest

from members.models import Member
from members.register import members_on
from members.services.leaving import withdraw_member
from tests.factories import make_full

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


@pytest.fixture
def city_w(officer):
    return make_full(name_en="City W", accepted_on=date(2017, 3, 1), approved_on=date(2017, 6, 28), by=officer)


@pytest.mark.parametrize(
    ("notice", "last_day", "full_at_the_end_of_2019", "member_on_new_year_2020"),
    [
        pytest.param(date(2020, 5, 12), date(2020, 6, 30), True, True, id="a"),
        pytest.param(date(2019, 12, 20), date(2019, 12, 31), True, False, id="b"),
        pytest.param(date(2019, 12, 20), date(2020, 1, 31), True, True, id="c"),
    ],
)
def test_city_w_leaves(city_w, officer, notice, last_day, full_at_the_end_of_2019, member_on_new_year_2020):
    row = withdraw_member(city_w, notice_on=notice, last_day=last_day, by=officer)

    # The report counts it until its last day, and not on the day after.
    assert list(members_on(last_day)) == [city_w]
    assert list(members_on(last_day + ONE_DAY)) == []
    assert (row.effective_on, row.notice_on) == (last_day + ONE_DAY, notice)

    # Who is assessed for 2020: full on 31 December 2019 and still a member on 1 January 2020 (R9).
    assert Member.objects.full(date(2019, 12, 31)).exists() == full_at_the_end_of_2019
    assert Member.objects.in_membership(date(2020, 1, 1)).exists() == member_on_new_year_2020
