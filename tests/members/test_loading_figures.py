"""Loading figures after somebody has imported a file of the same edition."""

import pytest
from django.core.management import call_command

from members.models import EconomyFigure
from members.services.figures import import_gdp
from members.services.loading import load_register
from members.services.loading_figures import load_gdp
from tests.members.worldbank_files import table
from wego.models import LoadedFact

pytestmark = pytest.mark.django_db


def test_figures_of_a_new_release_leave_what_was_imported_before(officer, monkeypatch):
    monkeypatch.setattr("members.services.loading.load_gdp", lambda: 0)  # a release that had no GDP yet
    load_register()
    import_gdp(table([("Nepal", "NPL", {"2018": "3333.3"})], vintage="2024-06-28"), by=officer)

    assert load_gdp() == 826
    assert EconomyFigure.objects.get(economy="NPL", reference_year=2018).recorded_by == officer
    assert load_gdp() == 0


@pytest.mark.usefixtures("real_register")
def test_second_run_does_not_bring_back_what_was_loaded(capsys):
    keys = LoadedFact.objects.filter(key__startswith="population-").count()

    call_command("load_register")

    assert keys == 133
    assert "Nothing was changed." in capsys.readouterr().out
