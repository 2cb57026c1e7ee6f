"""The feed of changes, from which a partner rebuilds the register."""

import base64
import re

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.scopes import HISTORY
from members.feed import tell
from members.models import FeedEntry
from members.services.feed import place_changes
from wego.api.errors import ApiError
from wego.api.pages import address_of
from wego.api.serializers import InstantField, Query
from wego.api.views import Operation

PAGE, LARGEST_PAGE = 100, 500
PLACE = re.compile(rb"after ([0-9]{1,18})")


class ChangesQuery(Query):
    cursor = serializers.CharField(required=False, max_length=100, help_text="Go on after the page that gave it.")
    since = InstantField(required=False, help_text="Leave out what was recorded before this instant.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE, default=PAGE)


class ChangeSerializer(serializers.Serializer):
    event = serializers.CharField(help_text="What happened, like standing.recorded; docs/api.md lists them.")
    id = serializers.CharField(help_text="Of what the event is about; a later event may be about the same.")
    member = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(help_text="When it was recorded.")
    data = serializers.DictField()


class ChangesPage(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="null: there is nothing more for now.")
    cursor = serializers.CharField(help_text="Keep it, and ask with it later for what is new.")
    results = ChangeSerializer(many=True)


class Changes(Operation):
    """Every change that the register shows, in one order that stays: applied in this order, they give the register.

    A cursor stays valid for ever. What is committed late comes late, never before a cursor that was given out.
    """

    scopes = {"GET": HISTORY}
    query = ChangesQuery

    @extend_schema(operation_id="list_changes", summary="Changes of the register", responses=ChangesPage)
    def get(self, request):
        asked = self.asked()
        after, size = read_place(asked.get("cursor", "")), asked["page_size"]
        place_changes()
        rows = FeedEntry.objects.filter(number__gt=after).order_by("number")
        if "since" in asked:
            rows = rows.filter(at__gte=asked["since"])
        found = list(rows[: size + 1])
        entries = found[:size]
        cursor = write_place(entries[-1].number if entries else after)
        return Response(
            {
                "next": address_of(request, cursor if len(found) > size else None),
                "cursor": cursor,
                "results": [told | {"at": told["at"].isoformat()} for told in tell(entries)],
            }
        )


def write_place(number: int) -> str:
    return base64.urlsafe_b64encode(b"after %d" % number).decode().rstrip("=")


def read_place(cursor: str) -> int:
    """The number after which to go on; 0 from the beginning."""
    if not cursor:
        return 0
    try:
        place = PLACE.fullmatch(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
    except ValueError:
        place = None
    if place is None:
        raise ApiError(400, "bad_cursor", param="cursor")
    return int(place[1])
