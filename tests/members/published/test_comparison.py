"""The register of a day as it is compared, when findings are old, and long lists in the hands of a worker."""

from datetime import date

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.jobs import compare_lists
from members.models import Country, ListComparison, MemberName
from members.published.codes import Verdict
from members.services import list_comparison
from members.services.duplicates import merge_records
from members.services.leaving import withdraw_member
from members.services.list_comparison import Register, is_current, refresh
from members.services.members import rename_member
from members.services.published import (
    Said,
    choose_members,
    compare_anew,
    count_groups,
    explain_findings,
    is_under_way,
    sign_off_list,
)
from tests.factories import approve, make_associate, make_former, make_full, make_opened, readmit
from tests.members.asking import refusal_of
from tests.members.published.lists import DAY, record, table
from wego.running import alive, run, take

pytestmark = pytest.mark.django_db


def body_of(member, day=DAY):
    return {body.key: body for body in Register.on(day).bodies}.get(member.pk)


def standing(member, day) -> tuple:
    body = body_of(member, day)
    return body.status, body.since, body.joined, body.later


# --- the register of a day -----------------------------------------------------------------------
def test_standing_is_that_of_the_day(officer):
    member = make_associate(by=officer, accepted_on=date(2019, 3, 20))
    approve(member, on=date(2019, 11, 8), by=officer)
    withdraw_member(member, notice_on=date(2020, 5, 1), last_day=date(2020, 6, 30), by=officer)
    readmit(member, on=date(2021, 2, 1), by=officer)

    assert standing(member, date(2019, 1, 1)) == (None, None, None, date(2019, 3, 20))
    assert standing(member, date(2019, 3, 20)) == ("associate", date(2019, 3, 20), date(2019, 3, 20), None)
    assert standing(member, date(2020, 6, 30)) == ("full", date(2019, 11, 8), date(2019, 3, 20), None)
    assert standing(member, date(2020, 7, 1)) == ("former", date(2020, 7, 1), None, None)
    assert standing(member, date(2022, 1, 1)) == ("associate", date(2021, 2, 1), date(2021, 2, 1), None)


def test_opened_members_are_provisional_and_of_no_stated_day(db):
    [member] = make_opened(7)

    assert (body_of(member).ground, body_of(member).provisional) == ("opening", True)


def test_names_of_the_day_are_told_from_those_of_other_days(officer):
    member = make_full(by=officer, name_en="Nur-Sultan", name_ko="누르술탄")
    rename_member(member, language="en", name="Astana", valid_from=date(2022, 9, 17), reason="decree", by=officer)
    MemberName.objects.create(member=member, language="en", text="Akmola", alias=True)

    marked = {
        day.year: {name.text: (name.current, name.alias) for name in body_of(member, day).names}
        for day in (DAY, date(2022, 12, 31))
    }

    assert marked == {
        2019: {
            "Nur-Sultan": (True, False),
            "Astana": (False, False),
            "누르술탄": (True, False),
            "Akmola": (False, True),
        },
        2022: {
            "Nur-Sultan": (False, False),
            "Astana": (True, False),
            "누르술탄": (True, False),
            "Akmola": (False, True),
        },
    }
    assert [body_of(member, day).name_en for day in (DAY, date(2022, 12, 31))] == ["Nur-Sultan", "Astana"]


def test_merged_duplicates_are_nobody(officer):
    kept, twice = (make_full(by=officer, name_en=name) for name in ("Suwon", "Suwon City"))
    merge_records(kept, duplicate=twice, reason="entered twice", by=officer)

    assert (body_of(twice), body_of(kept).status) == (None, "full")


def test_the_register_is_read_by_three_queries(officer, django_assert_num_queries):
    make_former(by=officer)
    with django_assert_num_queries(3):
        Register.on(DAY)
    for _turn in range(3):
        make_full(by=officer)

    with django_assert_num_queries(3):
        assert len(Register.on(DAY).bodies) == 4


# --- when findings are old -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        lambda towns, by: MemberName.objects.create(member=towns[1], language="en", text="x", alias=True),
        lambda towns, by: MemberName.objects.filter(member=towns[1]).first().delete(),
        lambda towns, by: towns[1].save(),
        lambda towns, by: towns[1].city.save(),
        lambda towns, by: Country.objects.get(pk="JPN").save(),
        lambda towns, by: make_associate(by=by),
        lambda towns, by: merge_records(towns[1], duplicate=towns[2], reason="x", by=by),
    ],
    ids=["name added", "name deleted", "member", "city", "country", "standing", "merge"],
)
def test_findings_are_old_when_the_register_changes(published, towns, officer, change):
    before = is_current(published)

    change(towns, officer)

    assert (before, is_current(published)) == (True, False)
    refresh(published)
    assert is_current(published)


