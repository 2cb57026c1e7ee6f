"""Rows and members for the pure comparison, without a database."""

from datetime import date

from members.published.entries import Body, Entry, Name, Said
from members.published.matching import match
from members.search import Spelling

DAY = date(2019, 12, 31)


def name(text: str, **marks) -> Name:
    return Name(text, Spelling.of(text), **marks)


def body(number: int, *official: str, aliases=(), former_names=(), **facts) -> Body:
    """A full member city of Korea since 2015, whose key is its number and a hundred."""
    names = [
        *(name(text, current=True) for text in official),
        *(name(text) for text in former_names),
        *(name(text, alias=True) for text in aliases),
    ]
    given = {
        **{"kind": "city", "country": "KOR", "capital": False, "status": "full", "ground": "approval"},
        **{"since": date(2016, 5, 1), "joined": date(2015, 3, 2)},
        **facts,
    }
    return Body(number + 100, number, names=tuple(names), name_en=official[0] if official else "", **given)


def left(number: int, *official: str, **facts) -> Body:
    """A former member."""
    return body(number, *official, **{"status": "former", "ground": "withdrawn", "joined": None, **facts})


def entry(row: int, *names: str, **said) -> Entry:
    """A row; `country="KOR"` says so, `country=None` says something that nobody can read."""
    cells = {role: Said("?") if value is None else Said(str(value), frozenset({value})) for role, value in said.items()}
    return Entry(row, names, cells)


def compared(entries, bodies, choices=None) -> list[tuple]:
    """(key of the line, group, reason, number of its member) of every line."""
    return [
        (one.key, one.group.value, one.code.value, one.body and one.body.number)
        for one in match(entries, bodies, choices)
    ]


def one(entry_: Entry, *bodies: Body):
    """What came out for a single row."""
    return match([entry_], bodies)[0]
