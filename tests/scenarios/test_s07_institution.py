"""S7 Institution: no table is theirs, so they are not assessed: no zero, no exception (R16)."""

from datetime import date
from decimal import Decimal

import pytest

from fees.models import Assessment, DuesException
from fees.reports import DuesReport
from fees.services.schedules import adopt_schedule, copy_schedule
from members.models import Kind
from members.register import Totals
from tests.factories import make_full, make_opened
from tests.fees.dues import assess_dues, dues_of

pytestmark = pytest.mark.django_db


def test_institution_approved_in_2018(printed, officer):
    # The printed tables begin with 2020; for the run of 2019 the same ones are assumed a year earlier.
    of_2019 = copy_schedule(printed, title_en="The same a year earlier", first_dues_year=2019, by=officer)
    adopt_schedule(of_2019, decision="assumed", by=officer)
    institution = make_full(
        kind=Kind.INSTITUTION, accepted_on=date(2018, 5, 2), approved_on=date(2018, 10, 17), by=officer
    )
    make_opened(*range(101, 117), kind=Kind.INSTITUTION)

    # Runs 2019 and 2020 list it under "not assessed - no schedule".
    for year in (2019, 2020):
        report = DuesReport.of(assess_dues(year, by=officer))
        assert dues_of(institution, year) == "no_schedule"
        assert [line.words for line in report.not_assessed if line.member == institution] == [
            "no dues schedule for this kind"
        ]
        assert (report.sum.assessed, report.sum.total) == (0, Decimal(0))
    assert not Assessment.objects.exists()
    assert not DuesException.objects.exists()

    # The status report counts it in the 17.
    assert Totals.on(date(2019, 12, 31)).count(kind=Kind.INSTITUTION) == 17
