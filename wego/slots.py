"""Named places on pages of a lower app that an upper app fills (docs/architecture.md).

    slots.register("dashboard", "fees.dashboard.dues_year", order=40)     # in AppConfig.ready
    slots.panels("dashboard", request=request)                            # in the page

A panel is a callable that takes the context of its place and returns a dictionary with the `template` to
render and what it shows, or None to leave the place empty. It is named by its path, because the places are
filled before models can be imported.
"""

from collections import defaultdict

from django.utils.module_loading import import_string

_places: dict[str, dict[str, int]] = defaultdict(dict)


def register(place: str, panel: str, *, order: int) -> None:
    """Put the panel with this dotted path into `place`; panels are shown by rising `order`."""
    _places[place][panel] = order


def panels(place: str, **context) -> list[dict]:
    """What the panels of `place` show in this context, in order."""
    paths = sorted(_places[place], key=lambda path: (_places[place][path], path))
    shown = (import_string(path)(**context) for path in paths)
    return [panel for panel in shown if panel is not None]
