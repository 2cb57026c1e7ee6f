"""Members on the map of the papers: a dot for each city, a label for each region. No borders: land alone."""

from collections.abc import Iterable, Sequence
from statistics import mean

from django.utils.translation import gettext as _

from members.dots import Place, dot, dots, without_position
from members.models import Kind, Member, Region
from members.register import Totals
from wego.equal_earth import HEIGHT, WIDTH


def world_map(members: Iterable[Member], totals: Totals, regions: Sequence[Region]) -> dict:
    """Data for `world-map` in templates/papers/annual_report.typ: places in units of land.svg."""
    cities = [member for member in members if member.kind == Kind.CITY]
    placed = [member for member in cities if member.city.latitude is not None]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "dots": [(one.x, one.y) for one in dots(map(_place, placed))],
        "labels": _labels(placed, totals, regions),
        "alt": _("World map with a dot for each member city; the numbers stand in the table of regions."),
        "note": _note(len(placed), len(cities) - len(placed)),
    }


def _place(member: Member) -> Place:
    return Place(member.city.latitude, member.city.longitude)


def _labels(placed: list[Member], totals: Totals, regions: Sequence[Region]) -> list[dict]:
    """Each region's name and members in the middle of its dots."""
    found = []
    for region in regions:
        own = [dot(_place(member)) for member in placed if member.country.region_id == region.pk]
        if own:
            words = f"{region} {totals.count(region=region.pk)}"
            found.append({"x": mean(one.x for one in own), "y": mean(one.y for one in own), "words": words})
    return found


def _note(placed: int, without: int) -> str:
    said = _("Dots: %(placed)d member cities. Numbers: all members of the region.") % {"placed": placed}
    return " ".join(filter(None, [said, without_position(without)]))
