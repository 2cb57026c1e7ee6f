"""Figures of members are recorded with their source, and none erases an earlier one (A6, R10, R15)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members.models import Kind, MemberFigure
from members.services.figures import record_figures
from tests.factories import make_opened
from wego.dates import today

AT_ONCE = 6


@pytest.fixture
def city(db):
    [city] = make_opened(1)
    return city


def figure(member, **facts):
    said = {"indicator": "population", "value": 1_070_000, "reference_year": 2019, "source": "census"}
    return MemberFigure(member=member, **said | facts)


def refusal(figures, officer) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        record_figures(figures=figures, by=officer)
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else {"": caught.value.messages}


def test_figures_are_recorded_with_person_and_all_that_they_say(city, officer):
    facts = {"year_basis": "assumed", "concept": "LGA", "quality": "C"}
    days = {"vintage": date(2020, 3, 18), "retrieved_on": today()}

    record_figures(figures=[figure(city, **facts, **days)], by=officer)

    recorded = MemberFigure.objects.get()
    assert (recorded.member, recorded.recorded_by, recorded.value) == (city, officer, 1_070_000)
    assert {name: getattr(recorded, name) for name in facts | days} == facts | days


def test_of_one_year_the_figure_recorded_last_counts_and_the_earlier_stays(city, officer):
    record_figures(figures=[figure(city), figure(city, value=1_000)], by=officer)
    record_figures(figures=[figure(city, value=999, source="letter")], by=officer)

    assert MemberFigure.objects.newest("population", until=2019).get().value == 999
    assert sorted(MemberFigure.objects.values_list("value", flat=True)) == [999, 1_000, 1_070_000]


def test_employees_of_a_company_may_be_0(officer):
    [company] = make_opened(1, kind=Kind.COMPANY)

    record_figures(figures=[figure(company, indicator="employees", value=0)], by=officer)

    assert MemberFigure.objects.get().value == 0


AHEAD = "2999-01-01 has not come yet. Record it on or after that day."
WRONG = {
    "zero": ({"value": 0}, "value", "Population 0 is a missing figure, not a number of persons."),
    "negative": ({"value": -1}, "value", "Population cannot be negative: -1."),
    "fraction": ({"value": Decimal("1.5")}, "value", "Population must be a whole number of persons, not 1.5."),
    "no value": ({"value": None}, "value", "State the population, in persons."),
    "employees": ({"indicator": "employees"}, "indicator", "Cities state their population, companies their employees."),
    "later": (
        {"reference_year": today().year + 1},
        "reference_year",
        f"The year {today().year + 1} has not come yet. A figure is of this year or of an earlier one.",
    ),
    "old": ({"reference_year": 1899}, "reference_year", "Ensure this value is greater than or equal to 1900."),
    "basis": ({"year_basis": "guessed"}, "year_basis", "Value 'guessed' is not a valid choice."),
    "no source": ({"source": " "}, "source", "State the source of the figure."),
    "vintage": (
        {"vintage": date(2999, 1, 1)},
        "vintage",
        AHEAD,
    ),
    "retrieved": (
        {"retrieved_on": date(2999, 1, 1)},
        "retrieved_on",
        AHEAD,
    ),
}


@pytest.mark.parametrize(("wrong", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_one_wrong_figure_keeps_all_out(city, officer, wrong, field, sentence):
    assert refusal([figure(city), figure(city, **wrong)], officer) == {field: [sentence]}
    assert not MemberFigure.objects.exists()


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INSTITUTION])
def test_population_of_others_than_cities_is_refused(officer, kind):
    [member] = make_opened(1, kind=kind)

    assert refusal([figure(member)], officer) == {
        "indicator": ["Cities state their population, companies their employees."]
    }


def test_year_of_today_is_no_later_year(city, officer):
    record_figures(figures=[figure(city, reference_year=today().year)], by=officer)

    assert MemberFigure.objects.count() == 1


def test_figure_on_record_is_not_recorded_twice(city, officer):
    record_figures(figures=[figure(city)], by=officer)

    [sentence] = refusal([figure(city, source=" census ", quality="B")], officer)[""]

    assert sentence.startswith("This figure is on record already, with the same year, value and source.")
    assert refusal([figure(city, value=7), figure(city, value=7)], officer)[""] == [sentence]
    assert MemberFigure.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_recordings_at_once_all_but_one_see_the_first():
    with transaction.atomic():
        [member] = make_opened(1)
    together = Barrier(AT_ONCE)

    def record(_number) -> bool:
        connection.ensure_connection()
        together.wait()
        try:
            record_figures(figures=[figure(member)], by=None)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        done = list(threads.map(record, range(AT_ONCE)))

    assert sum(done) == 1
    assert MemberFigure.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_recording_takes_the_same_queries_for_any_number(officer, count, django_assert_num_queries):
    members = make_opened(*range(1, count + 1))

    with django_assert_num_queries({"sqlite": 7, "postgresql": 8}[connection.vendor]):  # the latter gives keys first
        record_figures(figures=[figure(member) for member in members], by=officer)
