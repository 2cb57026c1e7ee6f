"""What came out for a row of the list or a member of the register, and in what the two differ."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from members.lifecycle import Ground
from members.published.codes import STATED, TO_CHOOSE, Code, Group, Role
from members.published.entries import Body, Choice, Entry
from members.published.similar import Candidate

MEANS = (
    *(Code.OFFICIAL, Code.OTHER_DAY, Code.ALIAS, Code.SCRIPT, Code.WORDS, Code.SOUND),
    Code.CHOSEN,
)
"""How a row is matched."""


@dataclass(frozen=True)
class Difference:
    """What the list states of a member and what the register holds, as codes; `readable` is false where nobody can
    tell what the cell says."""

    role: str
    stated: str
    held: str
    readable: bool = True


def differences(entry: Entry, body: Body) -> tuple[Difference, ...]:
    """In what a row and its member differ. What the row leaves out, or the register does not know, is none."""
    found = []
    for role in STATED:
        said = entry.said.get(role)
        if said is None:
            continue
        held = _held(role, body)
        if held is not None and said.values.isdisjoint(held):
            found.append(Difference(role.value, said.text, _written(role, body), bool(said.values)))
    return tuple(found)


def _held(role: Role, body: Body) -> set | None:
    """The values that agree with the register; None where it knows nothing to compare."""
    match role:
        case Role.COUNTRY:
            return {body.country}
        case Role.KIND:
            return {body.kind}
        case Role.STATUS:
            return {body.status}
        case Role.CAPITAL:
            return {bool(body.capital)}
        case Role.NUMBER:
            return {body.number}
    if body.ground == Ground.OPENING or body.since is None:
        return None  # the register only began with this day: nobody stated it (R25)
    days = {body.since, body.joined or body.since}
    return {(day.year, day.month, day.day)[:length] for day in days for length in (1, 2, 3)}


def _written(role: Role, body: Body) -> str:
    match role:
        case Role.COUNTRY:
            return body.country
        case Role.KIND:
            return body.kind
        case Role.STATUS:
            return body.status or ""
        case Role.CAPITAL:
            return "yes" if body.capital else "no"
        case Role.NUMBER:
            return str(body.number)
    return body.since.isoformat() if body.since else ""


@dataclass(frozen=True)
class Result:
    """One line of the comparison: of a row, or of a member that no row names.

    `other` is the number of another row that it depends on; `also` are the numbers of other members for whom the
    spelling stands too; `near` are rows that may mean the member.
    """

    code: Code
    entry: Entry | None = None
    body: Body | None = None
    spelling: str = ""
    likeness: float | None = None
    candidates: tuple[Candidate, ...] = ()
    other: int | None = None
    also: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    choice: Choice | None = None

    @property
    def key(self) -> str:
        """The same for the same row or member, whenever they are compared."""
        return f"r{self.entry.row}" if self.entry else f"m{self.body.number}"

    @property
    def group(self) -> Group:
        if self.entry is None:
            return Group.MISSING
        if self.code not in MEANS:
            return Group.EXTRA
        return Group.DIFFERENT if self.differences else Group.MATCHED

    @property
    def to_choose(self) -> bool:
        return self.code in TO_CHOOSE

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        return differences(self.entry, self.body) if self.entry and self.code in MEANS else ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what an explanation is about. How surely it was found is not part of it, nor who looks alike."""
        told = [
            self.group.value,
            self.key,
            self.body and self.body.key,
            "" if self.group in (Group.MATCHED, Group.DIFFERENT) else self.code.value,
            self.other if self.code == Code.TWICE else None,
            [[one.role, one.stated, one.held] for one in self.differences],
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
