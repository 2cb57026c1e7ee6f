import pytest
from django.test import Client

from fees.models import DuesException
from tests.factories import CountryFactory, make_opened
from tests.fees.admin.exception_pages import allowed
from tests.fees.dues import add_gdp, assess_dues, make_city, make_company
from tests.members.admin.conftest import chief, newcomer, office

__all__ = ["chief", "newcomer", "office"]


@pytest.fixture
def proposer(officer) -> Client:
    return allowed(officer, "propose_settlement", "review_settlement")


@pytest.fixture
def reviewer(second_officer) -> Client:
    return allowed(second_officer, "propose_settlement", "review_settlement")


@pytest.fixture
def queue(data_2020, officer) -> dict[str, DuesException]:
    """The exceptions of 2020, one for each reason."""
    add_gdp(17_800, economy="VEN", year=2012)
    members = {
        "stale_gdp": make_city(
            2_100_000, name_en="Caracas", name_ko="카라카스", country=CountryFactory(iso3="VEN"), by=officer
        ),
        "no_gdp": make_city(50_000, name_en="Havana", country=CountryFactory(iso3="CUB"), by=officer),
        "no_population": make_city(None, name_en="Batibo", by=officer),
        "no_employees": make_company(None, name_en="Danfoss", by=officer),
        "provisional": make_opened(900)[0],
    }
    run = assess_dues(2020, by=officer)
    listed = {row.member_id: row for row in run.exceptions.all()}
    found = {reason: listed[member.pk] for reason, member in members.items()}
    assert {reason: row.reason for reason, row in found.items()} == {reason: reason for reason in members}
    return found
