import pytest

from fees.models import FeeSchedule
from fees.services.loading import load_fees
from fees.services.schedules import enter_schedule
from fees.services.settlements import propose_settlement, review_settlement
from tests.fees.dues import add_gdp
from tests.fees.printed import PRINTED_TABLES


@pytest.fixture
def printed(db):
    """The printed schedule of 2020 as the loader brings it in."""
    load_fees()
    return FeeSchedule.objects.get()


@pytest.fixture
def draft(db, officer):
    """A draft for 2022 with the printed tables."""
    schedule = FeeSchedule(title_en="Proposal", first_dues_year=2022, recorded_by=officer)
    return enter_schedule(schedule, tables=PRINTED_TABLES, by=officer, reason="typed")


@pytest.fixture
def data_2020(printed):
    """What the dues of 2020 follow from: the printed schedule, 12,300 $ per head in Korea in 2018."""
    add_gdp(12_300)


@pytest.fixture
def settle(officer, second_officer):
    """Proposed by one officer, confirmed by the other."""

    def settled(exception, **given):
        proposal = propose_settlement(exception, by=officer, **{"reason": "no newer figure", **given})
        return review_settlement(proposal, outcome="confirmed", by=second_officer)

    return settled
