"""The page of a published list: its lines, what they say, how far it is; and the same as files."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.services.published import explain_findings
from tests.factories import UserFactory, make_full
from tests.members.published.lists import ROWS, record, settle, table, told
from tests.members.published.pages import act, page_of, shown, text
from wego import files
from wego.spreadsheets import read_table

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_lines_stand_group_by_group_with_their_reasons(office, published):
    first = office.get(page_of(published))
    missing = office.get(page_of(published, group="missing"))

    assert [(one.group.value, one.count) for one in first.context["progress"].tallies] == [
        ("extra", 4),
        ("missing", 3),
        ("different", 0),
        ("matched", 1),
    ]
    assert (first.context["group"], shown(first)) == ("extra", ["r3", "r4", "r5", "r6"])
    assert [line.sentence for line in first.context["lines"]] == [
        "Row 3, “Gimppo”: Similar to one member, but not surely it: choose.",
        "Row 4, “Osaka Prefecture”: Similar to one member, but not surely it: choose.",
        "Row 5, “Pohang”: Former member since 1 July 2019 (withdrawal). Found by “Pohang” (100 %).",
        "Row 6, “Atlantis”: No member on record has this name or a similar one.",
    ]
    assert "Gimpo City (2) by “김포”, 94 %" in text(first)
    assert "0 of 7 explained" in text(first)
    assert next(line.sentence for line in missing.context["lines"]) == (
        "Gimpo City (2): In the list under none of its spellings. These rows may mean it: 3."
    )


def test_differences_say_what_stands_where(office, towns, officer):
    published = record(table([["Suwon", "Atlantis", "associate"]], ["name", "country", "status"]), by=officer)

    [line] = office.get(page_of(published, group="different")).context["lines"]

    assert line.differences == [
        "Country: “Atlantis” cannot be read; Korea, Rep. of in the register.",
        "Status: “associate” in the list, full member in the register.",
    ]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"q": "atlan"}, ["r6"]),
        ({"state": "choose"}, ["r3", "r4"]),
        ({"state": "open"}, ["r3", "r4", "r6"]),
        ({"state": "explained"}, ["r5"]),
        ({"code": "former"}, ["r5"]),
        ({"kind": "city"}, ["r5"]),
        ({"code": "nonsense"}, ["r3", "r4", "r5", "r6"]),
        ({"q": "nobody"}, []),
    ],
)
def test_lines_are_filtered(office, published, officer, query, keys):
    explain_findings(published, keys=["r5"], text="old", by=officer)

    assert shown(office.get(page_of(published, group="extra", **query))) == keys


def test_long_groups_have_pages(office, towns, officer):
    published = record(table([[f"Stranger {n} of Nowhere"] for n in range(60)], ["name"]), by=officer)

    pages = [office.get(page_of(published, group="extra", p=number)) for number in (1, 2, 99)]

    assert [len(shown(page)) for page in pages] == [50, 10, 10]
    assert "Page 2 of 2" in text(pages[1])


def test_the_page_has_the_same_queries_with_more_lines(office, towns, officer):
    counts = []
    for count in (1, 3):
        published = record(table([[f"Stranger {n}"] for n in range(count)], ["name"]), by=officer)
        explain_findings(published, keys=[f"r{n + 2}" for n in range(count)], text="x", by=officer)
        office.get(page_of(published))
        with CaptureQueriesContext(connection) as captured:
            assert len(shown(office.get(page_of(published, group="extra")))) == count
        counts.append(len(captured))

    assert counts == [QUERIES, QUERIES]


QUERIES = 28  # session and person; list twice, its state 8; worker, counts, reasons, lines, countries, signatures


def test_a_change_of_the_register_opens_a_signed_list_visibly(office, published, towns, korea, officer):
    settle(published, towns, by=officer)
    signing = act(office, published, "sign-off")
    signing.confirm(signing.preview())
    signed = text(office.get(page_of(published)))
    listed = text(office.get(reverse("admin:members_publishedlist_changelist")))

    make_full(by=officer, name_en="Jecheon", country=korea)
    reopened = text(office.get(page_of(published)))

    assert "Signed off</span> by chief" in signed
    assert "signed off" in listed
    assert "1 line is open" in reopened
    assert "It was signed off by chief" in reopened
    assert "open again: 5 of 6 explained" in text(office.get(reverse("admin:members_publishedlist_changelist")))


def test_acts_are_offered_where_they_make_sense(office, published, towns, officer):
    def offered():
        return [one["title"] for one in office.get(page_of(published)).context["acts"]]

    first = offered()
    settle(published, towns, by=officer)
    settled = offered()
    act(office, published, "sign-off").confirm(act(office, published, "sign-off").preview())

    assert (first, settled, offered()) == (
        ["Choose members", "Explain and sign", "Compare again"],
        ["Compare again", "Sign off the list"],
        ["Compare again"],
    )


def test_who_only_looks_is_offered_nothing_to_do(client, published):
    reader = UserFactory()
    reader.groups.add(*reader.groups.model.objects.filter(name="Read-only"))
    client.force_login(reader)

    page = client.get(page_of(published))

    assert (page.status_code, page.context["acts"]) == (200, [])
    assert 'type="checkbox"' not in page.content.decode()


def test_both_reconciliations_lead_to_each_other(office, published):
    lists = reverse("admin:members_publishedlist_changelist")

    assert f'href="{lists}"' in text(office.get(reverse("admin:reconciliation")))
    assert f'href="{reverse("admin:reconciliation")}?on=2019-12-31"' in text(office.get(page_of(published)))


# --- files --------------------------------------------------------------------------------------
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_result_leaves_as_a_file_without_formulas(office, towns, officer, extension):
    published = record(table([["Suwon"], ["=1+1"]], ["name"]), by=officer)
    explain_findings(published, keys=["r3"], text="+nonsense", by=officer)

    answer = office.get(act(office, published, "result", f"format={extension}").url)

    _header, rows = read_table(io.BytesIO(answer.content), "x")
    found = {row["row"]: row for _number, row in rows}
    assert (found["2"]["group"], found["2"]["member"], found["2"]["code"]) == ("matched", "1", "official")
    assert (found["3"]["name in the list"], found["3"]["explanation"], found["3"]["signed_by"]) == (
        "=1+1",
        "+nonsense",
        "officer",
    )
    assert b"'=1+1" in answer.content or extension == "xlsx"
    assert told("export.made")[0]["rows"] == 5
    assert "attachment" in answer["Content-Disposition"]


def test_the_file_comes_back_as_it_was_uploaded(office, published):
    answer = office.get(act(office, published, "file").url)

    assert answer.content == table(ROWS, ["name"])
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/csv", "nosniff")
    assert f'filename="published-list-{published.pk}.csv"' in answer["Content-Disposition"]


def test_a_lost_file_says_so(office, published):
    files.path_of(published.digest).unlink()

    answer = office.get(act(office, published, "file").url, follow=True)

    assert "This file is lost or damaged" in text(answer)


def test_unknown_formats_and_lists_are_not_found(office, published):
    assert office.get(act(office, published, "result", "format=exe").url).status_code == 404
    assert office.get(reverse("admin:members_publishedlist_file", args=[999])).status_code == 404
    assert office.post(act(office, published, "file").url).status_code == 405
