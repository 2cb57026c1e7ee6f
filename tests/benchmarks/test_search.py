"""Search among 1,000,000 names: what it finds, and how long all but the slowest searches take."""

import random
import statistics
import time
from collections.abc import Iterator
from itertools import islice

import pytest
from django.db import connection

from members.models import Member, MemberName
from members.search import find_members
from tests.benchmarks.conftest import FIRST, MEMBERS, analyze

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

FEW, MANY = 10_000, 1_000_000
AT_ONCE = 50_000
SEARCHES = 200
PAGE = 25
BEGINNINGS = "bdghjkklmnnprsstvwyz"
VOWELS = ["a", "e", "i", "o", "u", "ai", "ao", "ou"]
ENDINGS = ["", "", "", "n", "ng", "r", "s", "l", "m", "t", "k"]


def made_up_names(chance: random.Random) -> Iterator[str]:
    """Names of one or two words, with as many letters as those of cities have; each once."""
    made = set()

    def word() -> str:
        parts = (BEGINNINGS, VOWELS, ENDINGS)
        return "".join(chance.choice(part) for _ in range(chance.choice([2, 3, 3])) for part in parts).title()

    while True:
        name = " ".join(word() for _ in range(chance.choice([1, 1, 2])))
        if name not in made:
            made.add(name)
            yield name


def write(texts: Iterator[str], names: range, members: list[int]) -> list[tuple[int, str]]:
    """One spelling more for one member after the other: (member, spelling) of each."""
    written = []
    for start in range(names.start, names.stop, AT_ONCE):
        places = range(start, min(start + AT_ONCE, names.stop))
        part = [
            MemberName(member_id=members[place % MEMBERS], language="local", text=text, alias=True)
            for place, text in zip(places, islice(texts, len(places)), strict=True)
        ]
        MemberName.objects.bulk_create(part, batch_size=5000)
        written += [(name.member_id, name.text) for name in part]
    analyze()
    return written


def search(known: list[tuple[int, str]], typed) -> tuple[float, float, int]:
    """Median and 95th percentile of the seconds that a search takes, and how many found whom they were for."""
    durations, found = [], 0
    for member, spelling in random.Random(2).sample(known, SEARCHES):
        start = time.perf_counter()
        page = list(find_members(typed(spelling), limit=PAGE))
        durations.append(time.perf_counter() - start)
        found += member in [one.pk for one in page]
    return statistics.median(durations), statistics.quantiles(durations, n=20)[-1], found


TYPED = {
    "the whole name": lambda name: name,
    "its first seven letters": lambda name: name[:7],
    "a letter left out": lambda name: name[:3] + name[4:],
}


def test_search_among_a_million_names(many_members, report, capsys):
    members = list(Member.objects.filter(number__gte=FIRST).order_by("number").values_list("pk", flat=True))
    texts = made_up_names(random.Random(1))
    known = write(texts, range(FEW), members)
    few = {way: search(known, typed) for way, typed in TYPED.items()}
    known += write(texts, range(FEW, MANY), members)

    for way, typed in TYPED.items():
        median, p95, found = search(known, typed)
        with capsys.disabled():
            print(
                f"\n[{connection.vendor}] {way}: median {median * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, found {found}"
            )
        report(f"p95 by {way} among {MANY:,} names against {FEW:,}", p95, few[way][1], at_most=10)
        assert found > SEARCHES / 2
