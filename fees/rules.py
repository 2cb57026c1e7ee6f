"""What a year's dues are (R10, R11, R14, R15). Pure: standard library only, no clock, no database.

Bands are given by their lower bounds alone and reach up to the next one: `lower <= value < next lower`.
Gaps and overlaps cannot be written down.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from fees.explaining import SharedDict, SharedList

LARGEST = 10**15
"""No figure of persons or of dollars per head reaches it; what does is no figure."""

_NUMBER = re.compile(r"[+-]?([0-9]{1,99}(\.[0-9]{0,99})?|\.[0-9]{1,99})([eE][+-]?[0-9]{1,3})?", re.ASCII)


class NotQuotableError(ValueError):
    """A figure that no amount can be computed from; `code` says which and why."""

    def __init__(self, code: str, given: object = None):
        super().__init__(code)
        self.code = code
        self.given = given


@dataclass(frozen=True)
class Bands:
    """Half-open bands by their lower bounds, rising from 0; the last has no upper bound."""

    lowers: tuple[int, ...]

    def __post_init__(self):
        if not self.lowers or self.lowers[0] != 0:
            raise ValueError("the first band starts at 0")
        if any(lower >= upper for lower, upper in pairwise(self.lowers)):
            raise ValueError("lower bounds rise")

    def __len__(self) -> int:
        return len(self.lowers)

    def place(self, value: int | Decimal) -> int:
        """Place of the band that holds `value`, counted from 0."""
        return bisect_right(self.lowers, value) - 1

    def edges(self, place: int) -> tuple[int, int | None]:
        """Lower bound and the bound that the band stays below (None: none)."""
        upper = self.lowers[place + 1] if place + 1 < len(self.lowers) else None
        return self.lowers[place], upper

    @cached_property
    def said(self) -> list[SharedList]:
        """How an explanation names each band: its edges."""
        return [SharedList(self.edges(place)) for place in range(len(self))]


@dataclass(slots=True)
class Quote:
    """An amount in USD and what it follows from: the figures, their bands, the cell of the table."""

    amount: Decimal
    basis: dict = field(default_factory=dict)


@dataclass(frozen=True)
class CityMatrix:
    """Cities: a row for each GDP band, in it an amount in USD for each population band."""

    population: Bands
    gdp: Bands
    cells: tuple[tuple[Decimal, ...], ...]

    def __post_init__(self):
        if len(self.cells) != len(self.gdp) or any(len(row) != len(self.population) for row in self.cells):
            raise ValueError("an amount for each GDP band and population band")

    def quote(self, population: object, gdp_per_capita: object) -> Quote:
        """Dues of a city of `population` persons in an economy of `gdp_per_capita` (PPP, current
        international $ per head). NotQuotableError for a figure that is missing or not a valid number."""
        persons = whole_persons(population, "population", least=1)
        dollars = positive_number(gdp_per_capita, "gdp")
        row, column = self.gdp.place(dollars), self.population.place(persons)
        return Quote(
            self.cells[row][column],
            {
                "kind": "city",
                "population": persons,
                "population_band": self.population.said[column],
                "gdp_per_capita": f"{dollars:f}",
                "gdp_band": self.gdp.said[row],
                "cell": self._said[row][column],
            },
        )

    @cached_property
    def _said(self) -> list[list[SharedDict]]:
        """How an explanation names each cell."""
        columns = range(1, len(self.population) + 1)
        return [[SharedDict(row=row, column=column) for column in columns] for row in range(1, len(self.gdp) + 1)]

    def with_bands(self, population: Bands, gdp: Bands) -> "CityMatrix":
        """The matrix over other bands: each takes the amounts of the band in which its lower bound lay."""
        columns = [self.population.place(lower) for lower in population.lowers]
        rows = [self.cells[self.gdp.place(lower)] for lower in gdp.lowers]
        return CityMatrix(population, gdp, tuple(tuple(row[column] for column in columns) for row in rows))


@dataclass(frozen=True)
class EmployeeScale:
    """Companies: an amount in USD for each band of employees."""

    employees: Bands
    amounts: tuple[Decimal, ...]

    def __post_init__(self):
        if len(self.amounts) != len(self.employees):
            raise ValueError("an amount for each band of employees")

    def quote(self, employees: object) -> Quote:
        """Dues of a company with `employees` persons; 0 is a valid number (R15)."""
        persons = whole_persons(employees, "employees", least=0)
        place = self.employees.place(persons)
        return Quote(
            self.amounts[place],
            {
                "kind": "company",
                "employees": persons,
                "employee_band": self.employees.said[place],
                "cell": {"row": place + 1},
            },
        )

    def with_bands(self, employees: Bands) -> "EmployeeScale":
        """The scale over other bands: each takes the amount of the band in which its lower bound lay."""
        return EmployeeScale(employees, tuple(self.amounts[self.employees.place(lower)] for lower in employees.lowers))


@dataclass(frozen=True)
class Flat:
    """One amount in USD for every member of a kind."""

    kind: str
    amount: Decimal

    def quote(self) -> Quote:
        return Quote(self.amount, {"kind": self.kind})


@dataclass(frozen=True)
class Tables:
    """What one schedule says for each kind of member; None and absent kinds have no table (R16)."""

    city: CityMatrix | None = None
    company: EmployeeScale | None = None
    flat: dict[str, Flat] = field(default_factory=dict)

    def has_table(self, kind: str) -> bool:
        """Whether members of a kind are assessed at all (R16)."""
        return bool((kind == "city" and self.city) or (kind == "company" and self.company) or kind in self.flat)

    def asks(self, kind: str) -> tuple[str, ...]:
        """The figures that the table of a kind asks for: population and gdp, employees, or none."""
        if kind == "city" and self.city:
            return ("population", "gdp")
        return ("employees",) if kind == "company" and self.company else ()

    def quote(
        self, kind: str, *, population: object = None, gdp_per_capita: object = None, employees: object = None
    ) -> Quote:
        """Dues of a member of a kind; only the figures that its table asks for are looked at.

        NotQuotableError with the code `no_table` for a kind without one.
        """
        if kind == "city" and self.city:
            return self.city.quote(population, gdp_per_capita)
        if kind == "company" and self.company:
            return self.company.quote(employees)
        if kind in self.flat:
            return self.flat[kind].quote()
        raise NotQuotableError("no_table", kind)


def whole_persons(given: object, name: str, *, least: int) -> int:
    """A number of persons; codes `<name>_missing`, `_not_a_number`, `_negative`, `_fractional`, `_zero`."""
    if type(given) is int and least <= given < LARGEST:
        return given
    number = _number(given, name)
    if number < 0:
        raise NotQuotableError(f"{name}_negative", given)
    if number != number.to_integral_value():
        raise NotQuotableError(f"{name}_fractional", given)
    if number < least:
        raise NotQuotableError(f"{name}_zero", given)
    return int(number)


def positive_number(given: object, name: str) -> Decimal:
    """A number above 0, exactly as given: 19,999.6 is below 20,000 (R11)."""
    number = _number(given, name)
    if number <= 0:
        raise NotQuotableError(f"{name}_not_positive", given)
    return number


def _number(given: object, name: str) -> Decimal:
    if isinstance(given, Decimal):
        number = given
    else:
        text = "" if given is None else str(given).strip()
        if not text:
            raise NotQuotableError(f"{name}_missing")
        number = Decimal(text) if _NUMBER.fullmatch(text) else Decimal("NaN")
    if not number.is_finite() or abs(number) >= LARGEST:
        raise NotQuotableError(f"{name}_not_a_number", given)
    return number


def equal_neighbours(cells: Sequence[Sequence[Decimal]]) -> set[tuple[int, int]]:
    """(row, column) of cells with the amount of the cell to their left or above them: information for the
    reader, not an error (R14)."""
    return {
        (row, column)
        for row, amounts in enumerate(cells)
        for column, amount in enumerate(amounts)
        if (column and amounts[column - 1] == amount) or (row and cells[row - 1][column] == amount)
    }
