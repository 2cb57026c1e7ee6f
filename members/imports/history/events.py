"""The events of the history sheet: which cells each needs, how it is recognised on record, the act behind it.

Each act is the service that the letter, the meeting's page and the member's page call. Money has no event
here: opening balances come with the invoices, by a sheet of the app that keeps them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.imports.history.applications import accept, is_accepted, is_sent_back, send_back
from members.imports.history.decisions import decides, dissolve, expel, left, withdraw
from members.imports.history.facts import is_figure_recorded, is_renamed, record_figure, rename
from members.imports.history.told import Told
from members.lifecycle import Ground
from members.models import Outcome


@dataclass(frozen=True)
class Event:
    """`needs` and `takes` are the cells it must and may have beside those that name the member."""

    korean: str
    on: Any
    act: Callable
    is_recorded: Callable[[Told], bool]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    enters: bool = False
    """Whether the row may speak of a body that is not on record yet."""
    moves: bool = False
    """Whether the standing of the member follows from it."""


EVENTS = {
    "accepted": Event(
        "수리",
        _("day of the acceptance: associate member from this day"),
        accept,
        is_accepted,
        needs=("submitted_on", "received_on"),
        takes=("reason", "document"),
        enters=True,
        moves=True,
    ),
    "returned": Event(
        "반려",
        _("day on which the application was sent back"),
        send_back,
        is_sent_back,
        needs=("submitted_on", "received_on", "reason"),
        takes=("document",),
        enters=True,
    ),
    "approved": Event(
        "승인",
        _("day of the decision: full member from this day"),
        **decides(Outcome.APPROVED),
        needs=("meeting",),
        takes=("reason", "document"),
        moves=True,
    ),
    "deferred": Event(
        "보류",
        _("day of the decision: stays associate member"),
        **decides(Outcome.DEFERRED),
        needs=("meeting", "reason"),
        takes=("document",),
    ),
    "rejected": Event(
        "부결",
        _("day of the decision: no member from this day"),
        **decides(Outcome.REJECTED),
        needs=("meeting", "reason"),
        takes=("document",),
        moves=True,
    ),
    "withdrawn": Event(
        "탈퇴",
        _("day of the notice"),
        withdraw,
        left(Ground.WITHDRAWN),
        needs=("last_day",),
        takes=("reason", "document"),
        moves=True,
    ),
    "dissolved": Event(
        "해산",
        _("last day of membership"),
        dissolve,
        left(Ground.DISSOLVED),
        needs=("reason",),
        takes=("document",),
        moves=True,
    ),
    "expelled": Event(
        "제명",
        _("day of the decision"),
        expel,
        left(Ground.EXPELLED),
        needs=("meeting", "last_day", "reason"),
        takes=("document",),
        moves=True,
    ),
    "renamed": Event(
        "개칭",
        _("first day of the new name"),
        rename,
        is_renamed,
        needs=("new_name",),
        takes=("language", "reason"),
    ),
    "figure": Event(
        "수치",
        _("day on which the figure was taken from its source"),
        record_figure,
        is_figure_recorded,
        needs=("value", "reference_year"),
    ),
}
