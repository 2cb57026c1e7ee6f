"""The figures sheet: populations and employees are added, never changed; all or nothing (A6, R10, R15)."""

import io
from datetime import date

import pytest
from django.urls import reverse

from members.models import Kind, Member, MemberFigure
from tests.factories import UserFactory, make_opened, rights
from tests.members.imports.tables import SEOUL, counts, errors, export, words
from wego.dates import today
from wego.spreadsheets import read_table

HEADER = [
    *("member", "indicator", "value", "reference_year", "year_basis"),
    *("concept", "quality", "source", "vintage", "retrieved_on"),
]
WHOLE = SEOUL | {
    "year_basis": "inferred",
    "concept": "city proper",
    "quality": "B",
    "vintage": date(2020, 3, 18),
    "retrieved_on": date(2020, 4, 1),
}
FIRM = {"member": 2, "indicator": "employees", "value": 0, "reference_year": 2019, "source": "declaration"}


@pytest.fixture
def figures(upload):
    """Opened 1 is a city, Opened 2 a company, Opened 3 an institution; shows what rows would do."""
    for number, kind in enumerate((Kind.CITY, Kind.COMPANY, Kind.INSTITUTION), start=1):
        make_opened(number, kind=kind)
    return lambda *rows, header=HEADER, **options: upload(*rows, header=header, model="memberfigure", **options)


@pytest.fixture
def save(figures, confirm):
    """Uploads rows and confirms them."""
    return lambda *rows: confirm(figures(*rows), model="memberfigure")


def newest(year: int = 2019) -> int:
    return MemberFigure.objects.newest("population", until=year).get().value


def told(preview) -> list[str]:
    return [row.identity for row in preview.context["plan"].rows]


# --- adding ------------------------------------------------------------------------------------
def test_preview_names_member_and_figure_and_saves_nothing(figures):
    preview = figures(WHOLE, FIRM)

    assert counts(preview) == {"add": 2}
    assert told(preview) == ["1 Opened 1 population 2019", "2 Opened 2 employees 2019"]
    assert "value: 9,729,107; year_basis: inferred; concept: city proper; quality: B" in preview.content.decode()
    assert "Reason for the change" not in preview.content.decode()
    assert not MemberFigure.objects.exists()


@pytest.mark.parametrize("as_xlsx", [False, True], ids=["csv", "xlsx"])
def test_confirmation_records_exactly_the_rows(figures, confirm, officer, as_xlsx):
    done = confirm(figures(WHOLE, FIRM, as_xlsx=as_xlsx), model="memberfigure")

    city, company = MemberFigure.objects.order_by("pk")
    assert done.status_code == 302
    assert {name: getattr(city, name) for name in WHOLE if name != "member"} | {"member": 1} == WHOLE
    assert (company.value, company.year_basis, company.quality, company.vintage) == (0, "stated", "A", None)
    assert {city.recorded_by, company.recorded_by} == {officer}


def test_same_file_again_changes_nothing(figures, save):
    save(WHOLE, FIRM)

    again = figures(WHOLE, FIRM)

    assert counts(again) == {"same": 2}
    assert "there is nothing to save" in again.content.decode()
    assert save(WHOLE, FIRM).status_code == 409
    assert MemberFigure.objects.count() == 2


@pytest.mark.parametrize("value", ["1070000", "1,070,000", "1 070 000", " 1\u00a0070\u00a0000 "])
def test_spellings_of_a_number_of_persons(figures, value):
    [row] = figures(SEOUL | {"value": value}).context["plan"].rows

    assert row.changes["value"] == ("", "1,070,000")


def test_headings_may_be_korean(figures):
    korean = ["회원번호", "지표", "값", "기준연도", "연도 근거", "집계 대상", "자료 등급", "출처", "자료 발표일"]
    row = dict(zip(korean, [1, "population", 5, 2019, "assumed", "LGA", "C", "census", "2020-03-18"], strict=True))

    preview = figures(row, header=korean)

    assert told(preview) == ["1 Opened 1 population 2019"]
    assert preview.context["plan"].rows[0].changes == {
        **{"value": ("", "5"), "year_basis": ("", "assumed"), "concept": ("", "LGA"), "quality": ("", "C")},
        **{"source": ("", "census"), "vintage": ("", "2020-03-18")},
    }


