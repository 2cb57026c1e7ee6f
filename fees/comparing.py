"""Two evaluations of one dues year side by side, member by member (R12, R23).

Pure: standard library only, no clock, no database. Amounts in USD.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from fees.assessing import EMPLOYEES, GDP, POPULATION, Outcome, Verdict

NOTHING = Decimal("0.00")
FIRST = 20
BANDS = {GDP: "gdp_band", POPULATION: "population_band", EMPLOYEES: "employee_band"}
"""What an explanation calls the bands of the figures."""


class Change(StrEnum):
    """What becomes of a member from one side to the other."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    NEWLY_ASSESSED = "newly_assessed"
    NO_LONGER_ASSESSED = "no_longer_assessed"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Line:
    """One member on both sides; `member` is whatever the caller knows it by."""

    member: Any
    before: Outcome
    after: Outcome

    @property
    def difference(self) -> Decimal:
        """What it would pay more; below 0 less. Who is not assessed pays nothing."""
        return (self.after.amount or NOTHING) - (self.before.amount or NOTHING)

    @property
    def change(self) -> Change:
        match self.before.amount is not None, self.after.amount is not None:
            case False, False:
                return Change.NOT_ASSESSED
            case False, True:
                return Change.NEWLY_ASSESSED
            case True, False:
                return Change.NO_LONGER_ASSESSED
        if not self.difference:
            return Change.SAME
        return Change.MORE if self.difference > 0 else Change.LESS

    @property
    def is_moved(self) -> bool:
        """Whether it stands in another band, or is assessed on one side only."""
        if self.change in (Change.NEWLY_ASSESSED, Change.NO_LONGER_ASSESSED):
            return True
        return any(self.before.basis.get(band) != self.after.basis.get(band) for band in BANDS.values())

    @property
    def is_exception(self) -> bool:
        """Whether it needs a decision on either side."""
        return Verdict.EXCEPTION in (self.before.verdict, self.after.verdict)


@dataclass(frozen=True)
class Side:
    """How many members are assessed on one side, to how much."""

    assessed: int
    total: Decimal

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Side":
        amounts = [outcome.amount for outcome in outcomes if outcome.amount is not None]
        return cls(len(amounts), sum(amounts, NOTHING))


@dataclass(frozen=True)
class Sums:
    """The two sides of some members."""

    before: Side
    after: Side

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Sums":
        lines = list(lines)
        return cls(Side.of(line.before for line in lines), Side.of(line.after for line in lines))

    @property
    def difference(self) -> Decimal:
        return self.after.total - self.before.total


@dataclass(frozen=True)
class Comparison:
    """Every member that has an outcome on both sides."""

    lines: list[Line]

    @cached_property
    def sums(self) -> Sums:
        return Sums.of(self.lines)

    @cached_property
    def effects(self) -> dict[Change, tuple[int, Decimal]]:
        """For each change how many members it is, and what they pay more or less together."""
        found = dict.fromkeys(Change, (0, NOTHING))
        for line in self.lines:
            count, difference = found[line.change]
            found[line.change] = count + 1, difference + line.difference
        return found

    @cached_property
    def moved(self) -> list[Line]:
        return [line for line in self.lines if line.is_moved]

    @cached_property
    def exceptions(self) -> list[Line]:
        return [line for line in self.lines if line.is_exception]

    @cached_property
    def reasons(self) -> dict[str, tuple[int, int]]:
        """Why members need a decision: for each reason how many on either side."""
        before, after = (
            Counter(side.reason for side in sides if side.verdict == Verdict.EXCEPTION)
            for sides in ([line.before for line in self.lines], [line.after for line in self.lines])
        )
        return {reason: (before[reason], after[reason]) for reason in sorted(before | after)}

    def by(self, key: Callable[[Any], Any]) -> dict[Any, Sums]:
        """The sums of the members for which `key` says the same."""
        groups: dict[Any, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(key(line.member), []).append(line)
        return {name: Sums.of(lines) for name, lines in groups.items()}

    def first(self, count: int = FIRST) -> list[Line]:
        """Those for whom most changes, up or down; of equal ones in the order of the lines."""
        changed = [line for line in self.lines if line.difference]
        return sorted(changed, key=lambda line: -abs(line.difference))[:count]


def compare(members: Mapping[int, Any], before: Iterable[Outcome], after: Iterable[Outcome]) -> Comparison:
    """Side by side in the order of `members`, which maps their keys to what they are known by.

    A member that one side does not know was recorded in between: it is left out.
    """
    old, new = ({outcome.member: outcome for outcome in side} for side in (before, after))
    both = old.keys() & new.keys()
    return Comparison([Line(member, old[key], new[key]) for key, member in members.items() if key in both])
