"""The comparison of a published list with the register of its day: what is read, what comes out, when it is old.

Its findings are derived. They are made anew when the register, the choices of officers or the way of comparing has
changed: at once where that takes a moment (`is_quick`), else by a worker.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from members.lifecycle import MEMBERSHIP
from members.models import (
    City,
    Country,
    ListChoice,
    ListComparison,
    ListFinding,
    Member,
    MemberName,
    PublishedList,
    PublishedRow,
    RecordMerge,
    StatusChange,
)
from members.published.entries import Body, Choice, Name
from members.published.matching import match
from members.published.reading import country_words, read_entry
from members.published.results import Result
from members.search import Spelling
from wego.imports.inserting import uncollected

VERSION = 1
"""Of the way of comparing: a release that changes it counts this up, and every list is compared again."""
QUICK = 2000
"""Rows of the list and members on record together, up to which a comparison is made at once: a second or two."""
AT_ONCE = 1000


def lock_list(published: PublishedList) -> PublishedList:
    """The list, locked until the transaction ends: whoever compares, chooses, explains or signs off waits here."""
    return PublishedList.objects.select_for_update(of=("self",)).get(pk=published.pk)


def is_quick(published: PublishedList) -> bool:
    return published.rows.count() + Member.objects.count() <= QUICK


def register_state() -> list:
    """What the register says, in the fewest words: another list of numbers as soon as any of it changes."""
    changing = (
        (StatusChange.objects, "pk"),
        (Member.history, "history_id"),
        (MemberName.history, "history_id"),
        (City.history, "history_id"),
        (Country.history, "history_id"),
        (RecordMerge.objects, "pk"),
        (RecordMerge.objects.standing(), "pk"),
    )
    counted = (rows.aggregate(count=Count("pk"), last=Max(key)) for rows, key in changing)
    return [VERSION, *([one["count"], one["last"]] for one in counted)]


def state_of(published: PublishedList, register: list | None = None) -> str:
    """Digest of all that the comparison of the list follows from."""
    choices = ListChoice.objects.filter(row__list=published).aggregate(last=Max("pk"))["last"]
    told = [register or register_state(), choices]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def is_current(published: PublishedList) -> bool:
    """Whether the findings are of what the register and the officers say now."""
    comparison = ListComparison.objects.filter(list=published).first()
    return comparison is not None and comparison.state == state_of(published)


def refresh(published: PublishedList) -> bool:
    """Compare again where something has changed and it takes but a moment; whether the findings are current now."""
    if is_current(published):
        return True
    if not is_quick(published):
        return False
    with transaction.atomic():
        if not is_current(lock_list(published)):
            compare(published)
    return True


def compare(published: PublishedList, *, report: Callable[[int], None] = lambda done: None) -> None:
    """Compare the list with the register of its day, and put the findings in place of those that there are.

    `report` is told how many rows are settled. What changes meanwhile makes the findings old at once.
    """
    with uncollected():
        state, register = state_of(published), Register.on(published.as_of)
        rows = list(published.rows.order_by("number"))
        countries = country_words(Country.objects.values_list("iso3", "iso2", "name_en", "name_ko"))
        entries = [read_entry(row.number, row.cells, published.columns, countries) for row in rows]
        results = match(entries, register.bodies, choices_of(published), report=report)
        _keep(published, state, results, {row.number: row for row in rows})


def compare_waiting(key: int) -> None:
    """Compare the list in the hands of a worker. Its row says at once how many rows are settled."""
    published = PublishedList.objects.get(pk=key)
    waiting = ListComparison.objects.filter(list=published)
    waiting.update(done=0)
    compare(published, report=lambda done: waiting.update(done=done))


def stale_lists() -> list[int]:
    """Keys of the lists whose findings are not of what the register and the officers say now."""
    register = register_state()
    compared = ListComparison.objects.select_related("list").order_by("pk")
    return [one.pk for one in compared if one.state != state_of(one.list, register)]


def choices_of(published: PublishedList) -> dict[int, Choice]:
    """What officers said last, by the number of the row. Of a record that was merged the one that is kept is meant."""
    rows = ListChoice.objects.filter(row__list=published).order_by("pk")
    said = rows.values_list("row__number", "verdict", "member", "chosen_by__username", "chosen_at")
    kept = dict(RecordMerge.objects.standing().values_list("duplicate", "kept"))
    return {
        number: Choice(verdict, kept.get(member, member), by, at.isoformat())
        for number, verdict, member, by, at in said
    }


# --- the register of a day -------------------------------------------------------------------------
@dataclass(frozen=True)
class Register:
    """All that is on record but merged duplicates, with the standing on one day. Three queries."""

    bodies: list[Body]

    @classmethod
    def on(cls, day: date) -> "Register":
        standings, names = dict(_standings(day)), _names(day)
        merged = RecordMerge.objects.standing().values("duplicate")
        rows = Member.objects.exclude(pk__in=merged).order_by("number")
        facts = rows.values_list("pk", "number", "kind", "country_id", "city__capital")
        return cls(
            [
                Body(
                    key,
                    number,
                    kind,
                    country,
                    capital=capital,
                    **names.get(key, {"names": ()}),
                    **standings.get(key, {}),
                )
                for key, number, kind, country, capital in facts
            ]
        )


def _standings(day: date) -> Iterator[tuple[int, dict]]:
    """By member its standing on the day: the fields of a Body."""
    rows = StatusChange.objects.known().order_by("member_id", "effective_on", "pk")
    told = rows.values_list("member_id", "effective_on", "status", "ground", "provisional")
    for member, steps in groupby(told.iterator(chunk_size=5000), key=lambda row: row[0]):
        standing: dict = {}
        for _member, since, status, ground, provisional in steps:
            is_member = status in MEMBERSHIP
            if since > day:
                if is_member and not standing.get("status"):
                    standing.setdefault("later", since)
                continue
            joined = standing.get("joined") if standing.get("status") in MEMBERSHIP else since
            standing = {"status": status, "since": since, "ground": ground, "provisional": provisional}
            standing["joined"] = joined if is_member else None
        yield member, standing


def _names(day: date) -> dict[int, dict]:
    """By member its names, and which of them hold on the day: the fields of a Body."""
    rows = MemberName.objects.order_by("member_id", "alias", "valid_from", "pk")
    told = rows.values_list("member_id", "language", "text", "alias", "valid_from", "pk", "folded", "romanized")
    by_member: dict[int, list[tuple]] = defaultdict(list)
    for member, *name in told.iterator(chunk_size=5000):
        by_member[member].append(name)
    return {member: _named(names, day) for member, names in by_member.items()}


def _named(names: Sequence[tuple], day: date) -> dict:
    holding: dict[str, tuple] = {}
    for language, text, alias, valid_from, pk, *_forms in names:
        if not alias and (valid_from is None or valid_from <= day):
            rank = (valid_from or date.min, pk)
            holding[language] = max(holding.get(language, (rank, text, pk)), (rank, text, pk))
    current = {pk for _rank, _text, pk in holding.values()}
    found = tuple(
        Name(text, Spelling(folded, romanized), alias, pk in current)
        for _language, text, alias, _valid_from, pk, folded, romanized in names
    )
    return {"names": found, **{f"name_{one}": holding[one][1] for one in ("en", "ko") if one in holding}}


# --- what came out ---------------------------------------------------------------------------------
def _keep(published: PublishedList, state: str, results: Sequence[Result], rows: dict[int, PublishedRow]) -> None:
    row_of = {
        result.body: result.entry.row for result in results if result.entry and result.group in ("matched", "different")
    }
    with transaction.atomic():
        lock_list(published)
        published.findings.all().delete()
        ListFinding.objects.bulk_create(
            (_finding(published, result, rows, row_of) for result in results), batch_size=AT_ONCE
        )
        ListComparison.objects.update_or_create(
            list=published,
            defaults={
                "state": state,
                "digest": _digest(results),
                "made_at": timezone.now(),
                "done": len(rows),
                "total": len(rows),
            },
        )


def _digest(results: Iterable[Result]) -> str:
    return hashlib.sha256("".join(sorted(result.digest for result in results)).encode()).hexdigest()


def _finding(
    published: PublishedList, result: Result, rows: dict[int, PublishedRow], row_of: dict[Body, int]
) -> ListFinding:
    body, entry = result.body, result.entry
    return ListFinding(
        list=published,
        key=result.key,
        group=result.group,
        code=result.code,
        to_choose=result.to_choose,
        row=rows[entry.row] if entry else None,
        member_id=body.key if body else None,
        place=entry.row if entry else body.number,
        listed=" / ".join(entry.names)[:400] if entry else "",
        name_en=body.name_en if body else "",
        name_ko=body.name_ko if body else "",
        kind=body.kind if body else _stated_kind(result),
        facts=_facts(result, row_of),
        digest=result.digest,
    )


def _stated_kind(result: Result) -> str:
    said = result.entry.said.get("kind")
    return next(iter(said.values)) if said and len(said.values) == 1 else ""


def _facts(result: Result, row_of: dict[Body, int]) -> dict:
    """What the reason says of it, without what says nothing."""
    body, choice = result.body, result.choice
    told = {
        "spelling": result.spelling,
        "likeness": result.likeness,
        "other": result.other,
        "also": result.also,
        "near": result.near,
        "differences": [[one.role, one.stated, one.held, one.readable] for one in result.differences],
        "candidates": [_candidate(one, row_of) for one in result.candidates],
        **({"by": choice.by, "at": choice.at} if choice else {}),
    }
    if body:
        told |= {"number": body.number, "name_en": body.name_en, "name_ko": body.name_ko, "ground": body.ground}
        told |= {"since": body.since and body.since.isoformat(), "later": body.later and body.later.isoformat()}
        told["provisional"] = body.provisional
    return {name: value for name, value in told.items() if value or value == 0}


def _candidate(one, row_of: dict[Body, int]) -> dict:
    body = one.body
    return {
        "member": body.key,
        "number": body.number,
        "name_en": body.name_en,
        "name_ko": body.name_ko,
        "spelling": one.spelling,
        "likeness": one.likeness,
        "row": row_of.get(body),
        "is_member": body.is_member,
    }
