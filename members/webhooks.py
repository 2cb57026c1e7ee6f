"""What partners are told of the register: public facts, in the transaction in which they change (docs/webhooks.md).

Each message holds the member as it stands once the change is made, so the newest one is enough; what changed stands
beside it. Never a contact, an application or an amount.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from members.keys import public_key
from members.models import Member, MemberName, StatusChange
from wego.webhooks.outbox import Told, emit_many

STATUS_CHANGED, RENAMED, CHANGED = "member.status_changed", "member.renamed", "member.changed"
EVENT_TYPES = {
    STATUS_CHANGED: _("a member joins, becomes full, leaves, or its standing is corrected"),
    RENAMED: _("a member has another name"),
    CHANGED: _("other public facts of a member change"),
}
PUBLIC = ("country", "website", "names", "population", "capital", "latitude", "longitude")
"""Facts by whose change partners are told; other fields of a member are the Secretariat's own."""


def tell_status(rows: Iterable[StatusChange]) -> None:
    """The rows were added to the status history."""
    rows = list(rows)
    _tell(STATUS_CHANGED, [(row.member_id, {"change": _change(row)}) for row in rows])


def tell_renamed(names: Iterable[MemberName]) -> None:
    """The names were added or changed; further spellings are not told."""
    official = [name for name in names if not name.alias]
    _tell(RENAMED, [(name.member_id, {"renamed": _name(name)}) for name in official])


def tell_changed(changed: Mapping[int, Iterable[str]]) -> None:
    """Which fields changed of which members (by their key in the database); those that are not public are not told."""
    public = [(member, [name for name in PUBLIC if name in set(fields)]) for member, fields in changed.items()]
    _tell(CHANGED, [(member, {"changed": fields}) for member, fields in public if fields])


def _tell(event_type: str, news: Sequence[tuple[int, dict]]) -> None:
    """One event for each piece of news of a member; few queries in all where somebody wants to know."""
    if news:
        emit_many(event_type, lambda: _told(news))


def _told(news: Sequence[tuple[int, dict]]) -> Iterable[Told]:
    wanted = {member for member, _more in news}
    # Who tells of the same member at the same time waits here: the later message holds what the earlier one told.
    Member.objects.select_for_update(no_key=True).order_by("pk").only("pk").in_bulk(wanted)
    members = Member.objects.with_names().with_status().in_bulk(wanted)
    for member, more in news:
        facts = member_facts(members[member])
        yield facts["key"], facts | more


def member_facts(member: Member) -> dict:
    """What is public of a member with its names and standing of today; no standing: it is no member yet, or was
    entered in error."""
    return {
        "key": public_key(member),
        "number": member.number,
        "name": member.name_en,
        "name_ko": member.name_ko,
        "name_local": member.name_local,
        "kind": member.kind,
        "country": member.country_id,
        "website": member.website,
        "status": member.status,
        "effective_on": member.since.isoformat() if member.since else None,
        "ground": member.ground,
    }


def _change(row: StatusChange) -> dict:
    """The row that was recorded; it may take effect later. Where it corrects one, the corrected one beside it."""
    return _standing(row) | {"corrects": _standing(row.corrects) if row.corrects_id else None}


def _standing(row: StatusChange) -> dict:
    return {"status": str(row.status), "effective_on": row.effective_on.isoformat(), "ground": str(row.ground)}


def _name(name: MemberName) -> dict:
    valid_from = name.valid_from.isoformat() if name.valid_from else None
    return {"language": str(name.language), "text": name.text, "valid_from": valid_from}
