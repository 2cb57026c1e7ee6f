"""Places on the map of the papers."""

import pytest

from wego.equal_earth import HEIGHT, WIDTH, project

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        (0, 0, (500, 243.4)),
        (0, 180, (1000, 243.4)),
        (0, -180, (0, 243.4)),
        (90, 0, (500, 0)),
        (-90, 0, (500, 486.7)),
        (90, 180, (796.2, 0)),  # the pole is a line of 0.592 of the equator
    ],
)
def test_known_places(latitude, longitude, place):
    assert project(latitude, longitude) == pytest.approx(place, abs=0.15)


def test_everything_lies_on_the_map():
    corners = [project(latitude, longitude) for latitude in (-90, 0, 90) for longitude in (-180, 180)]

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
