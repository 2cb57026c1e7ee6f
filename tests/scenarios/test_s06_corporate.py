"""S6 Corporate: dues by the number of employees, from the year after the approval (R8, R15)."""

from datetime import date

import pytest

from fees.services.quotes import quote_dues
from tests.fees.dues import add_figure, assess_dues, dues_of, make_company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("employees", "dues"), [(499, 2000), (500, 4000), (1999, 4000), (2000, 8000)])
def test_company_at_the_edges_of_its_bands(printed, employees, dues):
    assert quote_dues(kind="company", year=2020, employees=employees).amount == dues


def test_company_that_grows_pays_more_in_the_next_year(printed, officer, time_machine):
    # Approved on 8 November 2019 with 480 employees.
    time_machine.move_to("2019-12-10T12:00+09:00")
    company = make_company(480, approved_on=date(2019, 11, 8), by=officer)
    time_machine.move_to("2020-01-06T12:00+09:00")
    assess_dues(2020, by=officer)

    # It declares 520 on the last day of 2020. 2020 stays as it was assessed.
    time_machine.move_to("2020-12-31T12:00+09:00")
    add_figure(company, 520, year=2020, source="declaration of 2020-12-31")
    assess_dues(2020, by=officer)
    time_machine.move_to("2021-01-04T12:00+09:00")
    assess_dues(2021, by=officer)

    assert (dues_of(company, 2020), dues_of(company, 2021)) == (2000, 4000)
