"""S10 Data revision and freeze: a later file never moves an amount that was assessed (R12)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from fees.models import Assessment
from fees.reports import DuesReport
from fees.services.loading import load_fees
from fees.services.verification import verify_assessments
from tests.fees.dues import add_gdp, assess_dues, dues_of, make_city
from tests.members.worldbank_files import table

pytestmark = pytest.mark.django_db

DATA_SET_2020 = date(2019, 10, 28)


def preview(year) -> list[Decimal]:
    return [line.amount for line in DuesReport.preview_of(year).assessed]


def stored() -> list:
    return list(Assessment.objects.order_by("pk").values())


def answer(capsys, *command) -> dict:
    capsys.readouterr()
    call_command(*command, "--format", "json")
    return json.loads(capsys.readouterr().out)


def test_revision_of_july_counts_from_the_next_year_on(officer, time_machine, tmp_path, capsys):
    # Data set 2020: City U with 850,000 inhabitants in an economy of 14,990 $ per head owes 4,500.
    load_fees()
    time_machine.move_to("2020-01-10T10:00+09:00")
    city = make_city(850_000, name_en="City U", by=officer)
    add_gdp(14_990, vintage=DATA_SET_2020)
    assess_dues(2020, by=officer)
    assert dues_of(city, 2020) == 4500
    issued = stored()

    # The file of July 2020 says 15,020.
    time_machine.move_to("2020-07-10T10:00+09:00")
    file = tmp_path / "gdp.csv"
    file.write_bytes(table([("Korea, Rep.", "KOR", {"2018": "15020"})], vintage="2020-07-01"))
    call_command("import_gdp", str(file))

    # 2020 stays at 4,500, also when it is assessed again; its explanation is the same and still gives it.
    assess_dues(2020, by=officer)
    assert preview(2020) == [4500]
    assert stored() == issued
    assert issued[0]["basis"]["gdp_per_capita"] == "14990"
    assert issued[0]["basis"]["gdp_figure"]["vintage"] == "2019-10-28"
    assert list(verify_assessments()) == []

    # The preview of 2021 shows 5,500; the report names the change of band and +1,000.
    assert preview(2021) == [5500]
    report = answer(capsys, "band_changes", "2021")
    [change] = report["changes"]
    assert (report["from"], report["to"], report["difference"]) == ("2019-10-28", "2020-07-01", "1000.00")
    assert (change["name"], change["difference"]) == ("City U", "1000.00")
    assert [(change[side]["amount"], change[side]["basis"]["gdp_band"]) for side in ("before", "after")] == [
        ("4500.00", [10_000, 15_000]),
        ("5500.00", [15_000, 20_000]),
    ]

    # The run of 2021 with the new set.
    time_machine.move_to("2021-01-08T10:00+09:00")
    assess_dues(2021, by=officer)
    assert (dues_of(city, 2020), dues_of(city, 2021)) == (4500, 5500)
    assert stored()[:1] == issued
    assert list(verify_assessments()) == []
