"""Every address of the site, found from its URL configuration, with something to be about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import URLResolver, get_resolver

NOBODYS = "00000000-0000-4000-8000-000000000000"
GIVEN = {
    **{"extension": "csv", "url": "nowhere", "app_label": "members", "content_type_id": "1", "uidb36": "x"},
    **{"key": NOBODYS, "file": NOBODYS, "part": "name"},
}
"""What stands in an address for the parts of this name; for others 1."""
QUERIES = {"admin:autocomplete": "app_label=members&model_name=contact&field_name=member"}
"""What an address is asked with where it answers nobody without."""
ONLY_READ = ("_changelist", "_history", "_export", "_import_template", "_sheet", "/<path:object_id>/", "(?P<url>.*)")
"""Ends of the names of pages that guard reading and sending alike, with one check; they are only read here."""
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """`name` stands in the table: the name of the URL, or its route where it has none."""

    name: str
    route: str

    @property
    def model(self) -> type[Model] | None:
        """Whose row the address is about, in the back office."""
        found = re.match(r"admin/(\w+)/(\w+)/.*<", self.route)
        label = f"{found[1]}.{found[2]}" if found else ""
        return next((one for one in admin.site._registry if one._meta.label_lower == label), None)

    @property
    def methods(self) -> tuple[str, ...]:
        return ("get",) if self.name.endswith(ONLY_READ) else ("get", "post")

    def url(self, row_of: Callable[[type[Model]], Model | None]) -> str:
        row = row_of(self.model) if self.model else None
        given = GIVEN | {"object_id": quote(row.pk) if row else "1"}
        path = PART.sub(lambda part: str(given.get(part[1] or part[2], "1")), self.route)
        query = f"?{QUERIES[self.name]}" if self.name in QUERIES else ""
        return "/" + path.replace("/?", "/") + query


def addresses(urlconf: str | None = None) -> list[Address]:
    found = [Address(name, route) for name, route in _walk(get_resolver(urlconf), "", "")]
    return sorted(found, key=lambda one: (one.name, one.route))


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        whole = route + re.sub(r"[\^$\\]|(?<=\))\?", "", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, whole, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield (f"{namespace}{entry.name}" if entry.name else f"/{whole}"), whole
