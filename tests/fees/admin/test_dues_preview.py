"""The preview of a year's dues on its page and as files; the same page for a run that was assessed."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fees.models import Adjustment, Assessment, DuesRun
from fees.reports import DuesReport, as_json
from tests.factories import UserFactory, make_opened, rights
from tests.fees.admin.working import page_of_run, refusals
from tests.fees.dues import add_gdp, assess_dues, make_city, make_company, make_institution

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@pytest.fixture(autouse=True)
def in_february(time_machine):
    time_machine.move_to("2020-02-03T12:00:00+09:00", tick=False)


@pytest.fixture
def world(data_2020, officer):
    """A city whose figure is old, a company, one that needs a decision, one that is passed over."""
    make_city(by=officer, name_en="Town", year=2010)
    make_company(by=officer, name_en="Company")
    make_company(None, by=officer, name_en="Silent Company")
    make_institution(by=officer, name_en="House")


def preview(client, **query):
    return client.get(reverse("admin:dues_preview"), query)


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def test_shows_who_owes_what_and_why(office, world):
    response = preview(office)

    assert [(row.name, row.persons, row.gdp, row.cell, row.amount, row.notes) for row in response.context["rows"]] == [
        ("Town", "1,250,000 (2010)", "12,300 (KOR, 2018)", "7 / 4", "5,000.00", ["old population figure"]),
        ("Company", "480 (2018)", "", "1", "2,000.00", []),
    ]
    assert response.context["headline"]["total"] == "7,000"
    assert [
        (name, line.words) for _title, lines, *_rest in response.context["passed_over"] for name, line in lines
    ] == [
        ("Silent Company", "No number of employees on record."),
        ("House", "no dues schedule for this kind"),
    ]
    assert [sums for _heading, sums in response.context["sums"]] == [
        [
            ("city", "1", "5,000.00", "0.00", "5,000.00"),
            ("institution", "0", "0.00", "0.00", "0.00"),
            ("company", "1", "2,000.00", "0.00", "2,000.00"),
        ],
        [("Asia", "2", "7,000.00", "0.00", "7,000.00")],
    ]
    assert not DuesRun.objects.exists()


def test_says_what_the_run_follows_from(office, world):
    text = shown(preview(office, year="2020", include_provisional="on"))

    assert "Fee schedule: Fee tables of January 2020 (2020)" in text
    assert "GDP figures of the World Bank&#x27;s file of 2019-12-18" in text
    assert "Provisional members are included" in text


def test_edition_can_be_chosen(office, world):
    add_gdp(15_020, vintage=date(2020, 1, 15))

    amounts = [
        preview(office, year="2020", vintage=vintage).context["rows"][0].amount for vintage in ("", "2019-12-18")
    ]

    assert amounts == ["6,000.00", "5,000.00"]


def test_provisional_members_need_a_decision_unless_they_are_included(office, data_2020):
    make_opened(1)

    assert preview(office, year="2020").context["headline"]["exceptions"] == [("standing not confirmed", 1)]
    assert preview(office, year="2020", include_provisional="on").context["headline"]["exceptions"] == [
        ("no population", 1)
    ]


def test_button_runs_what_is_shown(office, world):
    text = shown(preview(office, year="2020", include_provisional="on", format="html"))

    assert (
        f'href="{reverse("admin:fees_duesrun_add")}?year=2020&amp;include_provisional=on">Run the dues of 2020' in text
    )


def test_before_1_january_there_is_no_button_but_the_day(office, world):
    text = shown(preview(office, year="2021"))

    assert "The dues of 2021 can be assessed from 1 January 2021 on" in text
    assert "Run the dues of" not in text


def test_who_may_only_look_has_no_button(client, world):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(rights("view_assessment"))
    client.force_login(reader)

    response = preview(client, year="2020")

    assert response.status_code == 200
    assert "Run the dues of" not in shown(response)


def test_strangers_and_staff_without_the_right_see_nothing(client, newcomer, world):
    assert preview(client)["Location"].startswith(reverse("admin:login"))
    client.force_login(newcomer)
    assert preview(client).status_code == 403


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"year": "1999"}, "Ensure this value is greater than or equal to 2000."),
        ({"year": "many"}, "Enter a whole number."),
        ({"year": "2020", "vintage": "2001-01-01"}, "Select a valid choice."),
        ({"year": "2019"}, "No fee schedule is in force for the dues year 2019."),
    ],
)
def test_what_cannot_be_previewed_is_said(office, world, query, words):
    (refusal,) = refusals(preview(office, **query))

    assert refusal.startswith(words)


def test_open_run_is_shown_with_what_it_lacks(office, officer, world):
    run = assess_dues(2020, by=officer)
    make_company(520, by=officer, name_en="Latecomer")

    response = preview(office, year="2020")

    assert f'href="{page_of_run(run)}">To the run</a>' in shown(response)
    assert f'href="{reverse("admin:fees_duesrun_again", args=[run.pk])}">Assess again' in shown(response)
    assert [(row.name, row.line.pk is None) for row in response.context["rows"]] == [
        ("Town", False),
        ("Company", False),
        ("Latecomer", True),
    ]


def test_page_of_a_run_shows_what_came_out(office, officer, world):
    run = assess_dues(2020, by=officer)
    Adjustment(
        assessment=Assessment.objects.first(), ground="reduction", amount=-500, reason="hardship", document="Item 4"
    ).save()

    response = office.get(page_of_run(run))

    assert [(row.name, row.amount, row.adjusted, row.total) for row in response.context["rows"]] == [
        ("Town", "5,000.00", "-500.00", "4,500.00"),
        ("Company", "2,000.00", "", "2,000.00"),
    ]
    assert response.context["headline"]["adjusted"] == "-500"
    assert f"{reverse('admin:fees_assessment_changelist')}?run__id__exact={run.pk}&amp;standing=1" in shown(response)


def test_lists_that_the_page_of_a_run_leads_to_hold_what_it_counts(office, officer, world):
    run = assess_dues(2020, by=officer)
    context = office.get(page_of_run(run)).context

    exceptions, passed_over = (office.get(url).context["cl"].result_count for *_, url in context["passed_over"])
    assessed = office.get(
        reverse("admin:fees_assessment_changelist"), {"run__id__exact": run.pk, "standing": "1"}
    ).context["cl"]
    assert (assessed.result_count, exceptions, passed_over) == (2, 1, 1)


def test_long_tables_are_cut_and_say_so(office, world, monkeypatch):
    monkeypatch.setattr("fees.admin.dues_page.SHOWN", 1)

    response = preview(office, year="2020")

    assert [row.name for row in response.context["rows"]] == ["Town"]
    assert "Assessed members (2)" in shown(response)
    assert shown(response).count("The first 1 are shown; the files hold all.") == 1


@pytest.mark.parametrize("name", FILES)
def test_files(office, officer, world, name):
    before = preview(office, year="2020", format=name)
    run = assess_dues(2020, by=officer)
    after = office.get(reverse("admin:fees_duesrun_list", args=[run.pk]), {"format": name})

    assert [answer["Content-Type"] for answer in (before, after)] == [FILES[name]] * 2
    assert [answer["Content-Disposition"] for answer in (before, after)] == [
        f'attachment; filename="dues-2020-preview.{name}"',
        f'attachment; filename="dues-2020.{name}"',
    ]
    assert "private" in before["Cache-Control"]
    assert "private" in after["Cache-Control"]


def test_json_is_that_of_the_command(office, world):
    response = preview(office, year="2020", format="json")

    assert json.loads(response.content) == as_json(DuesReport.preview_of(2020))


def test_csv_holds_a_row_for_each_assessed_member(office, world):
    lines = preview(office, year="2020", format="csv").content.decode("utf-8-sig").splitlines()

    assert [line.split(",")[1] for line in lines[1:]] == ["Town", "Company"]
    assert "5000.00" in lines[1].split(",")


def test_amounts_and_files_need_the_right_to_see_assessments(client, officer, world):
    run = assess_dues(2020, by=officer)
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(rights("view_duesrun"))
    client.force_login(reader)

    assert client.get(reverse("admin:fees_duesrun_list", args=[run.pk])).status_code == 403
    assert "5,000.00" not in shown(client.get(page_of_run(run)))


@pytest.mark.parametrize("query", [{"format": "exe"}, {}])
def test_file_of_a_run_that_is_not_there(office, officer, world, query):
    key = assess_dues(2020, by=officer).pk if query else 999

    assert office.get(reverse("admin:fees_duesrun_list", args=[key]), query).status_code == 404


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_the_members(office, officer, data_2020):
    def both() -> tuple[int, int]:
        run = assess_dues(2020, by=officer)
        return queries(office, reverse("admin:dues_preview")), queries(office, page_of_run(run))

    make_city(by=officer)
    with_one = both()
    for population in (200_000, 300_000):
        make_city(population, by=officer)
    with_three = both()

    assert Assessment.objects.count() == 3
    assert with_one == with_three == (25, 14)
