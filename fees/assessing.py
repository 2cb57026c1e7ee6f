"""Whether and how a member is assessed for a year (R9, R12, R13). Pure: standard library only, no clock, no database.

What is known of a member goes in as `Facts`, one `Outcome` comes out: an amount with its explanation, an
exception that needs a decision, or the reason why there is nothing to assess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from fees.rules import Tables

POPULATION, GDP, EMPLOYEES = "population", "gdp", "employees"


class Verdict(StrEnum):
    ASSESSED = "assessed"
    EXCEPTION = "exception"
    NOT_ASSESSED = "not_assessed"


@dataclass(slots=True)
class Figure:
    """A value and where it is from. `origin` goes into the explanation as it is: source, year and so on.

    `settled` where an officer and a second person decided on it (R13).
    """

    value: int | Decimal
    year: int
    origin: dict
    settled: bool = False


@dataclass(slots=True)
class Facts:
    """A member on 31 December before the dues year, and its figures.

    `standing` is "full", "associate", "former" or "" on that day; `leaves` says that its last day was that
    day. `figures` holds population (persons), employees (persons) and GDP (international $ per head).
    """

    member: int
    kind: str
    economy: str
    standing: str
    leaves: bool = False
    provisional: bool = False
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What follows for one member: `amount` in USD with its `basis`, or a `reason` with what is known."""

    member: int
    kind: str
    verdict: Verdict
    amount: Decimal | None = None
    basis: dict = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reason: str = ""
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """The terms of one dues year: tables, what is too old, whom to include.

    GDP is of `year` - 2 at the latest (R12); one more than `gdp_years` older needs a decision, a population or
    a number of employees more than `figure_years` older than the dues year is a warning (R13).
    """

    year: int
    tables: Tables
    schedule: dict
    include_provisional: bool = False
    gdp_years: int = 5
    figure_years: int = 3

    @property
    def gdp_year(self) -> int:
        """The reference year that GDP figures should have."""
        return self.year - 2

    def judge(self, facts: Facts) -> Outcome:
        """The one outcome for a member. Who is not assessed is decided before what is missing is looked at."""
        if reason := self._not_assessed(facts):
            return Outcome(facts.member, facts.kind, Verdict.NOT_ASSESSED, reason=reason)
        if facts.provisional and not self.include_provisional:
            return Outcome(facts.member, facts.kind, Verdict.EXCEPTION, reason="provisional")
        if missing := self._missing(facts):
            known = self._known(facts, also=missing[1:])
            return Outcome(facts.member, facts.kind, Verdict.EXCEPTION, reason=missing[0], facts=known)
        return self._assess(facts)

    def _not_assessed(self, facts: Facts) -> str:
        if facts.standing == "associate":
            return "associate"
        if facts.standing != "full":
            return "joined_too_late"
        if facts.leaves:
            return "left"
        return "" if self.tables.has_table(facts.kind) else "no_schedule"

    def _missing(self, facts: Facts) -> list[str]:
        found = []
        for name in self.tables.asks(facts.kind):
            figure = facts.figures.get(name)
            if figure is None:
                found.append(f"no_{name}")
            elif self.is_stale(name, figure):
                found.append("stale_gdp")
        return found

    def is_stale(self, name: str, figure: Figure) -> bool:
        """Whether a figure is too old to assess by without a decision."""
        return name == GDP and not figure.settled and self.gdp_year - figure.year > self.gdp_years

    def _known(self, facts: Facts, *, also: list[str]) -> dict:
        """What there is to say beside the reason of an exception."""
        known = {"also": also} if also else {}
        if GDP in self.tables.asks(facts.kind):
            known |= {"economy": facts.economy, "reference_year": self.gdp_year}
        if GDP in facts.figures:
            known["gdp_year"] = facts.figures[GDP].year
        return known

    def _assess(self, facts: Facts) -> Outcome:
        names = self.tables.asks(facts.kind)
        quote = self.tables.quote(facts.kind, **{VALUE[name]: facts.figures[name].value for name in names})
        basis = {"dues_year": self.year, "schedule": self.schedule, **quote.basis}
        warnings = []
        for name in names:
            figure = facts.figures[name]
            basis[f"{name}_figure"] = figure.origin
            if name != GDP:
                warnings += self._warnings(name, figure)
        return Outcome(facts.member, facts.kind, Verdict.ASSESSED, quote.amount, basis, tuple(warnings))

    def _warnings(self, name: str, figure: Figure) -> list[str]:
        """What an officer should know of the member's own figure."""
        found = []
        if self.year - figure.year > self.figure_years:
            found.append(f"old_{name}")
        if figure.origin.get("year_basis") == "assumed":
            found.append("assumed_year")
        if figure.origin.get("quality") == "C":
            found.append("quality_c")
        return found


VALUE = {POPULATION: "population", GDP: "gdp_per_capita", EMPLOYEES: "employees"}
"""What `Tables.quote` calls the figures, and the explanation their values."""


def requote(tables: Tables, basis: Mapping):
    """The quotation that the figures of a stored explanation give by `tables` (A8)."""
    return tables.quote(basis["kind"], **{name: basis.get(name) for name in VALUE.values()})
