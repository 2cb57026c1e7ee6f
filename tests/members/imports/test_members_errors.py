"""What the members sheet refuses: each wrong cell by row and column, the file as a whole."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Member, StatusChange
from tests.factories import make_associate
from tests.members.imports.tables import HEADER, NEW, REASON, counts, errors, words

pytestmark = pytest.mark.sqlite  # pages and words: once is enough

WRONG = {
    "kind": ("village", "kind"),
    "country": ("XXX", "country"),
    "website": ("no address", "website"),
    "name": ("x" * 201, "name_en"),
    "no-name": (None, "name_en"),
    "capital": ("perhaps", "capital"),
    "day": ("2026-02-30", "accepted_on"),
    "future": (date(2999, 1, 1), "accepted_on"),
    "before": (date(2026, 3, 6), "accepted_on"),
    "received": (date(2026, 3, 4), "received_on"),
    "missing": (None, "submitted_on"),
    "persons": ("1.5 million", "population"),
    "nobody": (0, "population"),
    "source": (None, "figure_source"),
    "year": (None, "figure_year"),
    "number": (99, "number"),
    "broken": ("#REF!", "name_ko"),
}


@pytest.mark.parametrize(("value", "column"), WRONG.values(), ids=WRONG)
def test_each_wrong_cell_is_reported_with_row_and_column(upload, value, column):
    answer = upload(NEW | {"name_en": "Right"}, NEW | {column: value})

    assert (3, column) in errors(answer)
    assert 2 not in [row for row, _column in errors(answer)]
    assert not answer.context["plan"].can_be_applied


def test_one_error_keeps_the_whole_file_out(upload, confirm):
    answer = upload(NEW, NEW | {"name_en": "Other", "country": "XXX"})

    refused = confirm(answer)

    assert counts(answer) == {"add": 1, "error": 1}
    assert refused.status_code == 409
    assert not Member.objects.exists()


def test_rows_that_repeat_each_other_are_refused(upload):
    answer = upload(NEW, NEW)

    assert errors(answer) == [(3, "")]
    assert "stands in row 2 already" in words(answer)


def test_columns_of_another_kind_are_refused(upload):
    answer = upload(
        NEW | {"kind": "company", "capital": "yes", "level": "city", "legal_form": "agency"},
        header=[*HEADER, "level", "legal_form"],
    )

    assert set(errors(answer)) == {(2, "capital"), (2, "level"), (2, "legal_form"), (2, "population")}


def test_kind_and_application_of_a_member_do_not_change(upload, officer):
    make_associate(by=officer, name_en="A")

    answer = upload({**NEW, "number": 1, "name_en": "A", "kind": "company"})

    assert {(2, "kind"), (2, "accepted_on"), (2, "population")} <= set(errors(answer))


def test_economy_needs_its_reason_and_position_both_numbers(upload):
    header = [*HEADER, "economy_code", "latitude"]

    answer = upload(NEW | {"economy_code": "HKG", "latitude": "22.3"}, header=header)

    assert errors(answer) == [(2, "economy_reason"), (2, "latitude")]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ([*HEADER, "colour", "shape"], "Unknown columns: colour, shape."),
        (HEADER[3:], "Missing columns: number, kind, name_en."),
        ([*HEADER, "국가"], "stand in the file twice: country."),
    ],
)
def test_columns_of_the_file_are_checked_by_name(upload, header, sentence):
    answer = upload(NEW, header=header)

    assert sentence in answer.context["form"].errors["file"][0]


def test_file_that_is_no_table_is_refused_on_the_form(client, officer):
    picture = SimpleUploadedFile("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0")

    answer = client.post(reverse("admin:members_member_import"), {"file": picture, "reason": REASON})

    assert "is not a table" in answer.context["form"].errors["file"][0]


def test_ten_thousand_malformed_rows_are_all_reported(upload, confirm):
    many = 10_000
    rows = [{"kind": "village", "name_en": "", "country": "??", "population": "many"} for _number in range(many)]

    answer = upload(*rows)

    places = set(errors(answer))
    columns = {"kind", "name_en", "country", "population", "submitted_on", "received_on", "accepted_on"}
    assert places == {(row, column) for row in range(2, many + 2) for column in columns}
    assert answer.content.decode().count('<th scope="row">') < 700
    assert confirm(answer).status_code == 409
    assert not Member.objects.exists()
    assert not StatusChange.objects.exists()
