"""A copy that follows the feed is the register, whatever happened in between."""

import random
from datetime import date, timedelta
from io import BytesIO
from urllib.error import HTTPError

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from members.lifecycle import Status
from members.models import Country, Language, Member, MemberFigure, MemberName, RecordMerge, StatusChange
from members.services.duplicates import merge_records, undo_merge
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from members.services.status import confirm_provisional, correct_status
from tests.factories import CountryFactory, approve, make_associate, make_opened, readmit
from tests.members.api.mirroring import Mirror, mirror

pytestmark = pytest.mark.django_db

FIRST = date(2019, 12, 31)
ACTS = 150
DOES = (
    *("join", "approve", "leave", "come_back", "rename", "respell", "forget", "facts", "move", "count", "confirm"),
    *("annul", "merge", "merge", "undo", "undo"),
)


class Office:
    """An officer who does one thing after the other at random, from a seed."""

    def __init__(self, seed: int, by):
        self.chance, self.by, self.done = random.Random(seed), by, []
        self.names = 0

    def day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(1, 2200))

    def member(self) -> Member:
        return self.chance.choice(list(Member.objects.order_by("pk")))

    def act(self) -> None:
        """Something that an officer can do; what the register refuses does nothing."""
        name = self.chance.choice(DOES)
        try:
            with transaction.atomic():
                getattr(self, name)()
        except ValidationError:
            return
        self.done.append(name)

    def join(self):
        country = self.chance.choice(list(Country.objects.all()))
        kind = self.chance.choice(["city", "city", "company", "institution"])
        make_associate(by=self.by, accepted_on=self.day(), country=country, kind=kind, name_en=f"Joined {self.new()}")

    def new(self) -> int:
        self.names += 1
        return self.names

    def approve(self):
        associates = list(Member.objects.associates(date(2026, 1, 1)).order_by("pk"))
        if associates:
            member = self.chance.choice(associates)
            approve(member, on=member.since + timedelta(days=self.chance.randrange(400)), by=self.by)

    def leave(self):
        day = self.day()
        withdraw_member(self.member(), notice_on=day, last_day=day, by=self.by)

    def come_back(self):
        former = list(Member.objects.with_status(date(2026, 1, 1)).filter(status=Status.FORMER).order_by("pk"))
        if former:
            readmit(self.chance.choice(former), on=date(2026, 1, 1), by=self.by)

    def rename(self):
        language = self.chance.choice([Language.EN, Language.KO, Language.LOCAL])
        rename_member(
            self.member(), language=language, name=f"New {self.new()}", valid_from=self.day(), by=self.by, reason="law"
        )

    def respell(self):
        name = self.chance.choice(list(MemberName.objects.filter(alias=False).order_by("pk")))
        name.text = f"{name.text[:150]} {self.new()}"
        name.save()

    def forget(self):
        names = list(MemberName.objects.filter(alias=False, valid_from__isnull=False).order_by("pk"))
        if names:
            self.chance.choice(names).delete()

    def facts(self):
        member = self.member()
        member.website = f"https://{self.new()}.example"
        member.country = self.chance.choice(list(Country.objects.all()))
        member.save()
        if member.kind == "city":
            member.city.capital = not member.city.capital
            member.city.save()

    def move(self):
        country = self.chance.choice(list(Country.objects.all()))
        country.region = self.chance.choice([one.region for one in Country.objects.select_related("region")])
        country.save()

    def count(self):
        member = self.member()
        facts = {"indicator": "population", "value": self.chance.randrange(1, 10**6), "source": "census"}
        MemberFigure(member=member, reference_year=self.chance.randrange(2010, 2020), **facts).save()

    def confirm(self):
        confirm_provisional(members=[self.member()], reason="minutes", by=self.by)

    def annul(self):
        rows = list(StatusChange.objects.known().order_by("pk"))
        correct_status(self.chance.choice(rows), status=Status.ANNULLED, reason="never", by=self.by)

    def merge(self):
        merge_records(self.member(), duplicate=self.member(), reason="one body", by=self.by)

    def undo(self):
        merges = list(RecordMerge.objects.standing().order_by("pk"))
        if merges:
            undo_merge(self.chance.choice(merges), reason="two after all", by=self.by)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_acts_the_copy_is_the_register(officer, seed):
    """Looked at in the middle too: a copy goes on from where it was."""
    for code, region in (("KOR", "asia"), ("FRA", "europe"), ("BRA", "americas"), ("NPL", "asia")):
        CountryFactory(iso3=code, iso2=code[:2], region__code=region)
    make_opened(*range(1, 9))
    office, often, once = Office(seed, officer), Mirror(), Mirror()

    for turn in range(ACTS):
        office.act()
        if turn % 10 == 0:
            often.sync()
    often.sync()
    once.sync()

    days = [FIRST + timedelta(days=one) for one in range(0, 2400, 300)]
    assert often.differences(*map(str, days)) == []
    assert often.seen == once.seen
    assert {"merge", "undo", "rename", "leave", "approve", "annul", "join"} <= set(office.done)
    assert len(office.done) > ACTS // 2


def test_what_a_later_release_adds_is_passed_over():
    copy = mirror.open_copy(":memory:")
    data = {"number": 1, "kind": "city", "country": "KOR", "website": "", "later": "x"}
    mirror.apply(copy, {"event": "member.recorded", "id": "mem_1", "member": "mem_1", "data": data})
    mirror.apply(copy, {"event": "seal.recorded", "id": "sea_1", "member": "mem_1", "data": {"later": "x"}})

    assert copy.execute("SELECT id, number, kind FROM member").fetchall() == [("mem_1", 1, "city")]


@pytest.mark.parametrize("status", [429, 409])
def test_the_example_waits_when_it_is_told_to(monkeypatch, status):
    waited = []
    answers = [HTTPError("", status, "", {"Retry-After": "7"}, None), BytesIO(b'{"results": []}')]

    def answer(request, timeout):
        now = answers.pop(0)
        if isinstance(now, HTTPError):
            raise now
        return now

    monkeypatch.setattr(mirror.urllib.request, "urlopen", answer)
    monkeypatch.setattr(mirror.time, "sleep", waited.append)

    assert mirror.ask("http://x/", "wego_x") == {"results": []}
    assert waited == [7]
