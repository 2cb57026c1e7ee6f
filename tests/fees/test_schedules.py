"""Versions of the tables: a draft is free, an adopted one stands, a used one is locked (A7, R23)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fees.models import EmployeeBand, FeeSchedule, FlatAmount, GdpBand, MatrixCell, PopulationBand
from fees.rules import Bands, CityMatrix, Flat, Tables
from fees.services.schedules import adopt_schedule, copy_schedule, use_schedule, write_tables
from fees.tables import differences
from tests.fees.printed import CELLS, GDP, POPULATION, PRINTED_TABLES

pytestmark = pytest.mark.django_db

ROWS = [PopulationBand, GdpBand, MatrixCell, EmployeeBand]
RAISED = tuple(
    tuple(Decimal(5500) if (row, column) == (6, 3) else amount for column, amount in enumerate(amounts))
    for row, amounts in enumerate(CELLS)
)
PROPOSED = replace(PRINTED_TABLES, city=CityMatrix(Bands(POPULATION), Bands(GDP), RAISED))


def code_of(act) -> str:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.code


def as_stored(schedule) -> FeeSchedule:
    return FeeSchedule.objects.with_tables().get(pk=schedule.pk)


@pytest.mark.parametrize(
    ("year", "title"), [(2019, None), (2020, 2020), (2021, 2020), (2022, 2022), (2023, 2022), (2030, 2022)]
)
def test_newest_adopted_schedule_that_has_begun_is_in_force(printed, draft, officer, year, title):
    adopt_schedule(draft, decision="General Assembly", by=officer)
    copy_schedule(draft, title_en="Idea", first_dues_year=2023, by=officer)

    schedule = FeeSchedule.objects.in_force(year)

    assert (schedule and schedule.first_dues_year) == title


def test_draft_is_not_in_force(draft):
    assert FeeSchedule.objects.in_force(2030) is None


def test_copy_is_a_draft_with_the_same_tables(printed, officer):
    copy = copy_schedule(printed, title_en="Proposal", first_dues_year=2022, by=officer)

    assert as_stored(copy).tables() == PRINTED_TABLES
    assert (copy.is_draft, copy.decision, copy.adopted_on, copy.used_since) == (True, "", None, None)
    assert copy.source == "copied from Fee tables of January 2020 (2020)"
    assert copy.recorded_by == officer


def test_tables_of_a_draft_are_written_as_a_whole(draft, officer):
    tables = Tables(PROPOSED.city, None, {"institution": Flat("institution", Decimal(300))})

    write_tables(draft, tables=tables, by=officer, reason="wish of the committee")

    assert as_stored(draft).tables() == tables
    entry = draft.history.first()
    assert (entry.history_change_reason, entry.history_user) == ("wish of the committee", officer)


def test_adopted_tables_stand(draft, officer):
    adopt_schedule(draft, decision="General Assembly 2021, item 4", adopted_on=date(2021, 10, 18), by=officer)

    assert code_of(lambda: write_tables(draft, tables=PROPOSED, by=officer, reason="x")) == "adopted"
    assert code_of(lambda: adopt_schedule(draft, decision="again", by=officer)) == "adopted"
    assert as_stored(draft).tables() == PRINTED_TABLES


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"decision": ""}, "Name the decision that adopts the tables."),
        (
            {"decision": "x", "adopted_on": date(2199, 1, 1)},
            "2199-01-01 has not come yet. Record it on or after that day.",
        ),
    ],
)
def test_adoption_needs_a_decision_that_was_made(draft, officer, facts, words):
    with pytest.raises(ValidationError) as caught:
        adopt_schedule(draft, by=officer, **facts)

    assert caught.value.messages == [words]
    assert as_stored(draft).is_draft


def test_empty_draft_is_not_adopted(officer):
    empty = FeeSchedule.objects.create(title_en="Empty", first_dues_year=2022)

    assert code_of(lambda: adopt_schedule(empty, decision="x", by=officer)) == "no_tables"


def test_one_schedule_is_adopted_for_a_year(printed, officer):
    second = copy_schedule(printed, title_en="Second", first_dues_year=2020, by=officer)

    with pytest.raises(ValidationError) as caught:
        adopt_schedule(second, decision="x", by=officer)

    assert caught.value.messages == ["Another schedule is adopted for this first dues year already."]


def test_draft_cannot_be_used(draft):
    assert code_of(lambda: use_schedule(draft)) == "draft"


def test_use_locks_once(printed):
    first = use_schedule(printed).used_since

    assert first is not None
    assert use_schedule(printed).used_since == first


def test_locked_schedule_refuses_every_change(printed, officer):
    use_schedule(printed)
    cell, band = MatrixCell.objects.first(), EmployeeBand.objects.first()
    new = FlatAmount(schedule=printed, kind="institution", amount=300)
    printed.title_en = "Other"  # read before it was locked
    before = as_stored(printed).tables()

    acts = [
        printed.save,
        printed.delete,
        FeeSchedule.objects.all().delete,
        lambda: FeeSchedule.objects.update(first_dues_year=2019),
        cell.save,
        cell.delete,
        band.save,
        new.save,
        lambda: FlatAmount.objects.bulk_create([new]),
        lambda: MatrixCell.objects.bulk_update([cell], ["amount"]),
        lambda: write_tables(printed, tables=PROPOSED, by=officer, reason="x"),
        *(row.objects.all().delete for row in ROWS),
        *(lambda row=row: row.objects.update(schedule=printed) for row in ROWS),
    ]

    assert {code_of(act) for act in acts} == {"locked", "adopted"}
    assert as_stored(printed).tables() == before


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fees_feeschedule SET title_en = 'x'",
        "UPDATE fees_feeschedule SET used_since = NULL",
        "UPDATE fees_matrixcell SET amount = 1",
        "DELETE FROM fees_matrixcell",
        "DELETE FROM fees_populationband",
        "UPDATE fees_gdpband SET lower = lower + 1",
        "UPDATE fees_employeeband SET amount = 1 WHERE lower = 0",
        "INSERT INTO fees_flatamount (schedule_id, kind, amount) SELECT id, 'institution', 1 FROM fees_feeschedule",
    ],
)
def test_database_keeps_a_locked_schedule(printed, statement):
    use_schedule(printed)

    with pytest.raises(DatabaseError, match="locked, a dues run has used it"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.postgresql
def test_database_lets_a_free_schedule_change(printed, draft):
    use_schedule(printed)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE fees_matrixcell SET amount = 1 WHERE schedule_id = %s", [draft.pk])
        cursor.execute("DELETE FROM fees_employeeband WHERE schedule_id = %s", [draft.pk])

    assert set(draft.cells.values_list("amount", flat=True)) == {1}
    assert not draft.employee_bands.exists()


@pytest.mark.postgresql
def test_row_does_not_move_into_or_out_of_a_locked_schedule(printed, draft):
    use_schedule(printed)
    band = FlatAmount.objects.create(schedule=draft, kind="institution", amount=1)

    with pytest.raises(DatabaseError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE fees_flatamount SET schedule_id = %s WHERE id = %s", [printed.pk, band.pk])
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE fees_employeeband SET schedule_id = %s WHERE lower = 0", [draft.pk])


BAD_ROWS = [
    (FeeSchedule(title_en="x", first_dues_year=2022, state="old"), "A schedule is a draft or adopted."),
    (FeeSchedule(title_en="x", first_dues_year=2022, state="adopted"), "Name the decision that adopts the tables."),
    (
        FeeSchedule(title_en="x", first_dues_year=2022, adopted_on=date(2021, 1, 1)),
        "A draft has no day of adoption and no meeting.",
    ),
    (FeeSchedule(title_en="x", first_dues_year=2022, used_since=timezone.now()), "A draft is not used for dues."),
]


@pytest.mark.parametrize(("row", "words"), BAD_ROWS, ids=[words for _row, words in BAD_ROWS])
def test_what_the_database_refuses_a_form_says_in_the_same_words(row, words):
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()

    assert words in caught.value.messages


@pytest.mark.parametrize("amount", [0, -1])
def test_amounts_are_above_zero(draft, amount):
    for row in (
        MatrixCell(schedule=draft, gdp_lower=1, population_lower=1, amount=amount),
        EmployeeBand(schedule=draft, lower=1, amount=amount),
        FlatAmount(schedule=draft, kind="institution", amount=amount),
    ):
        with pytest.raises(ValidationError) as caught:
            row.validate_constraints()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        assert caught.value.messages == ["An amount is above 0; who pays nothing has no row."]


def test_differences_name_the_place_and_both_amounts():
    after = replace(PROPOSED, flat={"institution": Flat("institution", Decimal("300.50"))})

    assert differences(PRINTED_TABLES, after) == [
        "City, GDP 10,000 to below 15,000, population 1,000,000 to below 2,000,000: 5,000 -> 5,500 USD",
        "Every member of the kind: institution: - -> 300.50 USD",
    ]
    assert differences(after, after) == []
