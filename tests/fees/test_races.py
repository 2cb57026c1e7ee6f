"""Two at once, as two real processes on PostgreSQL: a dues run that locks a schedule while somebody writes to
it, and two imports of one file."""

import pytest

from fees.models import FeeSchedule, MatrixCell
from fees.services.loading import load_fees
from members.models import EconomyFigure
from tests.factories import CountryFactory
from tests.fees.racing import TURNS, at_once
from tests.members.worldbank_files import table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

READ = "use_schedule(FeeSchedule.objects.get()) and MatrixCell.objects.order_by('pk')[0].amount"
WRITE = "MatrixCell.objects.filter(pk=MatrixCell.objects.order_by('pk')[0].pk).update(amount=1)"
LOCKED = ("refused: Fee tables of January 2020 (2020) was used by a dues run", "database: fee schedule")


@pytest.mark.parametrize("turn", TURNS)
def test_what_a_run_reads_of_a_schedule_is_what_stands(turn):
    load_fees()

    read, written = at_once(READ, WRITE)

    stands = MatrixCell.objects.order_by("pk")[0].amount
    assert read == f"done: {stands}"
    assert written == "done: 1" if stands == 1 else written.startswith(LOCKED)
    assert FeeSchedule.objects.get().is_locked


def test_two_imports_of_one_file_record_it_once():
    for code in ("KOR", "NPL", "VEN"):
        CountryFactory(iso3=code)
    act = f"import_gdp({table()!r}, by=None).added"

    ended = sorted(at_once(act, act))

    assert ended == [
        "done: 5",
        "refused: Somebody else recorded figures of this edition at the same moment. Nothing was changed: try again.",
    ]
    assert EconomyFigure.objects.count() == 5
