"""The estimate on the application form: what the answers so far come to, or what to fill in first."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from fees.apply_panel import estimate
from fees.models import FeeSchedule
from members.models import Application, Kind
from tests.factories import ApplicationFactory, CountryFactory
from tests.fees.dues import add_gdp
from wego import slots

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def march(data_2020, time_machine):
    time_machine.move_to("2020-03-02T12:00+09:00")


def city(**facts) -> Application:
    given = {"population": 1_250_000, "figure_year": 2018, "figure_source": "KOSIS"} | facts
    return ApplicationFactory.build(**given)


def page(application) -> str:
    """What the form shows, on one line."""
    (panel,) = slots.panels("application_fee", application=application, request=None)
    return " ".join(render_to_string(panel["template"], {"panel": panel}).split())


def test_the_amount_with_its_figures_and_its_cell():
    said = page(city())

    assert '<h2 id="estimate">USD 5,000 a year</h2>' in said
    assert "First dues year 2021, if the Executive Committee approves in 2020. Nothing is due before." in said
    assert "1,250,000 persons → band 1,000,000 to below 2,000,000 <small>2018. KOSIS</small>" in said
    assert "12,300 international $ → band 10,000 to below 15,000" in said
    assert "Row 7, column 4 of the fee table." in said
    assert said.count('aria-current="true"') == 1
    assert "<strong>5,000</strong>" in said
    assert "This is a quotation, not an invoice." in said


def test_a_company_has_its_scale():
    said = page(ApplicationFactory.build(kind=Kind.COMPANY, employees=499))

    assert '<h2 id="estimate">USD 2,000 a year</h2>' in said
    assert "499 persons → band 0 to below 500 <small>As you stated it</small>" in said
    assert '<td class="number" aria-current="true"><strong>2,000</strong>' in said


@pytest.mark.parametrize(
    ("application", "words"),
    [
        (Application(), "State the kind: city, company or institution."),
        (Application(kind="city", population=300_000), "Choose the country: its GDP per head counts for the fee."),
        (Application(kind="city", country_id="KOR"), "State the population, in persons."),
        (Application(kind="company"), "State the number of employees."),
    ],
)
def test_what_lacks_is_asked_for(application, words):
    said = page(application)

    assert '<h2 id="estimate">Your membership fee</h2>' in said
    assert f"<ul><li>{words}</li></ul>" in said
    assert "USD" not in said


def test_an_institution_is_not_assessed():
    said = page(Application(kind="institution"))

    assert '<h2 id="estimate">No membership fee</h2>' in said
    assert "institutions are not assessed" in said


def test_without_gdp_the_secretariat_decides():
    said = page(city(country=CountryFactory(iso3="VEN")))

    assert '<h2 id="estimate">No amount yet</h2>' in said
    assert "The Secretariat decides which GDP figure counts, and a second person confirms it." in said
    assert "aria-current" not in said


def test_an_old_gdp_is_said_with_the_amount():
    add_gdp(Decimal(3000), "NPL", 2010)

    said = page(city(country=CountryFactory(iso3="NPL")))

    assert '<h2 id="estimate">USD 1,250 a year by an old GDP figure, not decided</h2>' in said
    assert "The last GDP figure of the economy Country NPL is of 2010; the year asked for is 2019." in said


def test_an_old_population_is_a_warning_only():
    said = page(city(figure_year=2014))

    assert '<h2 id="estimate">USD 5,000 a year</h2>' in said
    assert "<p>Old population figure</p>" in said


def test_without_a_schedule_the_page_says_so():
    FeeSchedule.objects.update(state=FeeSchedule.State.DRAFT)

    assert "<p>No fee schedule is in force for the dues year 2021.</p>" in page(city())


def test_nothing_is_recorded_and_the_queries_are_few(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        estimate(city())

    assert not Application.objects.exists()
