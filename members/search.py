"""Members by any spelling of their name in any script, or by number (R27).

The keys of a query (members.spelling.search_keys) bring the names that share most of them; Python
then ranks those by likeness. Both steps are the same on every database, and so is the order.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db import connections
from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from rapidfuzz.distance import OSA

from members.models import Member, MemberName, RecordMerge
from members.models.names import NameKey
from members.spelling import core, fold, jamo, romanize, search_keys, skeleton, sound

LONGEST_QUERY = 200
KEYS_AT_MOST = 32
COMMON = 3000
"""Names read per key. A key of more names brings that many, at half its weight rounded down."""
CANDIDATES = 300
FLOOR = 0.59
"""Likeness below which a member is not found."""

_NUMBER = re.compile(r"(?:no|nr|member|회원|제|번호|\W)*(\d{1,9})\W*(?:번|호)?", re.IGNORECASE)


@dataclass(frozen=True)
class Spelling:
    """A name in the forms that are compared; `romanized` keeps its words apart."""

    folded: str
    romanized: str

    @classmethod
    def of(cls, text: str) -> "Spelling":
        return cls(fold(text), romanize(text))

    @cached_property
    def words(self) -> list[str]:
        return self.romanized.split()

    @cached_property
    def core(self) -> list[str]:
        return core(self.words)

    @cached_property
    def plain(self) -> str:
        return "".join(self.core)

    @cached_property
    def sound(self) -> str:
        return sound(self.plain)

    @cached_property
    def skeleton(self) -> str:
        return skeleton(self.plain)

    @cached_property
    def jamo(self) -> str:
        return jamo(self.folded)

    @cached_property
    def latin(self) -> bool:
        return self.folded.isascii()


def likeness(query: Spelling, name: Spelling) -> float:
    """How much of `query` is in `name`, 0 to 1: 1 the same, 0.97 up the same in another script or order,
    0.9 up its beginning, 0.8 up a part of it, below that similar."""
    if query.folded and query.folded == name.folded:
        return 1.0
    if query.romanized.replace(" ", "") == name.romanized.replace(" ", ""):
        return 0.99
    if sorted(query.core) == sorted(name.core):
        return 0.97 + 0.01 * _shared(query.words, name.words)
    if query.latin != name.latin:
        return _across_scripts(query, name)
    return _part(query, name) or 0.8 * _similarity(query, name)


def _across_scripts(query: Spelling, name: Spelling) -> float:
    """By sound alone: typed Hangul finds a name of which only the Latin spelling is recorded."""
    if _has_vowel(query.sound) and query.sound in (name.sound, sound(name.romanized)):
        return 0.94
    if len(query.sound) > 2 and name.sound.startswith(query.sound):
        return 0.62 + 0.1 * len(query.sound) / len(name.sound)
    same_consonants = len(query.skeleton) > 3 and query.skeleton == name.skeleton
    return max(0.6 * same_consonants, 0.8 * _similarity(query, name))


def _has_vowel(sound: str) -> bool:
    return not set(sound).isdisjoint("aeiou")


def _shared(some: list[str], others: list[str]) -> float:
    return len(set(some) & set(others)) / len(set(some) | set(others))


def _part(query: Spelling, name: Spelling) -> float:
    """0.8 and more where `query` is a part of `name` as it is typed, else 0. In Hangul 바 begins 방콕."""
    covered = len(query.jamo) / max(1, len(name.jamo))
    if query.jamo and name.jamo.startswith(query.jamo):
        return 0.9 + 0.03 * covered
    if query.words and all(any(word.startswith(part) for word in name.words) for part in query.words):
        return 0.85 + 0.03 * min(1.0, covered)
    if len(query.jamo) > 3 and query.folded in name.folded:
        return 0.8 + 0.03 * covered
    return 0.0


def _similarity(query: Spelling, name: Spelling) -> float:
    """The best of the letters, the sounds, the Hangul letters and the words one by one."""
    heard = 0.95 * OSA.normalized_similarity(query.sound, name.sound) if _has_vowel(query.sound) else 0.0
    alike = max(heard, OSA.normalized_similarity(query.plain, name.plain), _word_by_word(query.core, name.core))
    if query.latin or name.latin:
        return alike
    return max(alike, OSA.normalized_similarity(query.jamo, name.jamo))


def _word_by_word(query: list[str], name: list[str]) -> float:
    """Each word of the query against the nearest word of the name or its beginning; long words count more."""
    if not name:
        return 0.0
    total = sum(len(word) * max(_word(word, other) for other in name) for word in query)
    return 0.95 * total / max(1, sum(map(len, query)))


def _word(word: str, other: str) -> float:
    begun = 0.95 * OSA.normalized_similarity(word, other[: len(word)]) if len(word) > 4 else 0.0
    return max(begun, OSA.normalized_similarity(word, other))


def find_members(query: str, members: QuerySet[Member] | None = None, limit: int | None = None) -> QuerySet[Member]:
    """Those of `members` (default all) with a spelling like `query` or with its number, the likest first; by the
    number of a record that was merged also the one that is kept.

    Annotates `rank`, 0 to 1. An empty query finds all; one without a likeness finds none.
    """
    members = Member.objects.all() if members is None else members
    query = unicodedata.normalize("NFKC", query[:LONGEST_QUERY])[:LONGEST_QUERY].strip()
    if not query:
        return members.annotate(rank=Value(1.0, FloatField())).order_by("number")[:limit]
    number = _NUMBER.fullmatch(query)
    hits = sorted(_rank(query, members.db).items(), key=lambda hit: -hit[1])
    found = Q(pk__in=[pk for pk, _rank in hits])
    whens = [When(pk__in=[pk for pk, _ in same], then=Value(rank)) for rank, same in groupby(hits, lambda hit: hit[1])]
    if number:
        numbered = Q(number=int(number[1])) | Q(pk__in=_kept_for(int(number[1])))
        found |= numbered
        whens.insert(0, When(numbered, then=Value(1.0)))
    if not whens:
        return members.annotate(rank=Value(0.0, FloatField())).none()
    rank = Case(*whens, default=Value(0.0), output_field=FloatField())
    return members.filter(found).annotate(rank=rank).order_by("-rank", "number")[:limit]


def _kept_for(number: int) -> QuerySet:
    """The record into which the one of this number was merged."""
    return RecordMerge.objects.standing().filter(duplicate__number=number).values("kept")


def _rank(query: str, using: str) -> dict[int, float]:
    """Likeness of each member's best spelling, of those at least FLOOR. An alias yields to an official name."""
    asked = Spelling.of(query)
    best: dict[int, float] = {}
    for member, folded, romanized, alias in _candidates(query, using):
        rank = round(likeness(asked, Spelling(folded, romanized)), 4) - 0.00001 * bool(alias)
        if rank >= FLOOR:
            best[member] = max(rank, best.get(member, 0.0))
    return best


