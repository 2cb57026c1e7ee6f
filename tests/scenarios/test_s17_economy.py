"""S17 Economy: Hong Kong by the GDP of China, from the next run on by its own (R11)."""

import re

import pytest
from django.urls import reverse

from members.services.members import change_economy
from tests.factories import CountryFactory, UserFactory
from tests.fees.dues import add_gdp, assess_dues, dues_of, make_city, refusal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hong_kong(printed, officer, time_machine):
    """A city of 7,500,000 persons under China, with the proposal of its own economy. The year is 2020."""
    time_machine.move_to("2020-01-13T12:00+09:00", tick=False)
    add_gdp(16_800, economy="CHN")
    add_gdp(62_000, economy="HKG")
    member = make_city(7_500_000, country=CountryFactory(iso3="CHN"), by=officer)
    member.economy_proposal = "HKG"
    member.save()
    return member


def test_own_economy_counts_from_the_next_run_on(hong_kong, officer, time_machine):
    run = assess_dues(2020, by=officer)
    change_economy(hong_kong, economy_code="HKG", reason="a series of its own", by=officer)
    assess_dues(2020, by=officer)

    time_machine.move_to("2021-01-11T12:00+09:00", tick=False)
    assess_dues(2021, by=officer)

    assert {year: dues_of(hong_kong, year) for year in (2020, 2021)} == {2020: 7500, 2021: 8500}
    assert run.assessments.get().basis["gdp_figure"]["economy"] == "CHN"


def test_change_needs_a_reason(hong_kong, officer):
    refusal = refusal_of(lambda: change_economy(hong_kong, economy_code="HKG", reason=" ", by=officer))

    assert refusal.code == "no_reason"

    assess_dues(2020, by=officer)
    assert dues_of(hong_kong, 2020) == 7500


@pytest.mark.parametrize("decided", ["HKG", "CHN"])
def test_proposal_stands_on_the_dashboard_until_it_is_decided(hong_kong, officer, client, decided):
    client.force_login(UserFactory(is_superuser=True))

    def proposals() -> list[str]:
        text = client.get(reverse("admin:index")).content.decode()
        return re.findall(r"<strong>(\d+)</strong> proposals of another economy for dues", text)

    before = proposals()
    change_economy(hong_kong, economy_code=decided, reason="decided", by=officer)

    assert (before, proposals()) == (["1"], ["0"])
