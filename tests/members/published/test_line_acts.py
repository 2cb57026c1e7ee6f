"""The acts on the lines of a list, and its signature, seen from their pages."""

import pytest
from django.urls import reverse

from members.models import ListChoice, ListExplanation, ListSignOff, PublishedList
from members.services import list_comparison
from tests.members.published.lists import ROWS, table
from tests.members.published.pages import act, columns_page, page_of, text

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_members_are_chosen_for_several_rows(office, published):
    to_first = office.get(reverse("admin:members_publishedlist_choose", args=[published.pk]))
    page = act(office, published, "choose", "finding=r3&finding=r4", choice_3="m2", choice_4="", number_4="3")

    page.confirm(page.preview())

    assert to_first["Location"].endswith("choose/?finding=r3&finding=r4")
    assert list(ListChoice.objects.values_list("row__number", "member__number", "chosen_by__username")) == [
        (3, 2, "chief"),
        (4, 3, "chief"),
    ]
    assert "Chosen by chief," in text(office.get(page_of(published, group="matched")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose for at least one row."),
        ({"choice_3": "number"}, "Type the number of the member."),
        ({"choice_3": "number", "number_3": "999"}, "There is no member no. 999."),
        ({"choice_3": "number", "number_3": "x"}, "Enter a whole number."),
        ({"choice_3": "m99"}, "Select a valid choice."),
    ],
)
def test_a_choice_that_says_nothing_is_refused(office, published, data, words):
    page = act(office, published, "choose", "finding=r3", **data).preview()

    assert words in text(page)
    assert not ListChoice.objects.exists()


def test_ticked_lines_are_explained_by_one_text(office, published):
    page = act(office, published, "explain", "finding=r6&finding=m4", text="not theirs")

    preview = page.preview()
    page.confirm(preview)

    assert preview.context["done"].lines == [
        "not theirs",
        "Signed by chief. What changes later is open again.",
        "Explained before: 0",
        "Row 6, “Atlantis”: No member on record has this name or a similar one.",
        "Naju (4): In the list under none of its spellings.",
    ]
    assert ListExplanation.objects.count() == 2
    assert "not theirs" in text(office.get(page_of(published, group="missing")))


@pytest.mark.parametrize(
    ("query", "keys"),
    [("", {"r5", "r6", "m2", "m3", "m4"}), ("group=missing", {"m2", "m3", "m4"}), ("group=missing&q=naju", {"m4"})],
)
def test_all_open_lines_of_the_filters_are_explained(office, published, query, keys):
    page = act(office, published, "explain", query, text="x")

    page.confirm(page.preview())

    assert {one.about["key"] for one in ListExplanation.objects.all()} == keys


def test_explaining_what_is_gone_is_refused(office, published, towns, korea, officer):
    page = act(office, published, "explain", "finding=r99", text="x")

    assert "Some of these lines are no longer there." in text(page.preview())


def test_what_changed_meanwhile_is_shown_again(office, published, towns):
    page = act(office, published, "explain", "finding=r6", text="x")
    preview = page.preview()
    towns[4].names.create(language="en", text="Atlantis", alias=True)

    shown_again = page.confirm(preview)

    assert "Nothing differs in 1 of these lines" in text(shown_again)
    assert not ListExplanation.objects.exists()


def test_the_list_is_not_signed_off_before_all_is_explained(office, published):
    page = act(office, published, "sign-off").preview()

    assert "Lines that are neither matched nor explained: 7." in text(page)
    assert not ListSignOff.objects.exists()


def test_a_long_list_shows_how_far_it_is(office, towns, monkeypatch):
    monkeypatch.setattr(list_comparison, "QUICK", 0)
    page = columns_page(office, table(ROWS, ["name"]))
    preview = page.preview()
    page.confirm(preview)
    published = PublishedList.objects.get()
    published.comparison.__class__.objects.update(done=2)

    waiting = office.get(page_of(published))

    assert "The list is long: a worker compares it, and its page says how far it is." in preview.context["done"].lines
    assert "A worker compares the list: 2 of 5 rows settled." in text(waiting)
    assert '<meta http-equiv="refresh" content="3">' in text(waiting)
    assert '<meta http-equiv="refresh"' not in text(office.get(page_of(published, refresh="off")))
