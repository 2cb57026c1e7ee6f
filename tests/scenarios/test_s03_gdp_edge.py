"""S3 GDP edge: bands are half-open on the exact value; 8,500 stands twice in the printed table (R11, R14)."""

import pytest

from fees.services.loading import load_fees
from fees.services.quotes import quote_dues

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("population", "gdp", "dues"),
    [
        (1_053_000, "999.99", 500),
        (1_053_000, "1000", 600),
        (1_053_000, "19999.6", 6000),
        (1_053_000, "20000", 7500),
        (5_000_000, "42000", 8500),
        (9_999_999, "42000", 8500),
        (10_000_000, "42000", 10_000),
    ],
)
def test_city_at_the_edges_of_gdp(population, gdp, dues):
    load_fees()

    assert quote_dues(kind="city", year=2020, population=population, gdp_per_capita=gdp).amount == dues
