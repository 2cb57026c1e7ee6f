"""The act that records one figure of a member, seen from its page (A6, R10, R15)."""

import pytest
from django.urls import reverse

from members.models import Kind, MemberFigure
from tests.factories import make_opened
from tests.members.admin import act_pages
from tests.members.admin.act_cases import CASES
from tests.members.admin.act_pages import ActPage
from wego.dates import today

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

CENSUS = {
    "value": "1 070 000",
    "reference_year": "2019",
    "year_basis": "inferred",
    "concept": "city proper",
    "quality": "B",
    "source": "census",
}
NEXT_YEAR = today().year + 1
REFUSED = {
    "words": ({"value": "many"}, "Population must be a whole number of persons like 1070000, not “many”."),
    "fraction": ({"value": "299.5"}, "Population must be a whole number of persons, not 299.5."),
    "thousands": ({"value": "1,07"}, "Population must be a whole number of persons like 1070000, not “1,07”."),
    "no value": ({"value": " "}, "This field is required."),
    "no source": ({"source": ""}, "This field is required."),
    "next year": (
        {"reference_year": str(NEXT_YEAR)},
        f"The year {NEXT_YEAR} has not come yet. A figure is of this year or of an earlier one.",
    ),
    "vintage": ({"vintage": "2999-01-01"}, "2999-01-01 has not come yet. Record it on or after that day."),
}


def page_of(member, office, **data) -> ActPage:
    return ActPage(office, reverse("admin:members_member_figure", args=[member.pk]), CENSUS | data)


@pytest.fixture
def city(db):
    [city] = make_opened(1)
    return city


def test_figure_is_recorded_with_all_that_was_typed(city, office, chief):
    page = page_of(city, office)

    page.confirm(page.preview())

    figure = MemberFigure.objects.get()
    assert (figure.member, figure.indicator, figure.value) == (city, "population", 1_070_000)
    assert (figure.reference_year, figure.year_basis, figure.concept) == (2019, "inferred", "city proper")
    assert (figure.quality, figure.source, figure.recorded_by) == ("B", "census", chief)


def test_a_company_is_asked_for_its_employees(office):
    [company] = make_opened(1, kind=Kind.COMPANY)
    page = page_of(company, office, value="0")

    form = page.look().content.decode()
    page.confirm(page.preview())

    assert "Employees (persons)" in form
    assert "Population (persons)" not in form
    assert (MemberFigure.objects.get().indicator, MemberFigure.objects.get().value) == ("employees", 0)


def test_of_an_institution_no_figure_is_kept(office):
    [institution] = make_opened(1, kind=Kind.INSTITUTION)

    assert page_of(institution, office).look().status_code == 404
    offered = office.get(reverse("admin:members_member_change", args=[institution.pk])).context["acts"]
    assert "Record a figure" not in [act["title"] for act in offered]


def test_figure_of_the_year_that_counted_until_now_is_shown(city, office):
    for number in ("1000", "1001"):
        page = page_of(city, office, value=number)
        page.confirm(page.preview())

    lines = page_of(city, office, source="letter").preview().context["done"].lines

    assert lines[-1] == "Counted for this year until now: 1,001 persons (census)"
    assert MemberFigure.objects.count() == 2


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED.values(), ids=REFUSED)
def test_refusal_is_in_the_words_of_the_sheet(city, office, wrong, sentence):
    preview = page_of(city, office, **wrong).preview()

    assert sentence in preview.content.decode()
    assert not MemberFigure.objects.exists()


def test_figure_on_record_is_not_recorded_twice(city, office):
    page = page_of(city, office)
    page.confirm(page.preview())

    again = page.preview(quality="A").content.decode()

    assert "This figure is on record already, with the same year, value and source. Nothing was saved" in again
    assert MemberFigure.objects.count() == 1


def test_an_application_refuses_a_population_in_the_same_words(world, office, officer):
    preview = act_pages.page_of(CASES["record"], world, office, officer).preview(population="0")

    assert "Population 0 is a missing figure, not a number of persons." in preview.content.decode()
