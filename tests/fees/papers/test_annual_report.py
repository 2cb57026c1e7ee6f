"""The annual membership report (paper 24) over the year of scenario S13."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from fees.papers.annual_report import AnnualReport, assessed_dues
from members.annual import RegisterYear, reportable_years
from members.models import City, Member
from members.services.leaving import withdraw_member
from members.services.members import rename_member
from tests.factories import approve, make_associate, make_opened
from tests.fees.dues import assess_dues, make_city
from tests.pdfs import squeezed, text

pytestmark = pytest.mark.django_db

HOSTILE = '=HYPERLINK("http://x","y") *#$\\'


@pytest.fixture
def year_2020(officer, time_machine):
    """Begins with three; one joins and is approved, one joins, one leaves, one is renamed. Seen in March 2021."""
    time_machine.move_to("2021-03-01T12:00+09:00")
    first, second, _third = make_opened(1, 2, 3)
    City.objects.filter(member=first).update(latitude=37.5, longitude=127)
    joined = make_associate(by=officer, accepted_on=date(2020, 3, 2), name_en="Joined")
    make_associate(by=officer, accepted_on=date(2020, 12, 2), name_en=HOSTILE)
    approve(joined, on=date(2020, 11, 17), by=officer)
    withdraw_member(second, notice_on=date(2020, 5, 1), last_day=date(2020, 6, 30), by=officer)
    rename_member(first, language="en", name="Astana", valid_from=date(2020, 9, 17), reason="law", by=officer)
    make_associate(by=officer, accepted_on=date(2021, 1, 5), name_en="Later")


def report(year=2020) -> AnnualReport:
    return AnnualReport.of(year, issued_on=date(2021, 3, 1))


def test_movements_add_up(year_2020):
    assert report().movements() == [
        ("Members on 31 December 2019", 3),
        ("Joined", 2),
        ("Left", 1),
        ("Members on 31 December 2020", 4),
        ("Approved as full members", 1),
        ("Renamed", 1),
    ]


def test_who_joined_left_and_was_renamed_is_named(year_2020):
    groups = report().data()["changes"]["groups"]

    assert [(group["title"], [row[2] for row in group["rows"]]) for group in groups] == [
        ("Joined (2)", ["Joined", HOSTILE]),
        ("Approved as full members (1)", ["Joined"]),
        ("Left (1)", ["Opened 2"]),
        ("Renamed (1)", ["Opened 1"]),
    ]
    assert groups[3]["rows"][0][3] == "English: Astana"


def test_retention_counts_those_of_the_beginning(year_2020):
    found = report()

    assert (found.of_year.retention.began, found.of_year.retention.stayed) == (3, 2)
    assert found.retention() == "Retention: 66.7 % (2 of 3 members)"


def test_five_years_of_which_the_register_covers_two(year_2020):
    assert report().series() == [
        [2016, "register begins 2019-12-31", "-", "-", "-"],
        [2017, "register begins 2019-12-31", "-", "-", "-"],
        [2018, "register begins 2019-12-31", "-", "-", "-"],
        [2019, "2019-12-31", 3, 3, 0],
        [2020, "2020-12-31", 4, 3, 1],
    ]


def test_by_kind_and_region(year_2020):
    found = report()

    assert found.by_kind()[-1] == ["Total", 3, 3, 0, 4, 3, 1]
    assert found.by_region() == [["Asia", 4, 0, 0, 4, 3, 1, 1], ["Total", 4, 0, 0, 4, 3, 1, 1]]


def test_the_map_has_a_dot_for_each_city_with_a_position(year_2020):
    found = report().data()["map"]

    assert found["dots"] == [(817.4, 108.4)]
    assert [label["words"] for label in found["labels"]] == ["Asia 4"]
    assert found["note"].endswith("Without a position on record: 3.")


def test_the_current_year_goes_up_to_today(year_2020):
    found = report(2021)

    assert found.title() == "Annual membership report 2021, as of 1 March 2021"
    assert found.series()[-1] == [2021, "2021-03-01", 5, 3, 2]
    assert found.movements()[1] == ("Joined", 1)


def test_years_that_can_be_reported(year_2020):
    assert reportable_years() == [2021, 2020, 2019]
    for year, code in ((2022, "not_begun"), (2018, "before_register")):
        with pytest.raises(ValidationError) as refusal:
            RegisterYear.of(year)
        assert refusal.value.code == code


def test_dues_that_were_assessed(data_2020, officer):
    for _each in range(2):
        make_city(by=officer)
    assess_dues(2020, by=officer)

    (found,) = assessed_dues(range(2016, 2021))

    assert (found.year, found.members, found.fees, found.adjusted) == (2020, 2, Decimal(10_000), 0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_paper_in_a_language(year_2020, language):
    pdf = report().render("pdf", language, number="WeGO-2021-0001")
    said = squeezed(text(pdf))

    assert report().render("pdf", language, number="WeGO-2021-0001") == pdf
    for words in (squeezed(HOSTILE), "WeGO-2021-0001", "66.7%", "Astana"):
        assert words in said


def test_the_workbook_has_numbers_and_plain_text(year_2020):
    book = openpyxl.load_workbook(io.BytesIO(report().render("xlsx", "en")))

    assert [cell.value for cell in book["By region"][2]] == ["Asia", 4, 0, 0, 4, 3, 1, 1]
    names = [(row[3].value, row[3].data_type) for row in book["Changes"].iter_rows(min_row=2)]
    assert (HOSTILE, "s") in names


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(officer, django_assert_num_queries, time_machine, count):
    time_machine.move_to("2020-03-01T12:00+09:00")
    make_opened(*range(1, count + 1))

    with django_assert_num_queries(17):
        found = report(2020)
    with django_assert_num_queries(0):
        found.render("pdf", "en")
    assert Member.objects.count() == count
