"""Lists in pages. A cursor says after (or before) which row to go on, so rows that come or go shift nothing.

{"next": address or null, "previous": address or null, "results": [...]}
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from wego.api.errors import ApiError
from wego.api.serializers import Query

PAGE = 50
LARGEST_PAGE = 100


class PageQuery(Query):
    cursor = serializers.CharField(required=False, max_length=1000, help_text="Out of `next` or `previous`.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE, default=PAGE)


def page_of(row: type[serializers.Serializer]) -> serializers.Serializer:
    """The answer that holds a page of such rows."""
    return inline_serializer(
        row.__name__.removesuffix("Serializer") + "Page",
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
        },
    )


class Page:
    """One page of `rows`, in an order of fields of which each row has its own values ("-year", "member__number")."""

    def __init__(self, rows: QuerySet, order: Sequence[str], *, cursor: str = "", size: int = PAGE):
        self.rows, self.order, self.size = rows, tuple(order), size
        self.is_backwards, self.after = self._read(cursor)

    @cached_property
    def found(self) -> list:
        """The rows of the page and one more, if there is one, in the direction of reading."""
        flip = self.is_backwards
        order = [_opposite(name) if flip else name for name in self.order]
        rows = self.rows.order_by(*order)
        return list((rows.filter(_beyond(order, self.after)) if self.after else rows)[: self.size + 1])

    @cached_property
    def results(self) -> list:
        shown = self.found[: self.size]
        return shown[::-1] if self.is_backwards else shown

    @property
    def has_more(self) -> bool:
        return len(self.found) > self.size

    @property
    def next_cursor(self) -> str | None:
        return self._cursor(self.results[-1:], False) if self.is_backwards or self.has_more else None

    @property
    def previous_cursor(self) -> str | None:
        leads_back = self.has_more if self.is_backwards else bool(self.after)
        return self._cursor(self.results[:1], True) if leads_back else None

    def answer(self, request, results: list, **settled: str) -> dict:
        """`settled` are parameters that the other pages have to be asked with, although this one was not."""
        links = {"next": self.next_cursor, "previous": self.previous_cursor}
        found = {name: address_of(request, cursor, **settled) for name, cursor in links.items()}
        return found | {"results": results}

    def _cursor(self, edge: list, backwards: bool) -> str | None:
        """None where the page is empty: there is nothing to go on from."""
        values = [[_value(row, name.removeprefix("-")) for name in self.order] for row in edge]
        return seal([list(self.order), backwards, values[0]]) if values else None

    def _read(self, cursor: str) -> tuple[bool, list]:
        if not cursor:
            return False, []
        order, backwards, after = unseal(cursor)
        if tuple(order) != self.order:
            raise ApiError(400, "bad_cursor", param="cursor")
        return backwards, after


def address_of(request, cursor: str | None, **settled: str) -> str | None:
    """The address of this question with another cursor, at the site's public address."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    for name, value in (settled | {"cursor": cursor}).items():
        query[name] = value
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _opposite(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _value(row, name: str):
    for step in name.split("__"):
        row = getattr(row, step)
    return row.isoformat() if isinstance(row, date) else row


def _beyond(order: Sequence[str], after: Sequence) -> Q:
    """Rows that come after the values in the order: later in the first field, or the same there and later in the
    next one, and so on."""
    beyond, same = Q(pk__in=[]), Q()
    for name, value in zip(order, after, strict=True):
        field, side = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{field}__{side}": value})
        same &= Q(**{field: value})
    return beyond


# --- cursors: sealed, so that nobody reads or makes one ----------------------------------------
def _cipher() -> AESSIV:
    return AESSIV(hashlib.sha512(b"wego.api.pages" + settings.SECRET_KEY.encode()).digest())


def seal(told: list) -> str:
    """The same text for the same content: an answer that has not changed reads the same."""
    sealed = _cipher().encrypt(json.dumps(told, separators=(",", ":")).encode(), None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(cursor: str) -> list:
    try:
        sealed = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==")
        return json.loads(_cipher().decrypt(sealed, None))
    except (ValueError, InvalidTag) as error:
        raise ApiError(400, "bad_cursor", param="cursor") from error
