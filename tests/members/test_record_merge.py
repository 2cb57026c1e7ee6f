"""Two records of one body become one, lose nothing, and become two again exactly as they were."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from members.changes import list_changes
from members.models import (
    Application,
    Contact,
    Member,
    MemberName,
    RecordMerge,
    StatusChange,
)
from members.register import Totals
from members.services.applications import accept_application
from members.services.decisions import annul_decision
from members.services.duplicates import merge_records, undo_merge
from members.services.leaving import withdraw_member
from members.services.repointing import RELATIONS
from tests.factories import make_associate, make_former, make_full, make_opened
from tests.members.asking import messages_of, standing_of
from tests.members.merging import make_twice, record_of_all

pytestmark = pytest.mark.django_db

DAY = date(2020, 12, 31)


@pytest.fixture
def twice(officer):
    return make_twice(by=officer)


def merge(twice, officer, reason="entered twice"):
    kept, duplicate = twice
    return merge_records(kept, duplicate=duplicate, reason=reason, by=officer).merge


# --- counting --------------------------------------------------------------------------------------
def test_merged_record_counts_on_no_day_as_known_now_and_does_as_known_before(twice, officer):
    before = {day: Totals.on(day).total for day in (date(2020, 1, 31), DAY)}
    known_at = timezone.now()

    merge(twice, officer)

    assert before == {date(2020, 1, 31): 3, DAY: 3}
    assert {day: Totals.on(day).total for day in before} == {day: count - 1 for day, count in before.items()}
    assert {day: Totals.on(day, known_at).total for day in before} == before
    changes = list_changes(date(2019, 12, 31), DAY)
    assert (changes.opening, changes.closing, changes.adds_up) == (2, 2, True)
    assert [change.member for change in changes.joined] == []


def test_undone_merge_counts_again_and_the_time_between_stays_as_it_was_known(twice, officer):
    merged = merge(twice, officer)
    between = timezone.now()

    undo_merge(merged, reason="two bodies", by=officer)

    assert [Totals.on(DAY).total, Totals.on(DAY, between).total] == [3, 2]
    changes = list_changes(date(2019, 12, 31), DAY)
    assert [change.member.number for change in changes.joined] == [2]
    assert (changes.opening, changes.closing, changes.adds_up) == (2, 3, True)


def test_provisional_opening_row_comes_back_provisional(officer):
    kept, duplicate = make_opened(1, 2)

    merged = merge((kept, duplicate), officer)
    gone = standing_of(duplicate, DAY)
    undo_merge(merged, reason="two bodies", by=officer)

    row = StatusChange.objects.known().get(member=duplicate)
    assert gone is None
    assert (row.ground, row.provisional, row.source) == ("opening", True, "the sheet")


def test_leaving_that_lies_ahead_goes_and_comes_back(twice, officer):
    last_day = timezone.localdate() + timedelta(days=30)
    withdraw_member(twice[1], notice_on=timezone.localdate(), last_day=last_day, by=officer)
    before = record_of_all()

    merged = merge(twice, officer)
    gone = StatusChange.objects.known().filter(member=twice[1]).exists()
    undo_merge(merged, reason="two bodies", by=officer)

    assert not gone
    assert record_of_all() == before


# --- what goes over --------------------------------------------------------------------------------
def test_kept_record_has_what_the_duplicate_had(twice, officer):
    kept, duplicate = twice

    merge(twice, officer)

    kept = Member.objects.get(pk=kept.pk)
    assert (kept.website, kept.legal_payer_name) == ("https://suwon.example.org", "Suwon Treasury")
    assert sorted(kept.contacts.values_list("role", "name")) == [("billing", "Kim Jin"), ("liaison", "Lee Min")]
    assert list(duplicate.contacts.values_list("role", "name")) == [("liaison", "Lee Min")]
    aliases = kept.names.filter(alias=True).order_by("pk").values_list("language", "text", "source")
    assert list(aliases) == [("en", "Suwon City", "no. 2, merged"), ("local", "水原市", "no. 2, merged")]
    assert [row.get().member for row in (kept.offices, kept.partnerships)] == [kept, kept]
    assert [kept.hosted_meetings.count(), kept.hosted_offices.count(), kept.enclosed.count()] == [1, 1, 1]
    assert sorted(kept.activities.values_list("title_en", flat=True)) == ["Alone", "Both"]
    assert [kept.origins.count(), kept.applications.filter(state="received").count()] == [1, 1]
    assert [duplicate.activities.count(), duplicate.origins.count(), duplicate.offices.count()] == [0, 0, 0]


def test_history_of_what_moved_names_person_and_reason(twice, officer):
    merge(twice, officer)

    record = Contact.history.filter(name="Kim Jin").latest()
    assert (record.history_user, record.history_change_reason) == (officer, "no. 2 merged into no. 1: entered twice")


def test_figures_of_years_without_one_count_for_the_kept_record(twice, officer):
    kept, duplicate = twice

    merge(twice, officer)

    counting = kept.figures.counting().order_by("reference_year").values_list("reference_year", "value", "source")
    assert list(counting) == [(2018, 1_180_000, "census"), (2019, 1_190_000, "KOSIS")]
    assert duplicate.figures.count() == 2


def test_preview_says_all_that_happens_and_stays(twice, officer):
    lines = merge_records(twice[0], duplicate=twice[1], reason="entered twice", by=officer).lines

    assert lines == [
        "No. 2 counts on no day any more, as known from now on. Entered in error: associate member, 2020-01-07; "
        "full member, 2020-02-03",
        "Go over to no. 1, contacts: Kim Jin (billing contact)",
        "Stay with no. 2, contacts: Lee Min (liaison officer)",
        "Go over to no. 1, officer cities: President City",
        "Go over to no. 1, partners: Partner",
        "Go over to no. 1, meetings: Executive Committee 2020-05-03",
        "Go over to no. 1, regional offices: Office",
        "Go over to no. 1, city profiles: Member no. 3",
        "Go over to no. 1, applications: A-2019-0003 Suwon City",
        "Go over to no. 1, links between members: succession, 2020-01-07",
        "Go over to no. 1, activities: Alone; Both",
        "Further spellings of no. 1: Suwon City; 水原市",
        "No. 1 takes over: https://suwon.example.org; Suwon Treasury",
        "Figures that count for no. 1 too: population 2019: 1,190,000",
        "Stay with no. 2, because no. 1 has figures of these years: population 2018: 1,185,000",
        "Stay with the record no. 2, which the page of no. 1 leads to: decisions: 1; accepted applications: 1",
    ]


def test_days_on_which_only_the_duplicate_was_a_member_are_said(officer):
    duplicate, kept = make_full(by=officer), make_associate(by=officer, accepted_on=date(2020, 1, 7))

    lines = merge_records(kept, duplicate=duplicate, reason="entered twice", by=officer).lines

    assert lines[1] == ("Attention: no. 1 was a member earlier than no. 2. No longer counted: 2019-03-20 - 2020-01-07")


def test_everything_that_points_at_a_member_moves_or_is_known_to_stay():
    """A new table has to say what a merge does with its rows."""
    moving = {f"{relation.model.__name__}.{relation.field}" for relation in RELATIONS} | {"Activity.members"}
    added = {"MemberName.member", "MemberFigure.member"}
    stays = {
        *("Application.member", "Certificate.member", "City.member", "Company.member", "Decision.member"),
        *("DestructionRecord.member", "Institution.member", "Paper.member", "StatusChange.member"),
        *("NotDuplicate.first", "NotDuplicate.second", "RecordMerge.duplicate", "RecordMerge.kept"),
        *("Assessment.member", "DuesException.member", "NotAssessed.member"),
        *("ListChoice.member", "ListExplanation.member", "ListFinding.member"),
    }
    found = {
        f"{model.__name__}.{field.name}"
        for app in ("members", "fees", "directory")
        for model in apps.get_app_config(app).get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is Member and not model.__name__.startswith("Historical")
    }

    assert found == moving | added | stays


# --- undoing ---------------------------------------------------------------------------------------
def test_undone_merge_leaves_everything_as_it_was(twice, officer, second_officer):
    before = record_of_all()

    merged = merge(twice, officer)
    between = record_of_all()
    undo_merge(merged, reason="two bodies", by=second_officer)

    assert record_of_all() == before
    assert [name for name in before if between[name] == before[name]] == ["decisions"]
    assert (merged.refresh_from_db(), merged.undone_by, merged.undone_reason) == (None, second_officer, "two bodies")


def test_merge_can_be_done_again_after_it_was_undone(twice, officer):
    undo_merge(merge(twice, officer), reason="two bodies", by=officer)

    merge(twice, officer)

    assert [Totals.on(DAY).total, RecordMerge.objects.standing().count()] == [2, 1]
    assert sorted(twice[0].figures.counting().values_list("reference_year", flat=True)) == [2018, 2019]


def test_what_officers_changed_since_stays_when_a_merge_is_undone(twice, officer):
    kept, duplicate = twice
    merged = merge(twice, officer)
    Contact.objects.filter(name="Kim Jin").delete()
    kept.offices.update(source="minutes")
    MemberName.objects.filter(text="Suwon City", alias=True).get().delete()
    spelling = MemberName.objects.get(text="水原市", alias=True)
    spelling.text = "水原"
    spelling.save()
    Member.objects.filter(pk=kept.pk).update(website="https://new.example.org")

    undo_merge(merged, reason="two bodies", by=officer)

    kept.refresh_from_db()
    assert (kept.website, kept.legal_payer_name) == ("https://new.example.org", "")
    assert not Contact.objects.filter(name="Kim Jin").exists()
    assert duplicate.offices.get().source == "minutes"
    assert list(kept.names.filter(alias=True).values_list("text", flat=True)) == ["水原"]


def test_application_that_was_accepted_since_stays_with_the_kept_record(officer):
    kept, duplicate = make_former(by=officer), make_former(by=officer)
    letter = Application(
        country=kept.country, kind="city", name_en="Again", submitted_on=DAY, received_on=DAY, member=duplicate
    )
    letter.number = "A-2020-9999"
    letter.save()
    merged = merge((kept, duplicate), officer)
    accept_application(Application.objects.get(pk=letter.pk), accepted_on=DAY, by=officer)

    undo_merge(merged, reason="two bodies", by=officer)

    assert Application.objects.get(pk=letter.pk).member == kept
    assert [standing_of(kept, DAY), standing_of(duplicate, DAY)] == ["associate", "former"]


def test_undo_is_refused_whole_where_the_history_cannot_stand_again(twice, officer):
    merged = merge(twice, officer)
    annul_decision(twice[1].decisions.get(), reason="typed wrong", by=officer)
    before = record_of_all()

    said = messages_of(lambda: undo_merge(merged, reason="two bodies", by=officer))

    assert "The decision named has been annulled" in said[0]
    assert record_of_all() == before
    assert RecordMerge.objects.standing().count() == 1
