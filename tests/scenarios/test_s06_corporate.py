"""S6 Corporate: dues by the number of employees, from the year after the approval (R8, R15).

What is assessed in a dues run is told with the runs; here the amounts of both years.
"""

import pytest

from fees.services.loading import load_fees
from fees.services.quotes import quote_dues

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("employees", "dues"), [(499, 2000), (500, 4000), (1999, 4000), (2000, 8000)])
def test_company_at_the_edges_of_its_bands(employees, dues):
    load_fees()

    assert quote_dues(kind="company", year=2020, employees=employees).amount == dues


def test_company_that_grows_pays_more_in_the_next_year():
    load_fees()

    dues = {
        year: quote_dues(kind="company", year=year, employees=employees).amount
        for year, employees in ((2020, 480), (2021, 520))
    }

    assert dues == {2020: 2000, 2021: 4000}
