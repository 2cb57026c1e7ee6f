"""The printed schedule comes in verbatim and once (R14, R23)."""

import pytest
from django.apps import apps
from django.core.management import call_command

from fees.models import FeeSchedule, MatrixCell
from fees.services.loading import load_fees
from tests.fees.printed import CELLS, GDP, POPULATION, PRINTED_TABLES

pytestmark = pytest.mark.django_db


def every_row():
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in own_models()}


def own_models():
    return [one for one in apps.get_app_config("fees").get_models() if not one.__name__.startswith("Historical")]


def test_loaded_tables_are_the_printed_ones(printed):
    assert printed.tables() == PRINTED_TABLES
    assert (printed.first_dues_year, printed.state, printed.adopted_on) == (2020, "adopted", None)
    assert "is not named" in printed.decision


@pytest.mark.usefixtures("printed")
def test_all_72_cells_stand_where_they_are_printed():
    cells = {(cell.gdp_lower, cell.population_lower): cell.amount for cell in MatrixCell.objects.all()}

    assert cells == {
        (gdp, population): CELLS[row][column]
        for row, gdp in enumerate(GDP)
        for column, population in enumerate(POPULATION)
    }
    assert len(cells) == 72


@pytest.mark.usefixtures("printed")
def test_second_run_changes_nothing(capsys):
    before = every_row()

    made = load_fees()
    call_command("load_fees")

    assert made.total() == 0
    assert every_row() == before
    assert capsys.readouterr().out == "Every fee schedule is loaded already. Nothing was changed.\n"


def test_command_says_what_it_made(capsys):
    call_command("load_fees")

    assert capsys.readouterr().out == "    1 fee schedules\n"


@pytest.mark.usefixtures("printed")
def test_second_run_does_not_bring_back_what_was_deleted():
    FeeSchedule.objects.all().delete()

    assert load_fees().total() == 0
    assert not FeeSchedule.objects.exists()


@pytest.mark.usefixtures("printed")
def test_every_loaded_row_would_pass_its_form():
    for model in own_models():
        for row in model.objects.all():
            row.full_clean()


def test_schedule_and_its_tables_are_read_in_six_queries(printed, django_assert_num_queries):
    with django_assert_num_queries(6):
        FeeSchedule.objects.in_force(2026).tables()
