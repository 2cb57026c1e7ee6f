"""A list is recorded as it came, its rows are chosen, its differences explained."""

import os
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import (
    ListChoice,
    ListExplanation,
    PublishedList,
)
from members.published.codes import Verdict
from members.services.duplicates import merge_records
from members.services.list_comparison import refresh
from members.services.papers import forget_unnamed_files
from members.services.published import (
    Said,
    choose_members,
    record_list,
)
from tests.factories import make_full
from tests.members.asking import refusal_of
from tests.members.published.lists import DAY, codes, explain, finding, source_of, table, told
from wego import audit, files

pytestmark = pytest.mark.django_db


# --- recorded ----------------------------------------------------------------------------------
def test_a_list_is_kept_as_it_came(towns, officer):
    content = table([["Suwon", "=1+1", "left over"]], ["name", "비고"])
    columns = {"name": "name"}

    published = record_list(
        source_of(content, "부산 list.csv"), title=" Partner ", publisher="site", as_of=DAY, columns=columns, by=officer
    )

    assert files.read(published.digest) == content
    assert (published.title, published.size, published.file_name) == ("Partner", len(content), "부산 list.csv")
    assert (published.header, published.columns, published.recorded_by) == (["name", "비고"], columns, officer)
    assert [(row.number, row.cells) for row in published.rows.all()] == [
        (2, {"name": "Suwon", "비고": "=1+1", "": "left over"})
    ]
    assert told("list.recorded") == [{"rows": 1, "file": published.digest}]
    assert audit.verify()[1] is None


def test_its_file_is_not_forgotten(published):
    unnamed = files.keep(b"nobody's")
    for digest in (published.digest, unnamed):
        os.utime(files.path_of(digest), (0, 0))

    forget_unnamed_files()

    assert [files.path_of(digest).exists() for digest in (published.digest, unnamed)] == [True, False]


@pytest.mark.parametrize(
    ("rows", "columns", "as_of", "code"),
    [
        ([], {"name": "name"}, DAY, "no_rows"),
        ([["x"]], {}, DAY, "columns"),
        ([["x"]], {"country": "name"}, DAY, "columns"),
        ([["x"]], {"name": "name", "also": "name"}, DAY, "columns"),
        ([["x"]], {"name": "other"}, DAY, "columns"),
        ([["x"]], {"name": "name"}, date(2010, 1, 1), "before_register"),
        ([["x"]], {"name": "name"}, date(2999, 1, 1), "in_the_future"),
    ],
)
def test_what_cannot_be_compared_is_refused(towns, officer, rows, columns, as_of, code):
    source = source_of(table(rows, ["name"]))

    refusal = refusal_of(
        lambda: record_list(source, title="x", publisher="y", as_of=as_of, columns=columns, by=officer)
    )

    assert refusal.code == code
    assert not PublishedList.objects.exists()


def test_rows_are_compared_with_the_register_of_the_day(published, towns):
    assert codes(published) == {
        "r2": ("matched", "official"),
        "r3": ("extra", "similar"),
        "r4": ("extra", "similar"),
        "r5": ("extra", "former"),
        "r6": ("extra", "unknown"),
    }
    assert [one.key for one in published.findings.filter(group="missing").order_by("place")] == ["m2", "m3", "m4"]


# --- chosen --------------------------------------------------------------------------------------
def test_an_officer_chooses_a_member_with_name_and_time(published, towns, officer):
    before = timezone.now()

    [choice] = choose_members(published, said=[Said(3, Verdict.MEMBER, towns[2])], by=officer)

    assert (choice.row.number, choice.member, choice.chosen_by) == (3, towns[2], officer)
    assert before <= choice.chosen_at <= timezone.now()
    chosen = finding(published, "r3")
    assert (chosen.group, chosen.code, chosen.member) == ("matched", "chosen", towns[2])
    assert chosen.facts["by"] == "officer"
    assert not published.findings.filter(key="m2").exists()
    assert told("list.chosen") == [{"rows": {"3": 2}}]


def test_the_last_choice_of_a_row_holds_and_none_is_lost(published, towns, officer, second_officer):
    for verdict, member in ((Verdict.MEMBER, towns[2]), (Verdict.NONE, None), (Verdict.OPEN, None)):
        choose_members(published, said=[Said(3, verdict, member)], by=second_officer)

    assert codes(published)["r3"] == ("extra", "similar")
    assert ListChoice.objects.count() == 3


def test_a_row_of_another_list_is_not_chosen(published, towns, officer):
    for said in ([], [Said(99, Verdict.NONE)]):
        assert refusal_of(lambda said=said: choose_members(published, said=said, by=officer)).code == "no_choice"
    assert not ListChoice.objects.exists()


def test_a_choice_follows_a_record_that_is_merged(published, towns, korea, officer):
    twice = make_full(by=officer, name_en="Gimpo-si", country=korea)
    choose_members(published, said=[Said(3, Verdict.MEMBER, twice)], by=officer)

    merge_records(towns[2], duplicate=twice, reason="entered twice", by=officer)
    refresh(published)

    assert finding(published, "r3").member == towns[2]


# --- explained -----------------------------------------------------------------------------------
def test_several_lines_are_explained_by_one_text(published, officer):
    explanations = explain(published, "r6", "m4", text=" not theirs ", by=officer)

    assert [(one.text, one.signed_by) for one in explanations] == [("not theirs", officer)] * 2
    assert {one.digest for one in explanations} == {finding(published, key).digest for key in ("r6", "m4")}
    assert {one.row.number if one.row else None: one.member and one.member.number for one in explanations} == {
        6: None,
        None: 4,
    }
    assert set(published.findings.open().values_list("key", flat=True)) == {"r3", "r4", "r5", "m2", "m3"}
    assert told("list.explained") == [{"lines": ["m4", "r6"]}]


@pytest.mark.parametrize(
    ("keys", "code"),
    [((), "gone"), (("r99",), "gone"), (("r6", "m1"), "gone"), (("r6", "r2"), "equal"), (("r6", "r3"), "choose_first")],
)
def test_all_of_the_lines_are_explained_or_none(published, officer, keys, code):
    assert refusal_of(lambda: explain(published, *keys, by=officer)).code == code
    assert not ListExplanation.objects.exists()


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_explanation_is_refused(published, officer, text):
    with pytest.raises(ValidationError):
        explain(published, "r6", text=text, by=officer)
    assert not ListExplanation.objects.exists()


def test_a_line_is_explained_again_and_both_are_kept(published, officer, second_officer):
    explain(published, "r6", text="first", by=officer)
    explain(published, "r6", text="second", by=second_officer)

    assert list(ListExplanation.objects.order_by("pk").values_list("text", flat=True)) == ["first", "second"]
