"""The map: the same outline and dots as on paper, and never too many of them."""

import re

import pytest
from django.conf import settings

from directory.maps import DOTS_AT_MOST, CityMap, thinned
from members.dots import Dot, Place, dots

pytestmark = pytest.mark.sqlite


def outline(path) -> str:
    return re.search(r' d="([^"]+)"', (settings.BASE_DIR / path).read_text())[1]


def test_pages_and_papers_show_the_same_land():
    assert outline("directory/static/directory/land.svg") == outline("templates/papers/land.svg")


def test_dots_go_from_north_to_south_with_their_names():
    found = dots([Place(-33.9, 18.4, "Cape Town"), Place(59.9, 10.7, "Oslo"), Place(1.3, 103.8, "Singapore")])

    assert [dot.name for dot in found] == ["Oslo", "Singapore", "Cape Town"]


def test_few_dots_stay_as_they_are():
    drawn = [Dot(x, 10, "") for x in (1, 1.2, 1.3)]

    assert thinned(drawn) == drawn


@pytest.mark.parametrize("count", [DOTS_AT_MOST + 1, 20_000])
def test_many_dots_become_fewer_and_lose_no_place(count):
    drawn = [Dot(x % 1000, x // 1000 * 10 % 487) for x in range(count)]
    left = thinned(drawn)

    assert 0 < len(left) <= DOTS_AT_MOST
    assert all(any(abs(one.x - other.x) <= 16 and abs(one.y - other.y) <= 16 for other in left) for one in drawn[:200])


def test_the_note_says_for_how_many_cities_there_is_no_dot():
    assert CityMap.of([Place(0, 0)], cities=1).note == "Dots: 1 member city."
    assert CityMap.of([Place(0, 0), Place(1, 1)], cities=5).note == (
        "Dots: 2 member cities. Without a position on record: 3."
    )