def test_findings_are_old_when_the_way_of_comparing_changes(published, monkeypatch):
    monkeypatch.setattr(list_comparison, "VERSION", list_comparison.VERSION + 1)

    assert not is_current(published)


def test_comparing_asks_the_same_for_one_row_and_for_many(towns, officer, django_assert_num_queries):
    small, large = (record(table([[f"City {n}"] for n in range(count)], ["name"]), by=officer) for count in (1, 40))

    with django_assert_num_queries(QUERIES):
        list_comparison.compare(small)
    with django_assert_num_queries(QUERIES):
        list_comparison.compare(large)


QUERIES = 24  # state 8; register 3; list, rows, countries, choices, merges; lock, findings out and in, comparison


# --- in the hands of a worker ----------------------------------------------------------------------
@pytest.fixture
def long_lists(monkeypatch):
    """Every list is a long one."""
    monkeypatch.setattr(list_comparison, "QUICK", 0)


def work() -> None:
    with alive("test") as worker:
        while row := take(worker):
            run(row)


def state(published) -> tuple:
    comparison = ListComparison.objects.get(list=published)
    return is_under_way(comparison), comparison.done, comparison.total, bool(comparison.digest)


def test_a_long_list_waits_for_a_worker(long_lists, towns, officer):
    published = record(table([["Suwon"], ["Gimppo"]], ["name"]), by=officer)

    waiting, counted = state(published), count_groups(published)
    work()

    assert (waiting, counted["matched"]) == ((True, 0, 2, False), 0)
    assert state(published) == (False, 2, 2, True)
    assert (count_groups(published)["matched"], is_current(published)) == (1, True)


def test_a_worker_says_how_far_it_is(long_lists, towns, officer, monkeypatch):
    seen = []
    published = record(table([[f"Stranger {n}"] for n in range(250)], ["name"]), by=officer)
    keep = list_comparison._keep
    monkeypatch.setattr(list_comparison, "_keep", lambda *given: seen.append(state(published)) or keep(*given))

    work()

    assert seen == [(True, 200, 250, False)]


def test_a_long_list_is_asked_for_once(long_lists, towns, officer):
    published = record(table([["Suwon"]], ["name"]), by=officer)

    refusal = refusal_of(lambda: compare_anew(published))

    assert refusal.code == "under_way"
    assert DBTaskResult.objects.count() == 1


def test_choices_of_a_long_list_wait_together(long_lists, published, towns, officer):
    for row in (2, 3):
        choose_members(published, said=[Said(row, Verdict.NONE)], by=officer)
    waiting = DBTaskResult.objects.count()
    work()

    assert waiting == 1
    assert list(published.findings.filter(key__in=["r2", "r3"]).values_list("code", flat=True)) == ["none", "none"]


def test_nobody_explains_or_signs_what_is_old(published, towns, officer, monkeypatch):
    towns[1].save()
    monkeypatch.setattr(list_comparison, "QUICK", 0)
    monkeypatch.setattr("members.services.published.is_quick", list_comparison.is_quick)

    refused = [
        refusal_of(lambda: explain_findings(published, keys=["m3"], text="x", by=officer)).code,
        refusal_of(lambda: sign_off_list(published, by=officer)).code,
    ]

    assert refused == ["stale", "stale"]


def test_a_worker_that_was_killed_leaves_what_there_was(published, towns, monkeypatch):
    before = sorted(published.findings.values_list("key", "digest"))
    monkeypatch.setattr(list_comparison, "QUICK", 0)
    compare_anew(published)
    take("killed worker")

    assert state(published)[0]
    assert sorted(published.findings.values_list("key", "digest")) == before


def test_every_night_what_is_old_is_compared_again(published, towns, officer):
    other = record(table([["Osaka"]], ["name"]), by=officer)
    made = ListComparison.objects.get(list=other).made_at
    nothing = compare_lists.call()
    towns[1].save()

    both = compare_lists.call()
    work()

    assert (nothing, both) == (0, 2)
    assert is_current(published)
    assert made < ListComparison.objects.get(list=other).made_at <= timezone.now()
