"""The suitability sheet (paper 4) of an application and of an associate member."""

from datetime import date

import pytest

from fees.papers.suitability_sheet import SuitabilitySheet
from members.models import City, Kind
from members.services.applications import record_application
from tests.factories import ApplicationFactory, make_associate, make_former, make_full
from tests.fees.dues import assess_dues, make_city
from tests.pdfs import squeezed, text

DAY = date(2020, 11, 2)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def november(data_2020, time_machine):
    time_machine.move_to("2020-11-02T12:00+09:00")


def applied(officer, **facts):
    given = {"name_en": "Suwon", "population": 1_250_000, "figure_year": 2018, "figure_source": "KOSIS"} | facts
    return record_application(ApplicationFactory.build(**given), by=officer)


def sheet_of(application) -> SuitabilitySheet:
    return SuitabilitySheet.of_application(application, issued_on=DAY)


def test_the_fee_follows_from_the_figures_of_the_application(officer):
    data = sheet_of(applied(officer)).data()

    assert data["fee"]["amount"] == "First dues year 2021, if approved in 2020: USD 5,000.00"
    assert data["fee"]["lines"][0] == "Row 7, column 4 of the fee table"
    assert [row[1:4] for row in data["figures"]["rows"]] == [
        ["1,250,000 persons", "2018", "KOSIS"],
        ["12,300 international $", "2018", "World Bank, file of 2019-12-18"],
    ]


def test_a_company_and_an_institution(officer):
    company = sheet_of(applied(officer, kind=Kind.COMPANY, population=None, employees=520)).data()
    institution = applied(officer, kind=Kind.INSTITUTION, population=None, figure_year=None, figure_source="")

    assert company["fee"]["amount"].endswith("USD 4,000.00")
    assert sheet_of(institution).data()["fee"]["amount"].endswith("No dues schedule for this kind")


def test_missing_gdp_is_said_and_the_figure_on_record_is_shown(officer):
    member = make_city(by=officer)
    member.economy_code, member.economy_reason = "VEN", "test"
    member.save()
    data = SuitabilitySheet.of_member(member, issued_on=DAY).data()

    assert "No GDP figure of the economy VEN" in data["fee"]["amount"]
    assert [row[:4] for row in data["figures"]["rows"]] == [["population", "1,250,000 persons", "2018", "census"]]


def test_members_of_like_names_and_other_applications_are_named(officer):
    make_former(by=officer, name_en="Suwon", last_day=date(2020, 6, 30))
    applied(officer)

    data = sheet_of(applied(officer)).data()["overlaps"]

    assert [row[1:] for row in data["rows"]] == [["Suwon", "Country KOR", "former member", "same name"]]
    assert data["lines"] == ["Open application of the same or a similar name: A-2019-0002 Suwon"]


def test_territories_that_lie_within_each_other_are_named(officer):
    outer, inner = make_full(by=officer, name_en="Zhejiang"), make_associate(by=officer, name_en="Ningbo")
    City.objects.filter(member=inner).update(lies_within=outer)

    said = [SuitabilitySheet.of_member(one, issued_on=DAY).data()["overlaps"]["lines"] for one in (inner, outer)]

    assert [line.split(" (")[0] for lines in said for line in lines] == [
        "lies within: Zhejiang",
        "has within it: Ningbo",
    ]


def test_an_applicant_that_left_shows_its_past_and_what_was_assessed(officer):
    member = make_city(by=officer, name_en="Suwon")
    assess_dues(2020, by=officer)

    data = SuitabilitySheet.of_member(member, issued_on=DAY).data()

    assert [line.split(" (")[0] for line in data["past"]["lines"]] == [
        "20 March 2019: associate member",
        "8 November 2019: full member",
    ]
    assert data["balance"]["lines"] == [
        "Balances come with the invoices: none is kept yet.",
        "Assessed for 2020: USD 5,000.00",
    ]


@pytest.mark.parametrize(("language", "name"), [("en", '=HYPERLINK("http://x","y") *#$\\'), ("ko", "수원시")])
def test_the_paper_in_a_language_names_no_person(officer, language, name):
    application = applied(
        officer, name_en='=HYPERLINK("http://x","y") *#$\\', name_ko="수원시", liaison_name="Lee Min", head_name="Kim"
    )

    said = squeezed(text(sheet_of(application).render("pdf", language)))

    assert squeezed(name) in said
    assert "USD5,000.00" in said
    assert "LeeMin" not in said


def test_it_is_kept_with_the_application(officer):
    application = applied(officer)

    paper = sheet_of(application).issue(by=officer)

    assert (paper.application, paper.member, paper.kind) == (application, None, "suitability")
    assert sorted(file.name for file in paper.files.all()) == [f"{paper.number}-{one}.pdf" for one in ("en", "ko")]
