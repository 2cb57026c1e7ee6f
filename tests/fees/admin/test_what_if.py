"""What if: a fee schedule over all members, on its page and as a file for the committee (R23)."""

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fees.models import DuesRun
from fees.services.schedules import write_tables
from tests.factories import UserFactory, make_opened, rights
from tests.fees.drafts import with_cell
from tests.fees.dues import add_figure, make_city, make_company

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]


@pytest.fixture
def higher(draft, officer):
    """The draft for 2022 asks 5,500 of the cities that pay 5,000."""
    write_tables(draft, tables=with_cell(6, 3, 5500), by=officer, reason="wish")
    return draft


def page(schedule, name="what_if") -> str:
    return reverse(f"admin:fees_feeschedule_{name}", args=[schedule.pk])


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_button_leads_to_the_total_effect(office, officer, higher):
    make_city(name_en="City X", by=officer)
    make_company(by=officer)
    make_city(None, name_en="City Y", by=officer)

    assert f'href="{page(higher)}"' in office.get(page(higher, "change")).content.decode()
    text = text_of(office.get(page(higher)))

    for words in (
        "What if: Proposal (2022) for the dues of 2022",
        "Before: Fee tables of January 2020 (2020)",
        "GDP figures of the World Bank's file of 2019-12-18",
        "7,000 USD -> 7,500 USD (+500 USD) Pays more: 1 (+500 USD) Pays the same: 1 Not assessed on either side: 1",
        "City 1 5,000 1 5,500 +500 Company 1 2,000 1 2,000 0",
        "Largest differences (1)",
        "City X (1) 5,000 5,500 +500 Country KOR GDP per head: 12,300 (2018); band: 10,000 to below 15,000 "
        "Population: 1,250,000 (2018); band: 1,000,000 to below 2,000,000",
        "Needs a decision (1)",
        "No population 1 1",
        "City Y (3) No population on record. No population on record.",
    ):
        assert words in text
    assert not DuesRun.objects.exists()


def test_choices_are_in_the_address(office, officer, printed, higher):
    [member] = make_opened(1)
    add_figure(member, 1_250_000)

    alone = office.get(page(higher))
    included = office.get(page(higher), {"year": "2021", "include_provisional": "on"})
    other_way = office.get(page(printed), {"against": higher.pk, "include_provisional": "on"})

    assert "Provisional members are not included: they need a decision first." in text_of(alone)
    assert "for the dues of 2021" in text_of(included)
    assert "5,000 USD -> 5,500 USD (+500 USD)" in text_of(included)
    assert "5,500 USD -> 5,000 USD (-500 USD)" in text_of(other_way)
    assert 'href="?year=2021&amp;include_provisional=on&amp;format=xlsx"' in included.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "No other fee schedule is in force for the dues year 2020. Choose the one to compare with."),
        ({"year": "1999"}, "Dues year: Ensure this value is greater than or equal to 2000."),
        ({"year": "next"}, "Dues year: Enter a whole number."),
        ({"against": "77"}, "Compared with: Select a valid choice."),
        ({"year": "1999", "format": "xlsx"}, "Dues year: Ensure this value is greater than or equal to 2000."),
    ],
)
def test_what_cannot_be_compared_is_said(office, printed, query, words):
    response = office.get(page(printed), query)

    assert response.status_code == 200
    assert words in text_of(response)
    assert "Total effect" not in text_of(response)


def test_files_hold_every_member(office, officer, higher):
    make_city(name_en="City X", name_ko="시", by=officer)
    make_city(None, name_en="=City Y", by=officer)

    as_csv = office.get(page(higher), {"format": "csv"})
    book = openpyxl.load_workbook(io.BytesIO(office.get(page(higher), {"format": "xlsx"}).content))

    assert as_csv["Content-Disposition"] == 'attachment; filename="wego-what-if-2022.csv"'
    first, second = csv.DictReader(io.StringIO(as_csv.content.decode("utf-8-sig")))
    assert {name: value for name, value in first.items() if value} == {
        "number": "1",
        "name": "City X",
        "name (Korean)": "시",
        "kind": "city",
        "country": "Country KOR",
        "region": "Asia",
        "USD before": "5000.00",
        "USD after": "5500.00",
        "difference": "500.00",
        "what changes": "pays more",
        **dict.fromkeys(["GDP per head before", "GDP per head after"], "12300"),
        **dict.fromkeys(["GDP band before", "GDP band after"], "10,000 to below 15,000"),
        **dict.fromkeys(["population before", "population after"], "1250000"),
        **dict.fromkeys(["population band before", "population band after"], "1,000,000 to below 2,000,000"),
        **{f"year of {name} {side}": "2018" for name in ("GDP", "population") for side in ("before", "after")},
    }
    assert (second["name"], second["USD after"]) == ("'=City Y", "")
    assert second["not assessed after because"] == "No population on record."
    assert book.sheetnames == ["Totals", "Largest differences", "Members", "Needs a decision"]
    totals = {row[0]: row[1:] for row in book["Totals"].iter_rows(values_only=True)}
    assert totals["Total"] == totals["city"] == totals["Asia"] == (1, 5000, 1, 5500, 500)
    assert totals["pays more"] == (None, None, 1, None, 500)
    assert totals["Needs a decision: no population"] == (1, None, 1, None, None)
    assert [book[name].max_row for name in book.sheetnames[1:]] == [2, 3, 2]


def test_who_may_see_schedules_may_see_it(client, newcomer, draft):
    reader = UserFactory()
    reader.user_permissions.set(rights("view_feeschedule"))
    codes = []
    for user in (newcomer, reader):
        client.force_login(user)
        codes.append(client.get(page(draft)).status_code)

    assert codes == [403, 200]


@pytest.mark.parametrize("key", ["999999", "abc"])
def test_schedule_that_is_not_there(office, key):
    assert office.get(reverse("admin:fees_feeschedule_what_if", args=[key])).status_code == 404


def test_queries_do_not_grow_with_the_members(office, officer, higher):
    counts = []
    for members in (1, 2):
        for _one in range(members):
            make_city(by=officer)
            make_city(None, by=officer)
        office.get(page(higher))
        with CaptureQueriesContext(connection) as captured:
            office.get(page(higher))
        counts.append(len(captured))

    assert counts == [37, 37]