# --- beside what is on record ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ({"value": 9_700_000}, "value: <ins>9,700,000</ins> (until now: 9,729,107)"),
        ({"source": "letter"}, "source: <ins>letter</ins> (until now: census)"),
    ],
)
def test_another_value_or_source_is_added_beside_the_earlier_figure(figures, save, other, shown):
    save(SEOUL)

    preview = figures(SEOUL | other)
    save(SEOUL | other)

    assert counts(preview) == {"add": 1}
    assert shown in preview.content.decode()
    assert newest() == other.get("value", 9_729_107)
    assert MemberFigure.objects.count() == 2


def test_figure_of_another_year_has_nothing_before_it(figures, save):
    save(SEOUL)

    assert "until now" not in figures(SEOUL | {"reference_year": 2018, "value": 5}).content.decode()


def test_of_two_figures_of_one_year_in_a_file_the_last_counts_and_says_what_it_follows(figures, save):
    rows = SEOUL, SEOUL | {"value": 9_000_000, "source": "letter"}

    preview = figures(*rows)
    save(*rows)

    first, second = preview.context["plan"].rows
    assert (first.changes["value"], second.changes["value"]) == (("", "9,729,107"), ("9,729,107", "9,000,000"))
    assert newest() == 9_000_000


def test_same_figure_says_how_it_stands_on_record_and_which_one_counts(figures, save):
    save(SEOUL | {"quality": "B"}, SEOUL | {"value": 9_000_000})

    preview = figures(SEOUL | {"concept": "city"})

    assert counts(preview) == {"same": 1}
    assert told(preview) == [
        "1 Opened 1 population 2019: 9,729,107; on record with concept: -; on record with quality: B; "
        "the newest figure of this year is 9,000,000"
    ]


def test_confirmation_is_refused_when_another_figure_came_meanwhile(figures, confirm):
    preview = figures(SEOUL)
    member = Member.objects.get(number=1)
    MemberFigure(member=member, indicator="population", value=7, reference_year=2019, source="colleague").save()

    refused = confirm(preview, model="memberfigure")

    assert refused.status_code == 409
    assert "value: <ins>9,729,107</ins> (until now: 7)" in refused.content.decode()
    assert newest() == 7


# --- refusals ----------------------------------------------------------------------------------
NEXT_YEAR = today().year + 1
OF_KIND = "Cities state their population, companies their employees."
WRONG = {
    "zero": ({"value": 0}, "value", "Population 0 is a missing figure, not a number of persons."),
    "negative": ({"value": -1}, "value", "Population cannot be negative: -1."),
    "fraction": ({"value": "299.5"}, "value", "Population must be a whole number of persons, not 299.5."),
    "words": ({"value": "many"}, "value", "Population must be a whole number of persons like 1070000, not “many”."),
    "no value": ({"value": None}, "value", "This cell must not be empty."),
    "broken": ({"value": "#N/A"}, "value", "The cell shows the error #N/A of the spreadsheet."),
    "member": ({"member": 9}, "member", "There is no member no. 9."),
    "no member": ({"member": None}, "member", "This cell must not be empty."),
    "indicator": ({"indicator": "gdp", "value": "many"}, "indicator", "“gdp” is none of: population, employees."),
    "employees": ({"indicator": "employees"}, "indicator", OF_KIND),
    "company": ({"member": 2}, "indicator", OF_KIND),
    "institution": ({"member": 3}, "indicator", OF_KIND),
    "next year": (
        {"reference_year": NEXT_YEAR},
        "reference_year",
        f"The year {NEXT_YEAR} has not come yet. A figure is of this year or of an earlier one.",
    ),
    "year": ({"reference_year": "19"}, "reference_year", "“19” is not a whole number from 1900 to 2200."),
    "no year": ({"reference_year": None}, "reference_year", "This cell must not be empty."),
    "basis": ({"year_basis": "guess"}, "year_basis", "“guess” is none of: stated, inferred, assumed."),
    "quality": ({"quality": "D"}, "quality", "“D” is none of: A, B, C."),
    "concept": ({"concept": "x" * 81}, "concept", "Too long: 81 characters; at most 80 are kept."),
    "no source": ({"source": None}, "source", "This cell must not be empty."),
    "vintage": ({"vintage": "2999-01-01"}, "vintage", "2999-01-01 has not come yet. Record it on or after that day."),
    "retrieved": ({"retrieved_on": "soon"}, "retrieved_on", "“soon” is not a day of the calendar."),
}


