"""The feed: everything that the register shows, once, in an order that stays."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.lifecycle import Status
from members.models import City, Country, FeedEntry, Language, Member, MemberFigure, MemberName, Region
from members.services.duplicates import merge_records, undo_merge
from members.services.feed import place_changes
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from members.services.status import correct_status
from tests.asking import Program, refused
from tests.factories import approve, make_associate, make_full, make_opened
from tests.members.api.mirroring import Mirror

pytestmark = pytest.mark.django_db

DAYS = ("2019-12-31", "2020-06-30", "2021-01-01", "2026-01-01")


@pytest.fixture
def copy():
    return Mirror()


def events(copy) -> list[str]:
    """What happened since the last look."""
    seen = len(copy.seen)
    copy.sync()
    return [change["event"] for change in copy.seen[seen:]]


def test_the_copy_of_the_real_register_is_the_register(real_register, copy):
    copy.sync()

    assert len(copy.members("2019-12-31")) == 191
    assert copy.differences(*DAYS) == []


def test_what_was_seen_does_not_come_again(real_register, copy):
    assert copy.sync() > 191
    assert copy.sync() == 0


def test_places_have_no_gaps_and_stay(real_register, copy):
    copy.sync()
    before = list(FeedEntry.objects.values_list("number", "source", "row", "key"))
    City.objects.first().save()
    copy.sync()

    after = list(FeedEntry.objects.values_list("number", "source", "row", "key"))
    assert after[: len(before)] == before
    assert [number for number, *_rest in after] == list(range(1, len(after) + 1))


def test_pages_of_any_size_tell_the_same(real_register):
    small, large = Mirror(page_size=7), Mirror(page_size=500)
    small.sync()
    large.sync()

    assert small.seen == large.seen


def test_an_accepted_application_and_its_approval(officer, copy):
    member = make_associate(by=officer, accepted_on=date(2020, 1, 7), name_ko="군산", website="https://gunsan.example")
    first = events(copy)
    approve(member, on=date(2020, 5, 4), by=officer)

    assert sorted(first) == sorted(
        ["region.recorded", "country.recorded", "member.recorded", "city.recorded"]
        + ["name.recorded"] * 2
        + ["standing.recorded"]
    )
    assert events(copy) == ["standing.recorded"]
    assert copy.differences("2020-01-07", "2020-05-03", "2020-05-04") == []


def test_a_new_name_holds_from_its_day(officer, copy):
    [member] = make_opened(1)
    rename_member(member, language=Language.EN, name="Astana", valid_from=date(2022, 9, 17), by=officer, reason="law")
    copy.sync()

    assert [one["name"] for one in copy.members("2022-09-16")] == ["Opened 1"]
    assert [one["name"] for one in copy.members("2022-09-17")] == ["Astana"]
    assert copy.differences("2022-09-16", "2022-09-17") == []


def test_a_name_that_is_corrected_or_deleted(officer, copy):
    [member] = make_opened(1)
    name = rename_member(
        member, language=Language.EN, name="Astna", valid_from=date(2022, 9, 17), by=officer, reason="x"
    )
    copy.sync()
    name.text = "Astana"
    name.save()
    corrected = events(copy)
    assert copy.differences("2023-01-01") == []
    name.delete()

    assert (corrected, events(copy)) == (["name.recorded"], ["name.removed"])
    assert copy.differences("2023-01-01") == []
    assert [one["name"] for one in copy.members("2023-01-01")] == ["Opened 1"]


def test_a_spelling_to_be_found_by_is_not_told(officer, copy):
    [member] = make_opened(1)
    copy.sync()
    alias = MemberName.objects.create(member=member, language=Language.EN, text="Opend", alias=True)
    assert events(copy) == []
    alias.delete()
    assert events(copy) == []


def test_a_name_that_becomes_a_spelling_is_a_name_no_more(officer, copy):
    [member] = make_opened(1)
    name = MemberName.objects.create(member=member, language=Language.KO, text="열림")
    copy.sync()
    name.alias = True
    name.save()

    assert events(copy) == ["name.removed"]
    assert copy.differences("2020-01-01") == []


def test_facts_of_a_member(officer, copy):
    [member] = make_opened(1)
    copy.sync()
    member.website = "https://one.example"
    member.save()
    member.city.capital, member.city.latitude, member.city.longitude = True, "37.5", "127.1"
    member.city.save()

    assert sorted(events(copy)) == ["city.recorded", "member.recorded"]
    assert copy.differences("2020-01-01") == []
    assert copy.db.execute("SELECT latitude, longitude FROM member").fetchall() == [(37.5, 127.1)]


def test_a_country_in_another_region(officer, copy):
    make_opened(1)
    copy.sync()
    country = Country.objects.get(iso3="KOR")
    country.region = Region.objects.create(code="east", name_en="East", name_ko="동쪽")
    country.save()

    assert sorted(events(copy)) == ["country.recorded", "region.recorded"]
    assert [one["region"] for one in copy.members("2020-01-01")] == ["east"]
    assert copy.differences("2020-01-01") == []


def test_a_region_of_another_code(officer, copy):
    make_opened(1)
    copy.sync()
    region = Region.objects.get(code="asia")
    region.code = "asia-pacific"
    region.save()
    copy.sync()

    assert copy.differences("2020-01-01") == []


def test_a_correction_takes_the_place_of_what_was_wrong(officer, copy):
    [member] = make_opened(1)
    copy.sync()
    correct_status(member.status_changes.get(), status=Status.ASSOCIATE, reason="minutes", by=officer)
    assert events(copy) == ["standing.recorded"]
    assert [one["status"] for one in copy.members("2020-01-01")] == ["associate"]
    assert copy.differences("2020-01-01") == []
    correct_status(member.status_changes.latest("pk"), status=Status.ANNULLED, reason="never", by=officer)

    assert events(copy) == ["standing.annulled"]
    assert copy.members("2020-01-01") == []


def test_a_merge_and_its_undoing(officer, copy):
    kept, duplicate = make_opened(1, 2)
    for member, value in ((kept, 1000), (duplicate, 2000)):
        year = 2018 if member is kept else 2019
        MemberFigure(member=member, indicator="population", value=value, reference_year=year, source="census").save()
    duplicate.website = "https://two.example"
    duplicate.save()
    copy.sync()
    merge = merge_records(kept, duplicate=duplicate, reason="one city", by=officer).merge
    merged = events(copy)
    assert copy.differences("2020-01-01") == []
    assert [one["website"] for one in copy.members("2020-01-01")] == ["https://two.example"]
    assert populations(copy) == [2000, 2000]
    undo_merge(merge, reason="two after all", by=officer)
    undone = events(copy)

    assert sorted(merged) == ["figure.recorded", "member.recorded", "merge.done", "standing.annulled"]
    assert sorted(undone) == ["figure.withdrawn", "member.recorded", "merge.undone", "standing.recorded"]
    assert len(copy.members("2020-01-01")) == 2
    assert copy.differences("2020-01-01") == []
    assert populations(copy) == [1000, 2000]


def populations(copy) -> list[int]:
    """Of each member what the copy says; the page of each member says the same."""
    found = []
    for member in Member.objects.order_by("number"):
        key = f"mem_{member.key.hex}"
        sql = "SELECT population FROM figure WHERE member = ? ORDER BY year DESC, place DESC LIMIT 1"
        found.append(copy.db.execute(sql, [key]).fetchone()[0])
        told = copy.program.get(f"members/{key}/").json()["population"]
        assert told is None or told["persons"] == found[-1]
    return found


def test_a_merge_says_where_the_record_went(officer, copy):
    kept, duplicate = make_opened(1, 2)
    merge_records(kept, duplicate=duplicate, reason="one city", by=officer)
    copy.sync()

    [event] = [one for one in copy.seen if one["event"] == "merge.done"]
    assert (event["member"], event["data"]) == (f"mem_{duplicate.key.hex}", {"kept": f"mem_{kept.key.hex}"})


def test_no_event_has_a_number_of_the_database(real_register, officer, copy):
    make_full(by=officer)
    copy.sync()

    for change in copy.seen:
        about = {change["id"], change["member"], change["data"].get("corrects"), change["data"].get("region")} - {None}
        assert all(len(one) in (3, 36) for one in about), change  # KOR, or a prefix and 32 digits


def test_an_exit_that_lies_ahead(officer, copy):
    [member] = make_opened(1)
    last = date.today() + timedelta(days=40)
    withdraw_member(member, notice_on=date.today(), last_day=last, by=officer)
    copy.sync()

    assert copy.differences(last.isoformat(), (last + timedelta(days=1)).isoformat()) == []


def test_rows_placed_long_ago_are_not_looked_at_again(real_register, copy):
    copy.sync()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        make_opened(1000)

        assert set(events(copy)) <= {
            "country.recorded",
            "member.recorded",
            "city.recorded",
            "name.recorded",
            "standing.recorded",
        }
        assert copy.differences("2026-01-01") == []
        assert copy.sync() == 0


def test_since_leaves_out_what_was_before(real_register):
    program = Program("register:history")
    program.get("changes/")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        begin = timezone.now().isoformat()
        make_opened(1000)
        answer = program.get("changes/", since=begin).json()

    assert {one["event"] for one in answer["results"]} >= {"member.recorded", "standing.recorded"}
    assert len({one["member"] for one in answer["results"] if one["member"]}) == 1


@pytest.mark.parametrize("cursor", ["x", "YWZ0ZXIgLTE", "é", "a" * 101, "YWZ0ZXIg"])
def test_a_cursor_that_is_none(cursor):
    response = Program("register:history").get("changes/", cursor=cursor)

    code = "invalid" if len(cursor) > 100 else "bad_cursor"
    refused(response, 400, code, "cursor")


def test_queries_do_not_grow_with_the_page(real_register):
    program = Program("register:history")
    place_changes()
    counts = []
    for size in ("60", "500"):
        with CaptureQueriesContext(connection) as queries:
            assert len(program.get("changes/", page_size=size).json()["results"]) == int(size)
        counts.append(len(queries))

    assert max(counts) <= 30
    assert counts[1] - counts[0] <= 6  # tables that the first page does not reach


def test_queries_do_not_grow_with_the_members():
    program, counts = Program("register:history"), []
    for numbers in ((1,), (2, 3)):
        make_opened(*numbers)
        program.get("changes/")
        with CaptureQueriesContext(connection) as queries:
            told = {one["member"] for one in program.get("changes/").json()["results"]}
        counts.append((len(told - {None}), len(queries)))

    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
