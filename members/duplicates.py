"""Members that are likely on record twice, over scripts and spellings. Reads only.

Members of one kind and country are compared where their names share something (`_keys`): never all with all. So the
work grows with the register, not with its square. What an officer found to be two members, or what lies within each
other (R26), is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from members.models import City, Member, MemberName, NotDuplicate, RecordMerge
from members.spelling import GENERIC, fold, romanize, sound

AT_MOST = 40
"""Members that share a key and are compared: what more of them share tells nobody apart."""
ALIKE = 0.86
"""Likeness of the letters from which on two spellings may be one name."""
ENCLOSED = ("state", "province", "locality", "county", "district", "region", "governorate", "prefecture", "sub", "lga")
LEVELS = frozenset((*ENCLOSED, "local", "provinsi", "kota"))
"""Words that tell a city from the state around it: names that differ by them are more likely two members."""
KOREAN_CITY = ("특별자치시", "특별시", "광역시", "시")


@dataclass(frozen=True)
class Reason:
    """Why two records are held to be one body, and how likely that makes it (0 to 1)."""

    score: float
    words: object  # translated where it is shown


SAME_NAME = Reason(1.0, _("the same name"))
SAME_CORE = Reason(0.95, _("the same name but for the word for its kind of body"))
SAME_SOUND = Reason(0.9, _("the same name in another script or transliteration, by its sound"))
SAME_ALIAS = Reason(0.7, _("a further spelling in common"))
SAME_SITE = Reason(0.6, _("the same website"))
OTHER_LEVEL = Reason(0.4, _("the same name at another level of government: more likely two members"))
SIMILAR = _("a similar spelling")
MORE_FOR_SITE = 0.05


@dataclass(frozen=True, eq=False)
class Name:
    """A spelling in the forms that are compared: without what stands in brackets and without generic words."""

    bare: str
    plain: str
    sound: str
    levels: frozenset[str]
    latin: bool

    @classmethod
    @lru_cache(maxsize=50_000)
    def of(cls, text: str) -> "Name":
        text = text.partition("(")[0].strip() or text
        words = romanize(text).split()
        plain = "".join([word for word in words if word not in GENERIC] or words)
        bare = _without_city(fold(text))
        return cls(bare, plain, sound(plain), LEVELS.intersection(words), bare.isascii())


def _without_city(folded: str) -> str:
    ending = next((one for one in KOREAN_CITY if folded.endswith(one) and len(folded) > len(one) + 1), "")
    return folded.removesuffix(ending)


Names = dict[Name, bool]
"""The spellings of a member; whether each is no more than an alias."""


@dataclass(frozen=True)
class Pair:
    """Two members, by their keys, the lower first."""

    first: int
    second: int
    score: float
    reasons: tuple

    @property
    def members(self) -> tuple[int, int]:
        return self.first, self.second


def likely_pairs(members: QuerySet[Member] | None = None) -> list[Pair]:
    """Pairs of the members (default: all) that may be one body, the likeliest first. Five queries."""
    members = Member.objects.all() if members is None else members
    records = members.exclude(pk__in=RecordMerge.objects.standing().values("duplicate"))
    groups = {pk: (kind, country) for pk, kind, country in records.values_list("pk", "kind", "country_id")}
    sites = _sites(records)
    names: dict[int, Names] = defaultdict(dict)
    for member, text, alias in MemberName.objects.order_by("alias").values_list("member_id", "text", "alias"):
        if member in groups:
            names[member].setdefault(Name.of(text), alias)
    known = _known_to_be_two()
    pairs = [
        pair
        for first, second in _candidates(groups, names, sites)
        if (first, second) not in known and (pair := _judge(first, second, names, sites))
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.members))


def _sites(records: QuerySet[Member]) -> dict[int, str]:
    """By member the name of the host of its website."""
    rows = records.exclude(website="").values_list("pk", "website")
    hosts = ((pk, (urlsplit(url).hostname or "").removeprefix("www.")) for pk, url in rows)
    return {pk: host for pk, host in hosts if host}


def _known_to_be_two() -> set[tuple[int, int]]:
    """Pairs that an officer looked at, and pairs of which one lies within the other."""
    seen = set(NotDuplicate.objects.values_list("first_id", "second_id"))
    within = City.objects.exclude(lies_within=None).values_list("member_id", "lies_within_id")
    return seen | {(min(pair), max(pair)) for pair in within}


def _candidates(groups: dict, names: dict[int, Names], sites: dict[int, str]) -> Iterable[tuple[int, int]]:
    """Pairs of one kind and country that share a key of a name or a website, each once."""
    sharing: dict[tuple, set[int]] = defaultdict(set)
    for member, group in groups.items():
        for name in names[member]:
            for key in _keys(name):
                sharing[group, key].add(member)
        if member in sites:
            sharing[group, "@" + sites[member]].add(member)
    return {pair for keyed in sharing.values() if len(keyed) <= AT_MOST for pair in combinations(sorted(keyed), 2)}


def _keys(name: Name) -> Iterator[str]:
    """What two spellings of one name have in common: the name, its sound, its beginning or its end."""
    yield "=" + name.bare
    yield "=" + name.plain
    yield "~" + name.sound
    if len(name.plain) > 4:
        yield "^" + name.plain[:4]
        yield "$" + name.plain[-4:]


def _judge(first: int, second: int, names: dict[int, Names], sites: dict[int, str]) -> Pair | None:
    reasons = [
        SAME_ALIAS if is_alias and is_other_alias and reason.score > SAME_ALIAS.score else reason
        for one, is_alias in names[first].items()
        for other, is_other_alias in names[second].items()
        if (reason := _compare(one, other))
    ]
    best = max(reasons, key=lambda reason: reason.score, default=None)
    same_site = first in sites and sites[first] == sites.get(second)
    if _differ_in_level(names[first], names[second]) and best and best.score > OTHER_LEVEL.score:
        best = OTHER_LEVEL
    if best is None:
        return Pair(first, second, SAME_SITE.score, (SAME_SITE.words,)) if same_site else None
    if not same_site:
        return Pair(first, second, best.score, (best.words,))
    return Pair(first, second, min(1.0, best.score + MORE_FOR_SITE), (best.words, SAME_SITE.words))


def _differ_in_level(some: Names, others: Names) -> bool:
    """One is called a state or a locality by some name of its own, the other is not, or is called another."""
    levels = [frozenset().union(*(name.levels for name in names)) for names in (some, others)]
    return levels[0] != levels[1]


def _compare(one: Name, other: Name) -> Reason | None:
    if one.bare == other.bare:
        return SAME_NAME
    if one.plain == other.plain:
        return SAME_CORE
    if one.sound == other.sound and len(one.sound) > 3:
        return SAME_SOUND
    if one.latin != other.latin:
        return None
    likeness = OSA.normalized_similarity(one.plain, other.plain, score_cutoff=ALIKE)
    return Reason(round(0.85 * likeness, 3), SIMILAR) if likeness else None