@pytest.mark.parametrize(("wrong", "column", "sentence"), WRONG.values(), ids=WRONG)
def test_each_wrong_cell_is_reported_with_row_and_reason(figures, confirm, wrong, column, sentence):
    preview = figures(FIRM, SEOUL | wrong)

    assert errors(preview) == [(3, column)]
    assert sentence in words(preview)
    assert confirm(preview, model="memberfigure").status_code == 409
    assert not MemberFigure.objects.exists()


def test_employees_are_refused_in_their_own_words(figures):
    preview = figures(*(FIRM | {"value": value} for value in ("some", "-1", "1.5")))

    assert [message for *_place, message in preview.context["plan"].error_lines()] == [
        "Employees must be a whole number of persons like 480, not “some”.",
        "The number of employees cannot be negative: -1.",
        "Employees must be a whole number of persons, not 1.5.",
    ]


def test_every_wrong_cell_of_a_row_is_reported(figures):
    wrong = {"value": "0", "reference_year": NEXT_YEAR, "vintage": "2999-01-01"}

    assert errors(figures(SEOUL | wrong)) == [(2, "value"), (2, "reference_year"), (2, "vintage")]


def test_new_row_that_stands_in_the_file_twice_is_refused(figures):
    preview = figures(SEOUL, SEOUL | {"quality": "C"})

    assert errors(preview) == [(3, "")]
    assert "stands in row 2 already" in words(preview)


def test_ten_thousand_rows_are_checked_each(figures, django_assert_max_num_queries):
    rows = [SEOUL | {"value": number} for number in range(10_000)]

    with django_assert_max_num_queries(12):
        preview = figures(*rows)

    assert errors(preview) == [(2, "value")]


def test_ten_thousand_rows_are_recorded(save):
    done = save(*(SEOUL | {"value": number} for number in range(1, 10_001)))

    assert done.status_code == 302
    assert MemberFigure.objects.count() == 10_000
    assert newest() == 10_000


# --- around it ---------------------------------------------------------------------------------
def test_import_is_open_to_whoever_may_record_a_figure(figures, client):
    reader, recorder = UserFactory(), UserFactory()
    reader.user_permissions.set(rights("view_memberfigure"))
    recorder.user_permissions.set(rights("view_memberfigure", "add_memberfigure"))
    answers = []

    for user in (reader, recorder):
        client.force_login(user)
        answers.append(client.get(reverse("admin:members_memberfigure_import")).status_code)

    assert answers == [403, 200]


def test_page_of_the_upload_asks_no_reason_and_says_that_figures_are_only_added(figures, client):
    page = client.get(reverse("admin:members_memberfigure_import")).content.decode()

    assert 'name="reason"' not in page
    assert "Figures are only ever added." in page
    assert "a blank cell empties the value" not in page


def test_export_is_in_the_order_of_recording(figures, save, client):
    """Imported elsewhere, the same figure of a year is the last one."""
    save(SEOUL, SEOUL | {"value": 5}, FIRM, SEOUL | {"value": 7, "reference_year": 2018})

    _header, rows = read_table(io.BytesIO(export(client, "memberfigure", 1).content), "x")

    assert [row["value"] for _number, row in rows] == ["9729107", "5", "0", "7"]
