"""Brings the printed fee tables in, once: a schedule that was loaded before is left alone (R14, R23)."""

from collections import Counter
from decimal import Decimal

from django.db import transaction

from fees.models import FeeSchedule
from fees.rules import Bands, CityMatrix, EmployeeScale, Flat, Tables
from fees.services.schedules import enter_schedule
from wego.fixtures import read_fixture, take_fresh

SCHEDULES = "fee_schedules.json"
LOADED = "loaded from the source"


@transaction.atomic
def load_fees() -> Counter:
    """Load what is not loaded yet; returns how many rows of each kind were made."""
    fresh = [row for _place, row in take_fresh(read_fixture(SCHEDULES))]
    for row in fresh:
        enter_schedule(_schedule(row), tables=_tables(row), by=None, reason=LOADED)
    return Counter({"fee schedules": len(fresh)})


def _schedule(row: dict) -> FeeSchedule:
    return FeeSchedule(
        title_en=row["title_en"],
        title_ko=row["title_ko"],
        first_dues_year=row["first_dues_year"],
        state=FeeSchedule.State.ADOPTED,
        decision=row["decision"],
        source=row["source"],
    )


def _tables(row: dict) -> Tables:
    employees = row["employee_bands"]
    return Tables(
        CityMatrix(
            Bands(tuple(row["population_lowers"])),
            Bands(tuple(row["gdp_lowers"])),
            tuple(tuple(map(Decimal, amounts)) for amounts in row["cells"]),
        ),
        EmployeeScale(
            Bands(tuple(band["lower"] for band in employees)), tuple(Decimal(band["amount"]) for band in employees)
        ),
        {flat["kind"]: Flat(flat["kind"], Decimal(flat["amount"])) for flat in row["flat_amounts"]},
    )
