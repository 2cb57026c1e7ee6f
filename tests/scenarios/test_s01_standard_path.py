"""S1 Standard path: accepted and approved in 2019, the first dues are those of 2020 (R2, R4, R8)."""

from datetime import date

import pytest

from fees.models import Assessment
from fees.services.schedules import adopt_schedule, copy_schedule
from members.models import Member
from members.services.applications import accept_application, record_application
from tests.factories import ApplicationFactory, CountryFactory, approve
from tests.fees.dues import add_figure, assess_dues, dues_of, refusal_of

pytestmark = pytest.mark.django_db


def test_city_x_up_to_its_first_dues(printed, data_2020, officer):
    # The form is dated 5 March and received on the 7th; the acceptance of 20 March makes the associate.
    form = ApplicationFactory.build(
        name_en="City X", country=CountryFactory(), submitted_on=date(2019, 3, 5), received_on=date(2019, 3, 7)
    )
    city_x = accept_application(record_application(form, by=officer), accepted_on=date(2019, 3, 20), by=officer)
    add_figure(city_x, 1_250_000, 2018)
    assert not Member.objects.in_membership(date(2019, 3, 19)).exists()
    assert Member.objects.associates(date(2019, 3, 20)).get().since == date(2019, 3, 20)

    # The ExCom of 8 November approves: full from that day.
    approve(city_x, on=date(2019, 11, 8), by=officer)
    assert Member.objects.full(date(2019, 11, 8)).get().since == date(2019, 11, 8)

    # Dues 2019: none. No tables are in force; had there been any, the city joined too late.
    refusal = refusal_of(lambda: assess_dues(2019, by=officer))
    assert refusal.messages == ["No fee schedule is in force for the dues year 2019."]
    of_2019 = copy_schedule(printed, title_en="The same a year earlier", first_dues_year=2019, by=officer)
    adopt_schedule(of_2019, decision="assumed", by=officer)
    assess_dues(2019, by=officer)
    assert dues_of(city_x, 2019) == "joined_too_late"

    # Run 2020: 10,000~14,999 $ per head by 1,000~1,999 thousand inhabitants is 5,000, not 4,500.
    assess_dues(2020, by=officer)
    basis = Assessment.objects.get().basis
    assert dues_of(city_x, 2020) == 5000
    assert (basis["gdp_band"], basis["population_band"]) == ([10_000, 15_000], [1_000_000, 2_000_000])
    assert basis["cell"] == {"row": 7, "column": 4}
