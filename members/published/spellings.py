"""Under which keys a name is found, and how surely: from the very name on that day to the same sound in another script.

Whoever only *looks* alike is never found here: members.published.similar offers it, and an officer chooses.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from members.published.codes import Code, Role
from members.published.entries import Body, Entry, Name
from members.search import Spelling
from members.spelling import sound

Key = tuple


class Step(IntEnum):
    """The ways in which a name is found, the surest first."""

    OFFICIAL = 1
    RECORDED = 2
    SCRIPT = 3
    WORDS = 4
    SOUND = 5


LIKENESS = {Step.OFFICIAL: 1.0, Step.RECORDED: 1.0, Step.SCRIPT: 0.99, Step.WORDS: 0.97, Step.SOUND: 0.94}
"""As members.search.likeness has them. What is below the last is not sure."""
EXACT = (Step.OFFICIAL, Step.RECORDED)
LOOSE = (Step.WORDS, Step.SOUND)
"""Steps that the country, the kind and the level of government must not speak against."""
SHORTEST_SOUND = 4
"""Letters below which the same sound tells nobody apart."""

_LEVELS = {
    "city": "city municipality municipal metropolitan town ville kota lungsod belediyesi buyuksehir",
    "province": "province provinsi provincial",
    "state": "state",
    "prefecture": "prefecture",
    "region": "region regional",
    "governorate": "governorate",
    "county": "county",
    "district": "district",
    "locality": "locality local lga",
}
LEVELS = {word: level for level, words in _LEVELS.items() for word in words.split()}
KOREAN_CITY = ("특별자치시", "특별시", "광역시", "시")
KOREAN_LEVELS = {
    **dict.fromkeys(KOREAN_CITY, "city"),
    **{"특별자치도": "province", "도": "province", "군": "county", "구": "district", "주": "state"},
}


def levels(spelling: Spelling) -> frozenset[str]:
    """The levels of government that a name names: a state and the city in it are two bodies (R26)."""
    found = {LEVELS[word] for word in spelling.words if word in LEVELS}
    ending = _ending(spelling.folded, KOREAN_LEVELS)
    return frozenset(found | {KOREAN_LEVELS[ending]} if ending else found)


def _ending(folded: str, endings: Iterable[str]) -> str:
    """The Korean word for a kind of body at the end of a name of at least two other syllables."""
    if folded.isascii():
        return ""
    return next((one for one in endings if folded.endswith(one) and len(folded) > len(one) + 1), "")


def _plain(spelling: Spelling) -> Iterator[Key]:
    """The name without the words for its kind of body, in any order."""
    yield "core", *sorted(spelling.core)
    if ending := _ending(spelling.folded, KOREAN_CITY):
        yield "bare", spelling.folded.removesuffix(ending)
    else:
        yield "bare", spelling.folded


def _outside_brackets(text: str) -> Spelling | None:
    """“Name” of “Name (Abbreviation)”."""
    before, bracket, _after = text.partition("(")
    return Spelling.of(before) if bracket and before.strip() else None


def _sounds(spelling: Spelling) -> Iterator[str]:
    for heard in {spelling.sound, sound(spelling.romanized)}:
        if len(heard) >= SHORTEST_SOUND and not set(heard).isdisjoint("aeiou"):
            yield heard


def keys_of_name(name: Name) -> Iterator[tuple[Step, Key]]:
    """The keys under which a name on record is found."""
    spelling = name.spelling
    if spelling.folded:
        if name.current:
            yield Step.OFFICIAL, (spelling.folded,)
        yield Step.RECORDED, (spelling.folded,)
    if not spelling.romanized:
        return
    yield Step.SCRIPT, (spelling.romanized.replace(" ", ""),)
    for key in _plain(spelling):
        yield Step.WORDS, key
    if outside := _outside_brackets(name.text):
        for key in _plain(outside):
            yield Step.WORDS, ("outside", *key)
    for heard in _sounds(spelling):
        yield Step.SOUND, (spelling.latin, heard)


def keys_of_query(step: Step, text: str, spelling: Spelling) -> Iterator[Key]:
    """The keys under which a name of the list is looked up. Of two names with brackets the whole must be equal."""
    if not spelling.folded or not spelling.romanized:
        return
    match step:
        case Step.OFFICIAL | Step.RECORDED:
            yield (spelling.folded,)
        case Step.SCRIPT:
            yield (spelling.romanized.replace(" ", ""),)
        case Step.WORDS:
            yield from _plain(spelling)
            if outside := _outside_brackets(text):
                yield from _plain(outside)
            else:
                yield from (("outside", *key) for key in _plain(spelling))
        case Step.SOUND:
            yield from ((not spelling.latin, heard) for heard in _sounds(spelling))


@dataclass(frozen=True)
class Hit:
    """A name of a member that was found for a row."""

    body: Body
    name: Name
    step: Step

    @property
    def code(self) -> Code:
        if self.step in EXACT:
            return Code.OFFICIAL if self.name.current else Code.ALIAS if self.name.alias else Code.OTHER_DAY
        return Code[self.step.name]

    @property
    def likeness(self) -> float:
        return LIKENESS[self.step]


class Names:
    """The names of `bodies` by their keys."""

    def __init__(self, bodies: Iterable[Body]):
        self.by_key: dict[tuple[Step, Key], dict[Body, Name]] = {}
        self.levels: dict[Body, frozenset[str]] = {}
        for body in bodies:
            official = [levels(name.spelling) for name in body.names if name.current]
            self.levels[body] = frozenset().union(*official)
            for name in sorted(body.names, key=lambda name: (name.alias, not name.current)):
                for key in keys_of_name(name):
                    self.by_key.setdefault(key, {}).setdefault(body, name)

    def find(self, step: Step, entry: Entry) -> list[Hit]:
        """Whom the names of the row may mean at this step, each once, in the order of their numbers."""
        found: dict[Body, Name] = {}
        for text, spelling in entry.spellings:
            for key in keys_of_query(step, text, spelling):
                for body, name in self.by_key.get((step, key), {}).items():
                    if body not in found and self._fits(step, entry, spelling, body):
                        found[body] = name
        return [Hit(body, name, step) for body, name in sorted(found.items(), key=lambda hit: hit[0].number)]

    def _fits(self, step: Step, entry: Entry, spelling: Spelling, body: Body) -> bool:
        against = entry.conflicts(Role.COUNTRY, body.country) + entry.conflicts(Role.KIND, body.kind)
        if step not in LOOSE:
            return against < 2
        if against or (step == Step.SOUND and not _corroborated(entry, body)):
            return False
        named = levels(spelling)
        return not (named and named.isdisjoint(self.levels[body] or {"city"}))


def _corroborated(entry: Entry, body: Body) -> bool:
    """Sound alone is no proof (Bari and Paris are one in Hangul): the country or the number has to say so too."""
    return entry.agrees(Role.COUNTRY, body.country) or entry.agrees(Role.NUMBER, body.number)


def exact_names(entry: Entry) -> Iterator[str]:
    """The names of the row as they are compared letter by letter."""
    return (spelling.folded for _text, spelling in entry.spellings if spelling.folded)
