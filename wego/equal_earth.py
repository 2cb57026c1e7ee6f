"""Where a place lies on the map of the papers (templates/papers/land.svg): the Equal Earth projection. Pure.

Formula: B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection", 2018.
"""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 487
CENTRE = (500, 243.36)
UNIT = WIDTH / (2 * 2.70663)
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT = sqrt(3) / 2


@lru_cache(maxsize=20_000)  # a map of ten thousand places is drawn again and again
def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to units of the map, from its upper left corner."""
    t = asin(ROOT * sin(radians(float(latitude))))
    x = radians(float(longitude)) * cos(t) / (ROOT * (A1 + 3 * A2 * t**2 + t**6 * (7 * A3 + 9 * A4 * t**2)))
    y = t * (A1 + A2 * t**2 + t**6 * (A3 + A4 * t**2))
    return round(CENTRE[0] + UNIT * x, 1), round(CENTRE[1] - UNIT * y, 1)
