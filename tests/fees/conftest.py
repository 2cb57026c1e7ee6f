import pytest

from fees.models import FeeSchedule
from fees.services.loading import load_fees
from fees.services.schedules import enter_schedule
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
