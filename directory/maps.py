"""The map of member cities: dots drawn by the server over land without borders. The table beside it says the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.dots import Dot, Place, dots, without_position
from wego.equal_earth import HEIGHT, WIDTH

DOTS_AT_MOST = 1000
STEPS = (1, 2, 4, 8, 16)
"""Units of the map: the finest grid on which there are not too many dots. A dot has a diameter of 8."""


@dataclass(frozen=True)
class CityMap:
    dots: list[Dot]
    placed: int
    without: int
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, places: Iterable[Place], cities: int) -> "CityMap":
        """`cities` are all of them, those without a position included."""
        drawn = dots(places)
        return cls(thinned(drawn), len(drawn), cities - len(drawn))

    @property
    def circles(self) -> SafeString:
        """The dots as SVG; made here, because a template takes ten times as long for a thousand of them."""
        titles = (format_html("<title>{}</title>", one.name) if one.name else "" for one in self.dots)
        drawn = ((one.x, one.y, title) for one, title in zip(self.dots, titles, strict=True))
        return format_html_join("", '<circle cx="{}" cy="{}" r="4">{}</circle>', drawn)

    @property
    def alt(self) -> str:
        return _("World map with a dot for each member city; the table lists the members.")

    @property
    def note(self) -> str:
        said = ngettext("Dots: %(count)d member city.", "Dots: %(count)d member cities.", self.placed)
        return " ".join(filter(None, [said % {"count": self.placed}, without_position(self.without)]))


def thinned(drawn: list[Dot]) -> list[Dot]:
    """Few enough dots for a page: of those that would hide each other one stays."""
    for step in STEPS:
        if len(drawn) <= DOTS_AT_MOST:
            break
        drawn = list({(one.x // step, one.y // step): one for one in drawn}.values())
    return drawn
