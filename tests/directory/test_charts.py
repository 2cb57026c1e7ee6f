"""Geometry of the charts: lengths are in proportion, words do not run into each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.charts import HEIGHT, LABELS_AT_MOST, LEFT, RIGHT, bars, base, ceiling, columns, line

pytestmark = pytest.mark.sqlite

VALUES = st.lists(st.integers(0, 10**6), max_size=60)


def test_bars_are_as_long_as_their_values():
    assert [(bar.label, bar.width) for bar in bars([("a", 50), ("b", 100), ("c", 0)])] == [
        ("a", 50),
        ("b", 100),
        ("c", 0),
    ]


def test_bars_of_nothing_have_no_length():
    assert [bar.width for bar in bars([("a", 0)])] == [0]
    assert bars([]) == []


@pytest.mark.parametrize(("value", "end"), [(0, 4), (4, 4), (5, 8), (9, 20), (191, 200), (201, 400), (10_000, 20_000)])
def test_a_scale_ends_at_the_next_round_number(value, end):
    assert ceiling(value) == end


@given(VALUES)
def test_a_line_stays_in_its_picture_and_rises_with_its_values(values):
    chart = line([(str(place), value) for place, value in enumerate(values)])

    assert [point.value for point in chart.points] == values
    assert all(LEFT <= point.x <= RIGHT and 0 <= point.y <= base() for point in chart.points)
    assert len(chart.segments) == max(0, len(values) - 1)
    heights = [(point.value, -point.y) for point in sorted(chart.points, key=lambda point: point.value)]
    assert all(low[1] <= high[1] for low, high in pairwise(heights))
    assert len(chart.labels) <= LABELS_AT_MOST + 1
    assert not values or chart.labels[-1].label == chart.points[-1].label


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60))
def test_columns_stand_side_by_side_on_the_axis(values):
    chart = columns([(str(place), value) for place, value in enumerate(values)])

    assert all(column.y + column.height == pytest.approx(base(), abs=0.11) for column in chart.columns)
    assert all(left.x + left.width <= right.x for left, right in pairwise(chart.columns))
    assert all(column.x >= LEFT and column.x + column.width <= RIGHT for column in chart.columns)
    assert [column.value for column in chart.columns] == [value for pair in values for value in pair]
    assert chart.highest == max((value for pair in values for value in pair), default=0)


def test_a_picture_has_room_below_its_axis():
    assert base() < HEIGHT
