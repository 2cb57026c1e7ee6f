"""Gives every change of the register its place in the feed, in one order that never changes afterwards.

Rows that are written first may be committed last, so neither their keys nor their instants make an order that a reader
could go on from: what is committed late would be missed. Places are given here, by one process at a time, to whatever
is committed and has none yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from members.models import City, Country, FeedEntry, Member, MemberFigure, MemberName, RecordMerge, Region, StatusChange
from wego.imports.inserting import batches
from wego.models import next_number

Source = FeedEntry.Source
SERIES = "register feed"
SETTLED_AFTER = timedelta(days=1)
"""No transaction is open for as long as that: rows with lower keys than one placed so long ago are placed."""
AT_ONCE = 1000
WRITTEN = Q(history_type__in="+~")
POPULATION = Q(indicator=MemberFigure.Indicator.POPULATION)


@dataclass(frozen=True)
class Changes:
    """A table whose rows are changes: each is about the row `about` of the register, made at `at`."""

    source: Source
    model: type[models.Model]
    at: str = "history_date"
    about: str = "id"
    which: Q = field(default_factory=Q)
    grows: bool = True  # rows come with rising keys; else a row becomes a change later than it came
    key_of: Source | None = None  # the source whose entries have the key of what these are about

    def waiting(self) -> models.QuerySet:
        """Rows that are committed and have no place yet."""
        placed = FeedEntry.objects.filter(source=self.source, row=OuterRef("pk"))
        rows = self.model.objects.filter(self.which, ~Exists(placed))
        return rows.filter(pk__gt=self._settled()) if self.grows else rows

    def _settled(self) -> int:
        """The key up to which all rows are placed."""
        old = FeedEntry.objects.filter(source=self.source, placed_at__lt=timezone.now() - SETTLED_AFTER)
        return old.order_by("-row").values_list("row", flat=True).first() or 0

    def found(self) -> list[tuple[datetime, int, Any]]:
        """(instant, key, what it is about) of the waiting rows by key; instants do not go back."""
        rows, latest, found = self.waiting().order_by("pk").values_list(self.at, "pk", self.about), None, []
        for at, row, about in rows.iterator(AT_ONCE):
            latest = max(at, latest or at)
            found.append((latest, row, about))
        return found


CHANGES = (
    Changes(Source.REGION, Region.history.model),
    Changes(Source.COUNTRY, Country.history.model, about="iso3"),
    Changes(Source.MEMBER, Member.history.model),
    Changes(Source.CITY, City.history.model, about="member_id", which=WRITTEN),
    # A spelling that is only searched for is not shown; a name that became one is no name any more.
    Changes(Source.NAME, MemberName.history.model, which=Q(alias=False) | Q(history_type="~")),
    Changes(Source.STANDING, StatusChange, at="recorded_at"),
    Changes(Source.MERGE, RecordMerge, at="recorded_at"),
    Changes(Source.FIGURE, MemberFigure, at="recorded_at", which=POPULATION),
    Changes(
        Source.FIGURE_WITHDRAWN,
        MemberFigure,
        at="merge__undone_at",
        which=POPULATION & Q(merge__undone_at__isnull=False),
        grows=False,
        key_of=Source.FIGURE,
    ),
    Changes(
        Source.MERGE_UNDONE,
        RecordMerge,
        at="undone_at",
        which=Q(undone_at__isnull=False),
        grows=False,
        key_of=Source.MERGE,
    ),
)
"""In this order at one instant: what others refer to comes first."""


def place_changes() -> int:
    """Give places to all changes that are committed by now; returns how many."""
    if not any(changes.waiting().exists() for changes in CHANGES):
        return 0
    with transaction.atomic():
        next_number(SERIES, count=0)  # from here on nobody else gives places
        return _place(_found())


def _found() -> list[tuple[Changes, datetime, int, Any]]:
    """What waits, in order of time. What refers to others is read before them: of a transaction that commits while
    we read, a standing is never found without its member."""
    found = {changes.source: changes.found() for changes in reversed(CHANGES)}
    tagged = [[(changes, *row) for row in found[changes.source]] for changes in CHANGES]
    places = {changes.source: place for place, changes in enumerate(CHANGES)}
    return list(merge(*tagged, key=lambda one: (one[1], places[one[0].source])))


def _place(found: list[tuple[Changes, datetime, int, Any]]) -> int:
    number = next_number(SERIES, count=len(found)) if found else 0
    keys: dict[tuple[str, str], Any] = {}
    for batch in batches(found, AT_ONCE):
        keys |= _known_keys(batch)
        entries = []
        for changes, at, row, about in batch:
            source = changes.key_of or changes.source
            entry = FeedEntry(number=number, source=changes.source, row=row, about=str(about), at=at)
            entry.key = keys.setdefault((source, entry.about), entry.key)
            entries.append(entry)
            number += 1
        FeedEntry.objects.bulk_create(entries)
    return len(found)


def _known_keys(batch: Iterable[tuple[Changes, datetime, int, Any]]) -> dict[tuple[str, str], Any]:
    """The keys that what these changes are about has in the feed already."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for changes, _at, _row, about in batch:
        wanted[changes.key_of or changes.source].add(str(about))
    rows = [FeedEntry.objects.filter(source=source, about__in=ids) for source, ids in wanted.items()]
    known = chain.from_iterable(one.values_list("source", "about", "key") for one in rows)
    return {(source, about): key for source, about, key in known}
