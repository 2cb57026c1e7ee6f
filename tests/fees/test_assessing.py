"""Whether and how a member is assessed: the whole table of cases, the edges of the years, the explanation (R9, R13)."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fees.assessing import Facts, Figure, Year, requote
from fees.explaining import as_json
from fees.rules import Flat
from fees.words import EXCEPTIONS, NOT_ASSESSED, WARNINGS, exception_words, not_assessed_words, warning_words
from tests.fees.printed import PRINTED_TABLES

pytestmark = pytest.mark.sqlite  # no database: once is enough

SCHEDULE = {"title": "Fee tables of January 2020", "first_dues_year": 2020}
YEAR_2020 = Year(2020, PRINTED_TABLES, SCHEDULE)


def population(persons=1_250_000, year=2018, **origin):
    origin = {"year": year, "year_basis": "stated", "quality": "A", "source": "census"} | origin
    return Figure(persons, year, origin)


def gdp(dollars="12300", year=2018, *, settled=False):
    origin = {"economy": "KOR", "year": year, "source": "World Bank", "vintage": "2019-12-18"}
    return Figure(Decimal(dollars), year, origin, settled=settled)


def city(**figures):
    figures = {"population": population(), "gdp": gdp()} | figures
    return Facts(1, "city", "KOR", "full", figures={name: one for name, one in figures.items() if one})


def company(employees):
    return Facts(2, "company", "KOR", "full", figures={"employees": employees})


# --- the whole table ---------------------------------------------------------------------------------
STANDINGS = ("associate", "full", "former", "none")
KINDS = ("city", "company", "institution")
GDPS = ("known", "old", "no")
YES_NO = ("yes", "no")
COLUMNS = (STANDINGS, YES_NO, KINDS, YES_NO, YES_NO, YES_NO, GDPS, YES_NO)

# standing leaves kind provisional (members) included (by the run); population, gdp, employees known; * is any of them
CASES = """
associate  *    *            *    *    *    *      *    not_assessed  associate
former     *    *            *    *    *    *      *    not_assessed  joined_too_late
none       *    *            *    *    *    *      *    not_assessed  joined_too_late
full       yes  *            *    *    *    *      *    not_assessed  left
full       no   institution  *    *    *    *      *    not_assessed  no_schedule
full       no   city         yes  no   *    *      *    exception     provisional
full       no   company      yes  no   *    *      *    exception     provisional
full       no   city         yes  yes  no   known  *    exception     no_population
full       no   city         yes  yes  no   old    *    exception     no_population,stale_gdp
full       no   city         yes  yes  no   no     *    exception     no_population,no_gdp
full       no   city         yes  yes  yes  old    *    exception     stale_gdp
full       no   city         yes  yes  yes  no     *    exception     no_gdp
full       no   city         yes  yes  yes  known  *    assessed      -
full       no   city         no   *    no   known  *    exception     no_population
full       no   city         no   *    no   old    *    exception     no_population,stale_gdp
full       no   city         no   *    no   no     *    exception     no_population,no_gdp
full       no   city         no   *    yes  old    *    exception     stale_gdp
full       no   city         no   *    yes  no     *    exception     no_gdp
full       no   city         no   *    yes  known  *    assessed      -
full       no   company      yes  yes  *    *      no   exception     no_employees
full       no   company      yes  yes  *    *      yes  assessed      -
full       no   company      no   *    *    *      no   exception     no_employees
full       no   company      no   *    *    *      yes  assessed      -
"""
TABLE = [tuple(line.split()) for line in CASES.strip().splitlines()]


def combinations(*patterns):
    return product(*(values if one == "*" else (one,) for one, values in zip(patterns, COLUMNS, strict=True)))


def judged(standing, leaves, kind, provisional, included, has_population, which_gdp, has_employees):
    figures = {
        "population": population() if has_population == "yes" else None,
        "gdp": {"known": gdp(), "old": gdp(year=2012), "no": None}[which_gdp],
        "employees": population(480) if has_employees == "yes" else None,
    }
    facts = Facts(
        member=1,
        kind=kind,
        economy="KOR",
        standing="" if standing == "none" else standing,
        leaves=leaves == "yes",
        provisional=provisional == "yes",
        figures={name: figure for name, figure in figures.items() if figure},
    )
    return replace(YEAR_2020, include_provisional=included == "yes").judge(facts)


def test_table_holds_every_case_once():
    held = [case for row in TABLE for case in combinations(*row[:-2])]

    assert sorted(held) == sorted(product(*COLUMNS))


@pytest.mark.parametrize("row", TABLE, ids=["-".join(row).replace("*", "any") for row in TABLE])
def test_every_case_has_its_verdict(row):
    *patterns, verdict, why = row
    reason, *also = why.replace("-", "").split(",")

    for case in combinations(*patterns):
        outcome = judged(*case)
        assert (outcome.verdict, outcome.reason, outcome.facts.get("also", [])) == (verdict, reason, also), case
        assert (outcome.amount is not None, bool(outcome.basis)) == (verdict == "assessed",) * 2, case


def test_kind_without_a_table_is_not_assessed_and_one_with_a_flat_amount_is():
    institution = Facts(3, "institution", "KOR", "full")
    flat = replace(PRINTED_TABLES, flat={"institution": Flat("institution", Decimal("300.50"))})
    companies_only = replace(PRINTED_TABLES, city=None)

    assessed = Year(2020, flat, SCHEDULE).judge(institution)

    assert (assessed.amount, assessed.warnings) == (Decimal("300.50"), ())
    assert assessed.basis == {"dues_year": 2020, "schedule": SCHEDULE, "kind": "institution"}
    assert YEAR_2020.judge(institution).reason == "no_schedule"
    assert Year(2020, companies_only, SCHEDULE).judge(city()).reason == "no_schedule"


# --- how old figures may be --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "settled", "reason"),
    [
        (2018, False, ""),
        (2013, False, ""),  # five years older than 2018
        (2012, False, "stale_gdp"),
        (2012, True, ""),  # two persons decided on it
    ],
)
def test_gdp_more_than_five_years_older_than_its_year_needs_a_decision(year, settled, reason):
    outcome = YEAR_2020.judge(city(gdp=gdp(year=year, settled=settled)))

    assert outcome.reason == reason
    assert outcome.warnings == ()


def test_how_old_a_gdp_may_be_is_given():
    assert replace(YEAR_2020, gdp_years=4).judge(city(gdp=gdp(year=2013))).reason == "stale_gdp"
    assert replace(YEAR_2020, gdp_years=6).judge(city(gdp=gdp(year=2012))).reason == ""


def test_exception_says_what_is_known():
    assert YEAR_2020.judge(city(gdp=gdp(year=2012), population=None)).facts == {
        "also": ["stale_gdp"],
        "economy": "KOR",
        "reference_year": 2018,
        "gdp_year": 2012,
    }
    assert YEAR_2020.judge(company(None)).facts == {}


@pytest.mark.parametrize(
    ("facts", "warnings"),
    [
        (city(), ()),
        (city(population=population(year=2017)), ()),  # three years older than the dues year
        (city(population=population(year=2016)), ("old_population",)),
        (city(population=population(year_basis="assumed")), ("assumed_year",)),
        (city(population=population(year_basis="inferred")), ()),
        (city(population=population(quality="B")), ()),
        (city(population=population(quality="C")), ("quality_c",)),
        (
            city(population=population(year=1990, year_basis="assumed", quality="C")),
            ("old_population", "assumed_year", "quality_c"),
        ),
        (company(population(480, year=2017)), ()),
        (company(population(480, year=2016)), ("old_employees",)),
        (company(population(480, quality="C")), ("quality_c",)),
    ],
)
def test_doubtful_figures_are_warnings_and_assessed_all_the_same(facts, warnings):
    outcome = YEAR_2020.judge(facts)

    assert outcome.verdict == "assessed"
    assert outcome.warnings == warnings


def test_how_old_a_population_may_be_is_given():
    assert replace(YEAR_2020, figure_years=4).judge(city(population=population(year=2016))).warnings == ()


# --- the explanation ---------------------------------------------------------------------------------
def test_explanation_of_a_city():
    outcome = YEAR_2020.judge(city())

    assert outcome.amount == 5000
    assert outcome.basis == {
        "dues_year": 2020,
        "schedule": SCHEDULE,
        "kind": "city",
        "population": 1_250_000,
        "population_band": [1_000_000, 2_000_000],
        "population_figure": {"year": 2018, "year_basis": "stated", "quality": "A", "source": "census"},
        "gdp_per_capita": "12300",
        "gdp_band": [10_000, 15_000],
        "gdp_figure": {"economy": "KOR", "year": 2018, "source": "World Bank", "vintage": "2019-12-18"},
        "cell": {"row": 7, "column": 4},
    }


def test_explanation_of_a_company():
    outcome = YEAR_2020.judge(company(population(0, year=2019, source="letter")))

    assert outcome.amount == 2000
    assert outcome.basis == {
        "dues_year": 2020,
        "schedule": SCHEDULE,
        "kind": "company",
        "employees": 0,
        "employee_band": [0, 500],
        "employees_figure": {"year": 2019, "year_basis": "stated", "quality": "A", "source": "letter"},
        "cell": {"row": 1},
    }


def figures(values, **origin):
    origins = st.fixed_dictionaries({"source": st.text(max_size=5), **origin})
    return st.none() | st.builds(Figure, values, st.integers(1990, 2020), origins, st.booleans())


DOUBTS = {"year_basis": st.sampled_from(["stated", "assumed"]), "quality": st.sampled_from("ABC")}


ANY_FIGURES = st.fixed_dictionaries(
    {
        "population": figures(st.integers(1, 10**9), **DOUBTS),
        "gdp": figures(st.decimals("0.01", "1e6", places=2)),
        "employees": figures(st.integers(0, 10**7), **DOUBTS),
    }
)
ANY_FACTS = st.builds(
    Facts,
    member=st.integers(1),
    kind=st.sampled_from(KINDS),
    economy=st.just("KOR"),
    standing=st.sampled_from(["full"] * 6 + ["associate", "former", ""]),
    leaves=st.sampled_from([False] * 4 + [True]),
    provisional=st.booleans(),
    figures=ANY_FIGURES.map(lambda all_: {name: figure for name, figure in all_.items() if figure}),
)


@given(ANY_FACTS, st.booleans())
def test_any_facts_have_one_outcome_and_an_amount_follows_from_its_stored_explanation(facts, included):
    outcome = replace(YEAR_2020, include_provisional=included).judge(facts)

    assert (outcome.member, outcome.kind) == (facts.member, facts.kind)
    match outcome.verdict:
        case "assessed":
            stored = json.loads(as_json(outcome.basis))
            assert stored == outcome.basis
            quote = requote(PRINTED_TABLES, stored)
            assert quote.amount == outcome.amount > 0
            assert quote.basis.items() <= stored.items()
            assert len(warning_words(outcome.warnings)) == len(set(outcome.warnings))
            assert set(outcome.warnings) <= set(WARNINGS)
        case "exception":
            assert outcome.amount is None and outcome.reason in EXCEPTIONS
            assert exception_words(outcome.reason, outcome.facts).endswith(".")
        case "not_assessed":
            assert outcome.amount is None and outcome.reason in NOT_ASSESSED
            assert not_assessed_words(outcome.reason)
        case _:
            pytest.fail(outcome.verdict)
