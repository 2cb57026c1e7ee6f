"""Geometry of the charts: lengths in per cent of the width, so that words keep their size on every screen. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HEIGHT, TOP, BOTTOM = 240, 24, 28
"""Pixels: of a chart, above its highest value, below its axis."""
LEFT, RIGHT = 9.0, 97.0
"""Per cent of the width between which values are drawn."""
LABELS_AT_MOST = 8
NICE = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """One of the bars of a list: `width` in per cent of the longest."""

    label: str
    value: int
    width: float


def bars(values: Sequence[tuple[str, int]]) -> list[Bar]:
    longest = max((value for _label, value in values), default=0)
    return [Bar(label, value, round(100 * value / longest, 2) if longest else 0) for label, value in values]


@dataclass(frozen=True)
class Tick:
    """A line of the scale, or a word below the axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str
    value: int


@dataclass(frozen=True)
class Line:
    """Values over time, joined by `segments`; `ticks` are the scale, `labels` the words below."""

    points: list[Point]
    segments: list[tuple[Point, Point]]
    ticks: list[Tick]
    labels: list[Tick]


def line(values: Sequence[tuple[str, int]]) -> Line:
    top = ceiling(max((value for _label, value in values), default=0))
    points = [
        Point(place, height(value, top), label, value)
        for place, (label, value) in zip(places(len(values)), values, strict=True)
    ]
    return Line(points, list(pairwise(points)), scale(top), thin(points))


@dataclass(frozen=True)
class Column:
    x: float
    width: float
    y: float
    height: float
    label: str
    value: int
    series: int


@dataclass(frozen=True)
class Columns:
    columns: list[Column]
    ticks: list[Tick]
    labels: list[Tick]

    @property
    def highest(self) -> int:
        return max((column.value for column in self.columns), default=0)


def columns(values: Sequence[tuple[str, Sequence[int]]]) -> Columns:
    """Side by side for each label, one column for each series."""
    top = ceiling(max((value for _label, row in values for value in row), default=0))
    slot = (RIGHT - LEFT) / max(1, len(values))
    found, middles = [], []
    for place, (label, row) in enumerate(values):
        width = min(0.7 * slot / len(row), 6.0)
        middle = LEFT + slot * (place + 0.5)
        middles.append(Point(round(middle, 2), 0, label, 0))
        for series, value in enumerate(row):
            x = middle + width * (series - len(row) / 2)
            y = height(value, top)
            found.append(Column(round(x, 2), round(width * 0.9, 2), y, round(base() - y, 1), label, value, series))
    return Columns(found, scale(top), thin(middles))


def base() -> int:
    """Where the axis lies."""
    return HEIGHT - BOTTOM


def height(value: int, top: int) -> float:
    """Pixels from the upper edge."""
    return round(base() - (base() - TOP) * value / top, 1)


def ceiling(value: int) -> int:
    """The end of the scale: the next number of 1, 2 or 5 and zeros, or of 4 steps of such a number."""
    step = 1
    while True:
        for factor in NICE:
            if 4 * step * factor >= value:
                return 4 * step * factor
        step *= 10


def scale(top: int) -> list[Tick]:
    return [Tick(height(value, top), str(value)) for value in range(0, top + 1, top // 4)]


def places(count: int) -> list[float]:
    """Evenly from left to right; a single one in the middle."""
    if count < 2:
        return [(LEFT + RIGHT) / 2] * count
    first, last = LEFT + 4, RIGHT - 3
    return [round(first + (last - first) * place / (count - 1), 2) for place in range(count)]


def thin(points: Sequence[Point]) -> list[Tick]:
    """Words below so many of the points that they do not run into each other, the last among them."""
    every = -(-len(points) // LABELS_AT_MOST) or 1
    return [Tick(one.x, one.label) for place, one in enumerate(reversed(points)) if place % every == 0][::-1]
