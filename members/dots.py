"""Member cities as dots on the map of pages and papers. Land alone, no borders."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from wego.equal_earth import project


class Place(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float
    name: str = ""


class Dot(NamedTuple):
    """Units of the map, from its upper left corner."""

    x: float
    y: float
    name: str = ""


def dot(place: Place) -> Dot:
    return Dot(*project(place.latitude, place.longitude), place.name)


def dots(places: Iterable[Place]) -> list[Dot]:
    """From north to south: where two overlap, the southern one lies on top."""
    return sorted(map(dot, places), key=lambda one: one.y)


def without_position(count: int) -> str:
    """Says how many cities no dot stands for; '' if none."""
    return _("Without a position on record: %d.") % count if count else ""
