"""Figures stand beside each other; the newest that counts is found by a query (A6, R11, R12)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from members.models import EconomyFigure, Member, MemberFigure
from tests.factories import CountryFactory, make_opened

pytestmark = pytest.mark.django_db

SPRING, SUMMER = date(2020, 4, 9), date(2020, 7, 1)


def population(member, value, year, **facts):
    MemberFigure(
        member=member, indicator="population", value=value, reference_year=year, source="census", **facts
    ).save()


def gdp(economy, value, year, vintage=SUMMER, **facts):
    figure = EconomyFigure(
        economy=CountryFactory(iso3=economy),
        value=value,
        reference_year=year,
        vintage=vintage,
        **({"source": "World Bank"} | facts),
    )
    figure.save()
    return figure


def newest_populations(year):
    found = MemberFigure.objects.newest("population", until=year)
    return {figure.member.number: figure.value for figure in found.select_related("member")}


def newest_gdp(year, vintage=SUMMER):
    return {figure.economy_id: figure.value for figure in EconomyFigure.objects.newest(until=year, vintage=vintage)}


def test_newest_population_is_of_the_latest_year_not_after_the_asked_one():
    one, other, none = make_opened(1, 2, 3)
    population(one, 1_000, 2010)
    population(one, 1_200, 2019)
    population(one, 1_300, 2021)
    population(other, 500, 2021)
    MemberFigure(member=none, indicator="employees", value=7, reference_year=2015, source="letter").save()

    assert newest_populations(2009) == {}
    assert newest_populations(2018) == {1: 1_000}
    assert newest_populations(2020) == {1: 1_200}
    assert newest_populations(2021) == {1: 1_300, 2: 500}


def test_of_two_populations_of_a_year_the_one_recorded_last_counts():
    [city] = make_opened(1)
    population(city, 1_000, 2019)
    population(city, 1_001, 2019)

    assert newest_populations(2020) == {1: 1_001}


def test_newest_gdp_is_of_one_edition():
    gdp("KOR", 100, 2017)
    gdp("KOR", 110, 2018)
    gdp("NPL", 30, 2012)
    gdp("KOR", 119, 2018, SPRING)
    gdp("KOR", 120, 2019, SPRING)

    assert newest_gdp(2016) == {"NPL": 30}
    assert newest_gdp(2018) == newest_gdp(2019) == {"KOR": 110, "NPL": 30}
    assert newest_gdp(2018, SPRING) == {"KOR": 119}
    assert newest_gdp(2019, SPRING) == {"KOR": 120}
    assert newest_gdp(2019, date(2021, 1, 1)) == {}


def test_newest_edition_of_a_day():
    gdp("KOR", 119, 2018, SPRING)
    gdp("KOR", 110, 2018, SUMMER)

    known = EconomyFigure.objects.newest_vintage
    assert known(on=date(2020, 4, 8)) is None
    assert known(on=SPRING) == known(on=date(2020, 6, 30)) == SPRING
    assert known(on=SUMMER) == known(on=date(2030, 1, 1)) == SUMMER


@pytest.mark.parametrize("count", [1, 3])
def test_newest_figures_take_one_query_each(count, django_assert_num_queries):
    for number, member in enumerate(make_opened(*range(1, count + 1))):
        population(member, 1_000, 2018)
        gdp(("KOR", "NPL", "FRA")[number], 100, 2018)

    with django_assert_num_queries(1):
        assert len(MemberFigure.objects.newest("population", until=2020)) == count
    with django_assert_num_queries(1):
        assert len(EconomyFigure.objects.newest(until=2020, vintage=SUMMER)) == count


def test_gdp_figure_is_never_changed_or_deleted():
    figure = gdp("KOR", 100, 2018)
    figure.value = 200

    for act in (
        figure.save,
        figure.delete,
        EconomyFigure.objects.all().delete,
        lambda: EconomyFigure.objects.update(value=1),
    ):
        with pytest.raises(ValidationError) as caught:
            act()
        assert caught.value.code == "append_only"
    assert EconomyFigure.objects.get().value == 100


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "statement", ["UPDATE members_economyfigure SET value = 1", "DELETE FROM members_economyfigure"]
)
def test_database_keeps_gdp_figures(statement):
    gdp("KOR", 100, 2018)

    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": 0}, "GDP per capita is an amount above 0."),
        ({"value": Decimal("-0.5")}, "GDP per capita is an amount above 0."),
        ({"source": ""}, "State the source of the figure."),
        ({}, "This edition's figure of the economy and year is recorded already."),
    ],
)
def test_what_the_database_refuses_a_form_says_in_the_same_words(wrong, words):
    gdp("KOR", 100, 2018)
    figure = EconomyFigure(
        **({"economy_id": "KOR", "value": 90, "reference_year": 2018, "vintage": SUMMER, "source": "file"} | wrong)
    )

    with pytest.raises(ValidationError) as caught:
        figure.validate_constraints()
    with pytest.raises(DatabaseError), transaction.atomic():
        EconomyFigure.objects.bulk_create([figure])

    assert words in caught.value.messages


@pytest.mark.usefixtures("real_register")
class TestRealFigures:
    def test_cities_without_a_population(self):
        known = MemberFigure.objects.newest("population", until=2026).values("member")

        assert Member.objects.filter(kind="city").exclude(pk__in=known).count() == 11

    def test_seoul_and_gimpo(self):
        found = newest_populations(2026)

        assert len(found) == 133
        assert (found[1], found[2]) == (9_729_107, 423_170)

    def test_figures_say_where_they_come_from(self):
        assert not MemberFigure.objects.filter(source="").exists()
        assert set(EconomyFigure.objects.values_list("vintage", "source").distinct()) == {
            (date(2024, 6, 28), "World Bank, World Development Indicators, file of 2024-06-28 (CC BY 4.0)")
        }

    def test_gdp_of_every_economy_of_a_member(self):
        found = newest_gdp(2023, date(2024, 6, 28))

        assert {member.economy for member in Member.objects.all()} < set(found)
        assert len(found) == 60
        assert round(found["HKG"]) != round(found["CHN"])
