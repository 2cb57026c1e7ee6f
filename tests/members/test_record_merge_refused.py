"""What a merge of two records refuses, and what else follows from one: search, audit trail, pairs that are two."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Member, MemberFigure, NotDuplicate, RecordMerge
from members.search import find_members
from members.services.duplicates import dismiss_pair, merge_records, undo_merge
from members.services.leaving import withdraw_member
from tests.factories import make_associate, make_former, make_full
from tests.members.asking import messages_of
from tests.members.merging import make_twice
from wego.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(officer):
    return make_twice(by=officer)


def merge(twice, officer, reason="entered twice"):
    kept, duplicate = twice
    return merge_records(kept, duplicate=duplicate, reason=reason, by=officer).merge


def refusal(call, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return caught.value.code, caught.value.messages[0]


# --- refusals --------------------------------------------------------------------------------------
def test_refusals_of_a_merge(twice, officer):
    kept, _duplicate = twice
    former, company = make_former(by=officer), make_full(by=officer, kind="company")
    cases = [(kept, kept), (kept, company), (former, kept)]

    codes = [refusal(merge, pair, officer)[0] for pair in cases]

    assert codes == ["same_member", "other_kind", "keep_the_member"]
    assert messages_of(lambda: merge(twice, officer, reason=" ")) == ["This field cannot be blank."]
    assert RecordMerge.objects.count() == 0


def test_a_record_is_merged_once_and_in_one_step(twice, officer):
    kept, duplicate = twice
    third = Member.objects.get(number=3)
    merged = merge(twice, officer)

    codes = [refusal(merge, pair, officer)[0] for pair in [(third, duplicate), (duplicate, third), (third, kept)]]

    assert codes == ["merged_already", "merged_already", "merged_into"]
    undo_merge(merged, reason="two bodies", by=officer)
    assert refusal(undo_merge, merged, reason="again", by=officer)[0] == "undone_already"


def test_nothing_happens_to_a_merged_record(officer):
    kept, duplicate = make_full(by=officer), make_associate(by=officer)
    merge((kept, duplicate), officer)

    code, words = refusal(
        withdraw_member, duplicate, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=officer
    )

    assert (code, words) == ("merged", "No. 2 was merged into no. 1: record this with no. 1. Nothing was saved.")


# --- search, audit, pairs that are two -------------------------------------------------------------
def test_search_finds_the_kept_record_by_any_name_and_number_of_the_duplicate(twice, officer):
    kept, _duplicate = twice
    merge(twice, officer)

    assert [member.number for member in find_members("no. 2")] == [1, 2]
    assert kept in find_members("水原市")
    assert kept in find_members("Suwon City")


def test_merge_and_undo_are_in_the_audit_trail(twice, officer):
    undo_merge(merge(twice, officer), reason="two bodies", by=officer)

    entries = AuditEntry.objects.filter(event__startswith="merge.").order_by("number")
    merged = RecordMerge.objects.get()
    assert [(one.event, one.subject, one.actor, one.facts) for one in entries] == [
        ("merge.done", "member 2", officer, {"merge": merged.pk, "kept": 1, "duplicate": 2}),
        ("merge.undone", "member 2", officer, {"merge": merged.pk, "kept": 1, "duplicate": 2}),
    ]


def test_two_different_members_are_recorded_once(twice, officer):
    kept, duplicate = twice

    dismiss_pair(duplicate, kept, reason="state and locality", by=officer)

    again = messages_of(lambda: dismiss_pair(kept, duplicate, reason="again", by=officer))
    assert again == ["Somebody found already that these are two different members."]
    assert [(one.first, one.second) for one in NotDuplicate.objects.all()] == [(kept, duplicate)]
    assert MemberFigure.objects.filter(merge__isnull=False).count() == 0
