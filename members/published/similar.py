"""What a name may mean that is on record in no spelling: by the likeness of the letters and of the sound.

Names that share the most of the keys of members.spelling.search_keys are compared one by one: the work grows with the
list and with the register, never with their product.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from members.published.codes import Role
from members.published.entries import Body, Entry, Name
from members.search import FLOOR, Spelling, likeness
from members.spelling import search_keys

COMMON = 1000
"""Names that share a key and are looked at: what more of them share tells nobody apart."""
COMPARED = 40
OFFERED = 5
WITHIN = 0.8
"""A name that is only a part of what the row says counts for less than the row as a part of the name."""
SHORTEST = 4
"""Latin letters, without generic words, below which a name is a part of anything."""
CLOSE = 0.8
"""Likeness below which a candidate of another country or kind is not offered."""


@dataclass(frozen=True)
class Candidate:
    """A member that a row may mean."""

    body: Body
    spelling: str
    likeness: float


class Similar:
    """The names of `bodies`, to be looked through for similar ones."""

    def __init__(self, bodies: Iterable[Body]):
        self.names: list[tuple[Body, Name]] = [(body, name) for body in bodies for name in body.names]
        sharing: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, (_body, name) in enumerate(self.names):
            for key, weight in search_keys(name.text).items():
                sharing[key].append((place, weight))
        self.sharing = {key: places for key, places in sharing.items() if len(places) <= COMMON}

    def candidates(self, entry: Entry) -> list[Candidate]:
        """The likeliest members, the likeliest first."""
        best: dict[Body, Candidate] = {}
        for text, spelling in entry.spellings:
            for body, name in self._near(text):
                like = round(max(likeness(spelling, name.spelling), _within(name.spelling, spelling)), 4)
                if like >= FLOOR and (body not in best or best[body].likeness < like):
                    best[body] = Candidate(body, name.text, like)
        found = [one for one in best.values() if one.likeness >= CLOSE or not _speaks_against(entry, one.body)]
        return sorted(found, key=lambda one: (-one.likeness, one.body.number))[:OFFERED]

    def _near(self, text: str) -> Iterable[tuple[Body, Name]]:
        weights: Counter[int] = Counter()
        for key in search_keys(text):
            places = self.sharing.get(key, ())
            for place, weight in places:
                weights[place] += weight / len(places)  # a key that few share tells more
        ranked = sorted(weights.items(), key=lambda hit: (-hit[1], hit[0]))
        return (self.names[place] for place, _weight in islice(ranked, COMPARED))


def _within(name: Spelling, listed: Spelling) -> float:
    """How much the row looks like the name where it says the whole of it and something more: “Kigali, Rwanda”."""
    said = name.plain in listed.plain or name.folded in listed.folded
    return WITHIN * likeness(name, listed) if said and len(name.plain) >= SHORTEST else 0.0


def _speaks_against(entry: Entry, body: Body) -> bool:
    return entry.conflicts(Role.COUNTRY, body.country) or entry.conflicts(Role.KIND, body.kind)
