"""Two evaluations of one dues year side by side (R12, R23)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from fees.assessing import Outcome, Verdict
from fees.comparing import Change, Comparison, Line, Side, Sums, compare
from fees.models import Assessment, DuesException, DuesRun, FeeSchedule, NotAssessed
from fees.rules import Flat, Tables
from fees.services.comparing import compare_schedules
from fees.services.schedules import adopt_schedule, write_tables
from fees.services.settlements import propose_settlement, review_settlement
from members.models import Kind
from tests.factories import make_opened
from tests.fees.drafts import with_cell
from tests.fees.dues import (
    EDITION,
    add_figure,
    add_gdp,
    assess_dues,
    make_city,
    make_company,
    make_institution,
    refusal_of,
)
from tests.fees.printed import MATRIX

SUMMER = date(2020, 7, 1)


def paying(amount, member=1, **bands):
    return Outcome(member, "city", Verdict.ASSESSED, Decimal(amount), bands)


def undecided(reason="no_gdp", member=1):
    return Outcome(member, "city", Verdict.EXCEPTION, reason=reason)


def passed_over(member=1):
    return Outcome(member, "city", Verdict.NOT_ASSESSED, reason="associate")


# --- pure --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "change", "difference"),
    [
        (paying(500), paying(750), "more", 250),
        (paying(750), paying(500), "less", -250),
        (paying(500), paying(500), "same", 0),
        (undecided(), paying(500), "newly_assessed", 500),
        (passed_over(), paying(500), "newly_assessed", 500),
        (paying(500), undecided(), "no_longer_assessed", -500),
        (paying(500), passed_over(), "no_longer_assessed", -500),
        (undecided(), undecided(), "not_assessed", 0),
        (passed_over(), undecided(), "not_assessed", 0),
    ],
)
def test_what_becomes_of_a_member(before, after, change, difference):
    line = Line("member", before, after)

    assert (line.change, line.difference) == (change, difference)


@pytest.mark.parametrize(
    ("before", "after", "is_moved"),
    [
        (paying(500, gdp_band=[0, 1000]), paying(500, gdp_band=[1000, 2000]), True),
        (paying(500, population_band=[0, 9]), paying(500, population_band=[9, None]), True),
        (paying(500, employee_band=[0, 9]), paying(500, employee_band=[9, None]), True),
        (paying(500, gdp_band=[0, 1000]), paying(500, gdp_band=[0, 1000], gdp_per_capita="7"), False),
        (undecided(), paying(500), True),
        (paying(500), undecided(), True),
        (undecided(), undecided("stale_gdp"), False),
    ],
)
def test_who_moves_to_another_band(before, after, is_moved):
    assert Line("member", before, after).is_moved == is_moved


def test_members_stand_in_the_order_of_their_list_and_only_where_both_sides_know_them():
    before = [paying(500, member) for member in (1, 2, 3)]
    after = [paying(500, member) for member in (4, 3, 2)]

    comparison = compare({3: "c", 2: "b", 1: "a", 4: "d"}, before, after)

    assert [line.member for line in comparison.lines] == ["c", "b"]


def test_sums_effects_and_reasons():
    pairs = [
        (paying(500), paying(750)),
        (paying(500), paying(400)),
        (paying(500), paying(350)),
        (undecided(), paying(600)),
        (undecided(), undecided("stale_gdp")),
        (passed_over(), passed_over()),
    ]
    comparison = Comparison([Line(place % 2, *pair) for place, pair in enumerate(pairs)])

    assert comparison.sums == Sums(Side(3, Decimal(1500)), Side(4, Decimal(2100)))
    assert comparison.sums.difference == 600
    assert comparison.by(lambda member: member) == {
        0: Sums(Side(2, Decimal(1000)), Side(2, Decimal(1100))),
        1: Sums(Side(1, Decimal(500)), Side(2, Decimal(1000))),
    }
    assert comparison.effects == {
        Change.MORE: (1, 250),
        Change.LESS: (2, -250),
        Change.SAME: (0, 0),
        Change.NEWLY_ASSESSED: (1, 600),
        Change.NO_LONGER_ASSESSED: (0, 0),
        Change.NOT_ASSESSED: (2, 0),
    }
    assert comparison.reasons == {"no_gdp": (2, 0), "stale_gdp": (0, 1)}
    assert [line.member for line in comparison.exceptions] == [1, 0]


def test_first_are_the_largest_differences_up_or_down():
    amounts = {1: 500, 2: 100, 3: 900, 4: 510, 5: 300}
    comparison = Comparison([Line(member, paying(500), paying(amount)) for member, amount in amounts.items()])

    assert [line.member for line in comparison.first()] == [2, 3, 5, 4]
    assert [line.member for line in comparison.first(2)] == [2, 3]


@given(st.lists(st.tuples(*2 * [st.sampled_from([paying(400), paying(500), undecided(), passed_over()])])))
def test_what_changes_adds_up_to_the_difference(pairs):
    comparison = Comparison([Line(None, *pair) for pair in pairs])

    assert sum(difference for _count, difference in comparison.effects.values()) == comparison.sums.difference
    assert sum(count for count, _difference in comparison.effects.values()) == len(pairs)


# --- what if -----------------------------------------------------------------------------------------
@pytest.fixture
def higher(draft, officer):
    """The draft for 2022 asks 5,500 of the cities that pay 5,000."""
    write_tables(draft, tables=with_cell(6, 3, 5500), by=officer, reason="wish")
    return draft


def stored() -> list:
    return [list(model.objects.values()) for model in (FeeSchedule, DuesRun, Assessment, DuesException, NotAssessed)]


def amounts(comparison) -> dict:
    return {line.member.pk: (line.before.amount, line.after.amount) for line in comparison.lines}


def test_draft_against_the_schedule_in_force_for_every_member(officer, data_2020, printed, higher):
    city, small = make_city(by=officer), make_city(500_000, by=officer)
    company, institution, missing = (
        make_company(by=officer),
        make_institution(by=officer),
        make_city(None, by=officer),
    )
    before = stored()

    result = compare_schedules(higher)

    assert (result.year, result.before, result.after, result.vintage) == (2022, printed, higher, EDITION)
    assert amounts(result.comparison) == {
        city.pk: (5000, 5500),
        small.pk: (4000, 4000),
        company.pk: (2000, 2000),
        institution.pk: (None, None),
        missing.pk: (None, None),
    }
    assert result.comparison.sums == Sums(Side(3, Decimal(11_000)), Side(3, Decimal(11_500)))
    assert [line.member.pk for line in result.comparison.first()] == [city.pk]
    assert result.comparison.reasons == {"no_population": (1, 1)}
    assert stored() == before


def test_kind_that_loses_or_gets_a_table(officer, data_2020, draft):
    company, institution = make_company(by=officer), make_institution(by=officer)
    tables = Tables(MATRIX, None, {"institution": Flat("institution", Decimal(300))})
    write_tables(draft, tables=tables, by=officer, reason="wish")

    comparison = compare_schedules(draft).comparison

    assert amounts(comparison) == {company.pk: (2000, None), institution.pk: (None, 300)}
    assert [line.change for line in comparison.lines] == ["no_longer_assessed", "newly_assessed"]
    assert comparison.by(lambda member: member.kind)[Kind.COMPANY].difference == -2000


@pytest.mark.usefixtures("data_2020")
def test_provisional_members_count_only_if_asked_for(officer, higher):
    [member] = make_opened(1)
    add_figure(member, 1_250_000)

    without, included = (compare_schedules(higher, include_provisional=asked).comparison for asked in (False, True))

    assert (without.reasons, amounts(included)) == ({"provisional": (1, 1)}, {member.pk: (5000, 5500)})


@pytest.mark.usefixtures("data_2020")
def test_two_adopted_schedules_and_another_year(officer, printed, higher):
    city = make_city(by=officer)
    adopt_schedule(higher, decision="GA, item 4", by=officer)

    later = compare_schedules(higher)
    other_way = compare_schedules(printed, against=higher, year=2021)

    assert (later.before, amounts(later.comparison)) == (printed, {city.pk: (5000, 5500)})
    assert (other_way.year, amounts(other_way.comparison)) == (2021, {city.pk: (5500, 5000)})


def test_schedule_alone_has_nothing_to_be_compared_with(printed):
    for options in ({}, {"against": printed}):
        refusal = refusal_of(lambda options=options: compare_schedules(printed, **options))
        assert refusal.messages == [
            "No other fee schedule is in force for the dues year 2020. Choose the one to compare with."
        ]


@pytest.mark.usefixtures("data_2020")
def test_year_that_is_assessed_keeps_its_edition_and_its_settlements(officer, second_officer, higher):
    city, missing = make_city(by=officer), make_city(None, by=officer)
    run = assess_dues(2020, by=officer)
    settlement = propose_settlement(
        run.exceptions.get(),
        way="other_source",
        value=1_100_000,
        reference_year=2018,
        source="letter of the mayor",
        reason="no census",
        by=officer,
    )
    review_settlement(settlement, outcome="confirmed", by=second_officer)
    add_gdp(999, vintage=SUMMER)

    result = compare_schedules(higher, year=2020)

    assert result.vintage == EDITION
    assert amounts(result.comparison) == {city.pk: (5000, 5500), missing.pk: (5000, 5500)}


@pytest.mark.usefixtures("data_2020")
def test_queries_do_not_grow_with_the_members(officer, higher):
    counts = []
    for members in (1, 2):
        for _one in range(members):
            make_city(by=officer)
        with CaptureQueriesContext(connection) as captured:
            compare_schedules(higher, include_provisional=True)
        counts.append(len(captured))

    assert counts == [33, 33]
