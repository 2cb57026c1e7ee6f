"""What is compared: a row of the list as it is read, a member as the register has it on the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from members.lifecycle import MEMBERSHIP
from members.published.codes import Role
from members.search import Spelling


@dataclass(frozen=True)
class Said:
    """A cell with something in it: its text, and the values that this may mean; none where it cannot be read."""

    text: str
    values: frozenset = frozenset()


@dataclass(frozen=True, eq=False)
class Entry:
    """A row of the list. `row` is its number in the spreadsheet; `said` holds the cells that are not blank."""

    row: int
    names: tuple[str, ...]
    said: Mapping[str, Said]

    @cached_property
    def spellings(self) -> tuple[tuple[str, Spelling], ...]:
        return tuple((name, Spelling.of(name)) for name in self.names)

    def agrees(self, role: Role, held) -> bool:
        """Whether the row says of the member what the register holds."""
        said = self.said.get(role)
        return said is not None and held in said.values

    def conflicts(self, role: Role, held) -> bool:
        """Whether the row says something else. What it leaves out, or what cannot be read, is no conflict."""
        said = self.said.get(role)
        return said is not None and bool(said.values) and held not in said.values


@dataclass(frozen=True, eq=False)
class Name:
    """A spelling on record of a member; `current`: the official name on the day."""

    text: str
    spelling: Spelling
    alias: bool = False
    current: bool = False


@dataclass(frozen=True, eq=False)
class Body:
    """A member on record with its standing on the day (`status` None: none yet).

    `joined` is the first day of the membership that lasts on the day, `later` the first day after it on which the
    body becomes a member.
    """

    key: int
    number: int
    kind: str
    country: str
    names: tuple[Name, ...]
    name_en: str = ""
    name_ko: str = ""
    capital: bool | None = None
    status: str | None = None
    since: date | None = None
    ground: str = ""
    provisional: bool = False
    joined: date | None = None
    later: date | None = None

    @property
    def is_member(self) -> bool:
        return self.status in MEMBERSHIP


@dataclass(frozen=True)
class Choice:
    """What an officer said about a row; `member` is the key of a body."""

    verdict: str
    member: int | None = None
    by: str = ""
    at: str = ""