def _candidates(query: str, using: str) -> list[tuple[int, str, str, bool]]:
    """(member, folded, romanized, alias) of at most CANDIDATES names, by the weight of the keys they share.

    The work is bounded by KEYS_AT_MOST x COMMON index entries, however many names there are.
    """
    keys = sorted(search_keys(query).items(), key=lambda key: (-key[1], key[0]))[:KEYS_AT_MOST]
    if not keys:
        return []
    key_table, name_table = NameKey._meta.db_table, MemberName._meta.db_table
    shared = f"""
        SELECT name_id, CAST(%s AS INTEGER) / CASE WHEN COUNT(*) OVER () > {COMMON} THEN 2 ELSE 1 END AS weight
        FROM (SELECT name_id FROM {key_table} WHERE key = %s ORDER BY name_id LIMIT {COMMON + 1}) names
    """
    sql = f"""
        SELECT name.member_id, name.folded, name.romanized, name.alias
        FROM (
            SELECT name_id FROM ({" UNION ALL ".join([shared] * len(keys))}) hits
            GROUP BY name_id ORDER BY SUM(weight) DESC, name_id LIMIT {CANDIDATES}
        ) best
        JOIN {name_table} name ON name.id = best.name_id
    """
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [value for key, weight in keys for value in (weight, key)])
        return cursor.fetchall()
