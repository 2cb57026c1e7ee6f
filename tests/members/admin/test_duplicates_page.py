"""The queue of likely duplicates, the act that merges two records and the one that undoes it."""

import pytest
from django.urls import reverse

from members.models import Member, NotDuplicate, RecordMerge
from members.services.duplicates import merge_records
from tests.factories import make_full
from tests.members.admin.act_pages import ActPage
from tests.members.merging import make_twice


@pytest.fixture
def twice(officer):
    return make_twice(by=officer)


def act(office, member, name, **data) -> ActPage:
    return ActPage(office, reverse(f"admin:members_member_{name}", args=[member.pk]), data)


def text(response) -> str:
    return response.content.decode()


@pytest.mark.sqlite
def test_pair_is_shown_side_by_side(office, twice):
    response = office.get(reverse("admin:duplicates"))

    [case] = response.context["cases"]
    assert [row[1:] for row in case["rows"]] == [
        ("Suwon, 수원시", "Suwon City, 수원시, 水原市"),
        ("Full member since 8 November 2019.", "Full member since 3 February 2020."),
        ("-", "https://suwon.example.org"),
        ("liaison officer 1", "billing contact 1, liaison officer 1"),
        ("population 2018: 1,180,000", "population 2019: 1,190,000"),
        (1, 1),
        (0, 0),
    ]
    assert "very likely (100 %)" in text(response)
    assert f"{reverse('admin:members_member_merge_record', args=[twice[0].pk])}?number=2" in text(response)


def test_records_are_merged_after_a_preview_and_the_merge_is_undone(office, chief, twice):
    kept, duplicate = twice
    merging = act(office, duplicate, "merge_record", number="1", keep="other", reason="entered twice")

    preview = merging.preview()
    nothing_yet = RecordMerge.objects.count()
    merging.confirm(preview)
    page = text(office.get(reverse("admin:members_member_change", args=[duplicate.pk])))
    kept_page = text(office.get(reverse("admin:members_member_change", args=[kept.pk])))
    undoing = act(office, duplicate, "undo_merge", reason="two bodies")
    undoing.confirm(undoing.preview())

    done = preview.context["done"]
    assert done.message == "No. 2 is merged into no. 1."
    assert done.lines[:2] == [
        "Kept: Suwon (1). Full member since 8 November 2019.",
        "Merged into it: Suwon City (2). Full member since 3 February 2020.",
    ]
    assert done.lines[-1] == "It can be undone on the page of no. 2."
    assert nothing_yet == 0
    assert "A duplicate, merged into another record on" in page
    assert "Not a member yet." not in page
    assert "Undo the merge" in page
    assert "Also on record as another number until" in kept_page
    assert "Undo the merge" not in kept_page
    merge = RecordMerge.objects.get()
    assert (merge.kept, merge.duplicate, merge.recorded_by, merge.undone_by) == (kept, duplicate, chief, chief)


def test_two_different_members_leave_the_queue(office, chief, twice):
    page = ActPage(office, reverse("admin:duplicates"), {"first": "1", "second": "2", "reason": "two towns"})

    without_reason = page.preview(reason="")
    page.confirm(page.preview())

    assert [case["errors"] for case in without_reason.context["cases"]] == [["This field is required."]]
    assert [(one.first, one.second, one.recorded_by) for one in NotDuplicate.objects.all()] == [(*twice, chief)]
    assert "No two records look like one body." in text(page.look())


@pytest.mark.sqlite
def test_unknown_number_is_refused(office, twice):
    said = text(act(office, twice[0], "merge_record", number="999", keep="this", reason="twice").preview())

    assert "There is no member no. 999." in said


@pytest.mark.sqlite
def test_member_list_says_where_a_record_went(office, officer, twice):
    merge_records(twice[0], duplicate=twice[1], reason="entered twice", by=officer)

    assert "merged into no. 1" in text(office.get(reverse("admin:members_member_changelist")))


def test_pages_are_for_those_who_may_merge(client, newcomer, twice):
    client.force_login(newcomer)

    codes = [
        client.get(url).status_code
        for url in (
            reverse("admin:duplicates"),
            reverse("admin:members_member_merge_record", args=[twice[0].pk]),
            reverse("admin:members_member_undo_merge", args=[twice[1].pk]),
        )
    ]

    assert codes == [403, 403, 403]


def test_dashboard_counts_the_queue(office, twice):
    panel = next(one for one in office.get(reverse("admin:index")).context["panels"] if "items_list" in one)

    assert [item.count for item in panel["items_list"] if item.url == reverse("admin:duplicates")] == [1]


def test_queue_has_the_same_queries_with_more_pairs(office, officer, twice, django_assert_num_queries):
    url = reverse("admin:duplicates")
    office.get(url)
    with django_assert_num_queries(QUERIES):
        one = len(office.get(url).context["cases"])
    for turn in range(3):
        make_full(by=officer, name_en=f"Suwon {'City ' * turn}", name_ko="수원")

    with django_assert_num_queries(QUERIES):
        more = len(office.get(url).context["cases"])

    assert (one, more) == (1, 10)
    assert Member.objects.count() == 6


QUERIES = 12  # session and person; the queue's five; members, names, contacts, figures, assessments
