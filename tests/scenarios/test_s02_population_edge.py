"""S2 Population edge: 299,999 persons are in the first band, 300,000 in the second (R10)."""

import pytest

from fees.services.loading import load_fees
from fees.services.quotes import quote_dues

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("population", "dues"),
    [
        (299_500, 500),  # "299.5" typed in thousands is stored as 299,500 persons
        (299_999, 500),
        (300_000, 750),
    ],
)
def test_city_with_gdp_3450(population, dues):
    load_fees()

    assert quote_dues(kind="city", year=2020, population=population, gdp_per_capita=3450).amount == dues
