"""What the entries of the feed tell (members/services/feed.py gives them their places). Reads only."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models

from members.keys import MEMBER, key_text
from members.lifecycle import Ground, Status
from members.models import City, Country, FeedEntry, Member, MemberFigure, MemberName, RecordMerge, Region, StatusChange

Source = FeedEntry.Source
MODELS: dict[str, type[models.Model]] = {
    Source.REGION: Region.history.model,
    Source.COUNTRY: Country.history.model,
    Source.MEMBER: Member.history.model,
    Source.CITY: City.history.model,
    Source.NAME: MemberName.history.model,
    Source.STANDING: StatusChange,
    Source.MERGE: RecordMerge,
    Source.FIGURE: MemberFigure,
    Source.FIGURE_WITHDRAWN: MemberFigure,
    Source.MERGE_UNDONE: RecordMerge,
}
PREFIXES = {
    Source.REGION: "reg",
    Source.NAME: "nam",
    Source.STANDING: "sta",
    Source.MERGE: "mrg",
    Source.MERGE_UNDONE: "mrg",
    Source.FIGURE: "fig",
    Source.FIGURE_WITHDRAWN: "fig",
}
DELETED = "-"


def tell(entries: Sequence[FeedEntry]) -> list[dict]:
    """The events of these entries, each with what it says: in a handful of queries, however many they are."""
    facts = Facts(entries)
    return [TELLERS[entry.source](entry, facts.rows[entry.source][entry.row], facts) for entry in entries]


@dataclass
class Facts:
    """The rows behind the entries, and the public keys of what they refer to."""

    entries: Sequence[FeedEntry]
    rows: dict[str, dict[int, models.Model]] = field(init=False)
    members: dict[int, UUID] = field(init=False)
    keys: dict[tuple[str, str], UUID] = field(init=False)

    def __post_init__(self):
        wanted: dict[str, list[int]] = defaultdict(list)
        for entry in self.entries:
            wanted[entry.source].append(entry.row)
        self.rows = {source: MODELS[source].objects.in_bulk(rows) for source, rows in wanted.items()}
        self.members = _member_keys({pk for rows in self.rows.values() for row in rows.values() for pk in _about(row)})
        corrected = {str(row.corrects_id) for row in self._of(Source.STANDING) if row.corrects_id}
        regions = {str(row.region_id) for row in self._of(Source.COUNTRY)}
        self.keys = _keys(Source.STANDING, corrected) | _keys(Source.REGION, regions)

    def _of(self, source: str) -> Collection[models.Model]:
        return self.rows.get(source, {}).values()

    def member(self, pk: int) -> str:
        return key_text(MEMBER, self.members[pk])

    def key(self, source: str, about: int | None) -> str | None:
        return None if about is None else key_text(PREFIXES[source], self.keys[source, str(about)])


def _about(row: models.Model) -> tuple[int, ...]:
    """The members that a row names."""
    if isinstance(row, RecordMerge):
        return row.kept_id, row.duplicate_id
    return (row.member_id,) if hasattr(row, "member_id") else ()


def _member_keys(members: set[int]) -> dict[int, UUID]:
    if not members:
        return {}
    keys = dict(Member.objects.filter(pk__in=members).values_list("pk", "key"))
    gone = Member.history.filter(id__in=members - keys.keys()) if members - keys.keys() else []
    return keys | {row.id: row.key for row in gone}


def _keys(source: str, about: set[str]) -> dict[tuple[str, str], UUID]:
    if not about:
        return {}
    rows = FeedEntry.objects.filter(source=source, about__in=about)
    return {(source, row.about): row.key for row in rows}


# --- one function for each source ---------------------------------------------------------------
def _event(entry: FeedEntry, event: str, id_: str, member: str | None, **data) -> dict:
    return {"event": event, "id": id_, "member": member, "at": entry.at, "data": data}


def _own_key(entry: FeedEntry) -> str:
    return key_text(PREFIXES[entry.source], entry.key)


def _region(entry, row, facts) -> dict:
    if row.history_type == DELETED:
        return _event(entry, "region.removed", _own_key(entry), None)
    names = {"name": row.name_en, "name_ko": row.name_ko}
    return _event(entry, "region.recorded", _own_key(entry), None, code=row.code, **names)


def _country(entry, row, facts) -> dict:
    if row.history_type == DELETED:
        return _event(entry, "country.removed", row.iso3, None)
    names = {"name": row.name_en, "name_ko": row.name_ko}
    return _event(entry, "country.recorded", row.iso3, None, region=facts.key(Source.REGION, row.region_id), **names)


def _member(entry, row, facts) -> dict:
    key = key_text(MEMBER, row.key)
    if row.history_type == DELETED:
        return _event(entry, "member.removed", key, key)
    told = {"number": row.number, "kind": row.kind, "country": row.country_id, "website": row.website}
    return _event(entry, "member.recorded", key, key, **told)


def _city(entry, row, facts) -> dict:
    key = facts.member(row.member_id)
    position = {name: degrees(getattr(row, name)) for name in ("latitude", "longitude")}
    return _event(entry, "city.recorded", key, key, capital=row.capital, **position)


def _name(entry, row, facts) -> dict:
    member = facts.member(row.member_id)
    if row.history_type == DELETED or row.alias:
        return _event(entry, "name.removed", _own_key(entry), member)
    told = {"language": row.language, "name": row.text, "valid_from": row.valid_from}
    return _event(entry, "name.recorded", _own_key(entry), member, **told)


def _standing(entry, row, facts) -> dict:
    member, corrects = facts.member(row.member_id), facts.key(Source.STANDING, row.corrects_id)
    if row.status == Status.ANNULLED:
        return _event(entry, "standing.annulled", _own_key(entry), member, corrects=corrects)
    told = {"status": row.status, "since": row.effective_on, "since_is_opening": row.ground == Ground.OPENING}
    return _event(entry, "standing.recorded", _own_key(entry), member, corrects=corrects, **told)


def _merge(entry, row, facts) -> dict:
    event = "merge.done" if entry.source == Source.MERGE else "merge.undone"
    kept, duplicate = facts.member(row.kept_id), facts.member(row.duplicate_id)
    return _event(entry, event, _own_key(entry), duplicate, kept=kept)


def _figure(entry, row, facts) -> dict:
    member = facts.member(row.member_id)
    if entry.source == Source.FIGURE_WITHDRAWN:
        return _event(entry, "figure.withdrawn", _own_key(entry), member)
    told = {"population": row.value, "year": row.reference_year, "source": row.source}
    return _event(entry, "figure.recorded", _own_key(entry), member, **told)


def degrees(value) -> float | None:
    return None if value is None else float(value)


TELLERS = {
    Source.REGION: _region,
    Source.COUNTRY: _country,
    Source.MEMBER: _member,
    Source.CITY: _city,
    Source.NAME: _name,
    Source.STANDING: _standing,
    Source.MERGE: _merge,
    Source.MERGE_UNDONE: _merge,
    Source.FIGURE: _figure,
    Source.FIGURE_WITHDRAWN: _figure,
}
