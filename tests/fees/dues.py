"""Members with figures, and their dues, in a few words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from fees.models import Assessment, DuesException, DuesRun, NotAssessed
from fees.services.dues import assess_members, open_run
from members.models import EconomyFigure, Kind, MemberFigure
from tests.factories import CountryFactory, make_full

EDITION = date(2019, 12, 18)
"""The edition of the GDP figures, where a test names none."""

SOURCE = {"reference_year": 2017, "source": "IMF, WEO 2019-10"}
"""Where a stated figure is from."""


def add_gdp(value, economy="KOR", year=2018, vintage=EDITION):
    """International $ per head of an economy in one year."""
    source = f"World Bank, file of {vintage}"
    EconomyFigure(
        economy=CountryFactory(iso3=economy), value=value, reference_year=year, vintage=vintage, source=source
    ).save()


def add_figure(member, value, year=2018, **facts):
    """The population of a city, the employees of a company."""
    indicator = "population" if member.kind == Kind.CITY else "employees"
    facts = {"source": "census"} | facts
    MemberFigure(member=member, indicator=indicator, value=value, reference_year=year, **facts).save()


def make_city(population=1_250_000, *, year=2018, by, **joined):
    """A full city; without a figure where `population` is None."""
    member = make_full(by=by, **joined)
    if population is not None:
        add_figure(member, population, year)
    return member


def make_company(employees=480, *, by, **joined):
    return make_city(employees, by=by, kind=Kind.COMPANY, **joined)


def make_institution(*, by, **joined):
    return make_full(by=by, kind=Kind.INSTITUTION, **joined)


def assess_dues(year, *, by, **terms) -> DuesRun:
    """What the officer's button does: the run is opened if it is not, and assesses what is missing."""
    run = open_run(year, by=by, **terms)
    assess_members(run, by=by)
    run.refresh_from_db()
    return run


def make_no_population(*, by, **joined) -> DuesException:
    """An exception of 2020: a city without any population."""
    city = make_city(None, by=by, **joined)
    return assess_dues(2020, by=by).exceptions.get(member=city)


def dues_of(member, year):
    """What the member owes for the year in USD, or the reason why there is no amount; None where it is not listed."""
    assessed = Assessment.objects.standing().with_adjusted().filter(run__year=year, member=member).first()
    if assessed:
        return assessed.total
    about = {"run__year": year, "member": member}
    reasons = [*DuesException.objects.filter(state="open", **about), *NotAssessed.objects.filter(**about)]
    assert len(reasons) <= 1, reasons
    return reasons[0].reason if reasons else None


def refusal_of(act) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value
