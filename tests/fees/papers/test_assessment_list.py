"""The assessment list (paper 10): who is assessed and why to that amount, who is not, and what it comes to."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override

from fees.assessing import Outcome, Verdict
from fees.models import DuesRun, FeeSchedule
from fees.papers.assessment_list import assessment_list, assessment_list_pdf
from fees.papers.assessment_workbook import assessment_list_csv, assessment_list_xlsx
from fees.reports import NOTHING, DuesReport, Line
from members.models import Country, Member, Region
from tests.fees.dues import assess_dues, make_city, make_company, make_institution
from tests.fees.printed import PRINTED_TABLES
from tests.pdfs import pages, read, text

pytestmark = pytest.mark.sqlite

ASIA = Region(pk=1, code="asia", name_en="Asia", name_ko="아시아")
AFRICA = Region(pk=2, code="africa", name_en="Africa", name_ko="아프리카")
KOREA = Country(pk="KOR", name_en="Korea", name_ko="대한민국", region=ASIA)
KENYA = Country(pk="KEN", name_en="Kenya", name_ko="케냐", region=AFRICA)
WORLD_BANK = "World Bank, file of 2024-06-28"


def member(number, kind="city", country=KOREA) -> Member:
    found = Member(pk=number, number=number, kind=kind, country=country)
    found.name_en, found.name_ko = f"Member {number}", f"회원 {number}"
    return found


def city(number, *, country=KOREA, adjusted=NOTHING, warnings=(), settled=None) -> Line:
    quote = PRINTED_TABLES.quote("city", population=1_250_000, gdp_per_capita="12300.5")
    gdp = {"economy": country.pk, "year": 2023, "source": WORLD_BANK}
    basis = quote.basis | {
        "population_figure": {"year": 2019, "source": "Census"},
        "gdp_figure": gdp | ({"settled": settled} if settled else {}),
    }
    outcome = Outcome(number, "city", Verdict.ASSESSED, quote.amount, basis, warnings)
    return Line(member(number, country=country), outcome, adjusted)


def company(number) -> Line:
    quote = PRINTED_TABLES.quote("company", employees=480)
    basis = quote.basis | {"employees_figure": {"year": 2026, "source": "Declaration"}}
    return Line(member(number, "company"), Outcome(number, "company", Verdict.ASSESSED, quote.amount, basis))


def passed_over(number, kind, verdict, reason, **facts) -> Line:
    return Line(member(number, kind), Outcome(number, kind, verdict, reason=reason, facts=facts))


LINES = [
    city(1, adjusted=Decimal("-1000.00"), warnings=("old_population",)),
    city(2, country=KENYA, settled={"way": "last_value", "document": "ExCom"}),
    company(3),
    passed_over(4, "city", Verdict.EXCEPTION, "stale_gdp", economy="VEN", gdp_year=2012, reference_year=2025),
    passed_over(5, "institution", Verdict.NOT_ASSESSED, "no_schedule"),
]


def report(lines=LINES, *, preview=True, include_provisional=True) -> DuesReport:
    run = DuesRun(
        year=2027,
        schedule=FeeSchedule(title_en="Fee tables of January 2020", first_dues_year=2020),
        data_on=date(2026, 11, 15),
        vintage=date(2024, 6, 28),
        due_on=date(2027, 3, 31),
        include_provisional=include_provisional,
    )
    return DuesReport(run, preview, list(lines), [ASIA, AFRICA])


class TestWords:
    def test_a_row_for_each_member(self):
        rows = assessment_list(report())["assessed"]["rows"]

        assert ["|".join(row) for row in rows] == [
            "1|Member 1|Korea|1,250,000|2019 [1]|12,300.50|2023 KOR [2]|7 / 4|a|5,000.00|-1,000.00|4,000.00",
            "2|Member 2|Kenya|1,250,000|2019 [1]|12,300.50|2023 KEN [2]|7 / 4|b|5,000.00||5,000.00",
            "3|Member 3|Korea|480|2026 [3]|||1||2,000.00||2,000.00",
        ]

    def test_the_legend_explains_what_rows_say_in_short(self):
        assert assessment_list(report())["legend"][1:] == [
            "[1] Census",
            f"[2] {WORLD_BANK}",
            "[3] Declaration",
            "a) old population figure",
            "b) figure settled by decision of two persons",
        ]

    def test_who_has_no_amount_is_listed_with_the_reason(self):
        data = assessment_list(report())

        assert ["|".join(row) for row in data["exceptions"]["rows"]] == [
            "4|Member 4|city|Korea|The last GDP figure of the economy VEN is of 2012; the year asked for is 2025."
        ]
        assert ["|".join(row) for row in data["not_assessed"]["rows"]] == [
            "5|Member 5|institution|Korea|no dues schedule for this kind"
        ]

    def test_sums_by_category_and_region_come_to_the_total(self):
        by_category, by_region = assessment_list(report())["totals"]

        assert by_category["rows"] == [
            ["City", "2", "10,000.00", "-1,000.00", "9,000.00"],
            ["Institution", "0", "0.00", "0.00", "0.00"],
            ["Company", "1", "2,000.00", "0.00", "2,000.00"],
            ["Total", "3", "12,000.00", "-1,000.00", "11,000.00"],
        ]
        assert by_region["rows"] == [
            ["Asia", "2", "7,000.00", "-1,000.00", "6,000.00"],
            ["Africa", "1", "5,000.00", "0.00", "5,000.00"],
            ["Total", "3", "12,000.00", "-1,000.00", "11,000.00"],
        ]

    @pytest.mark.parametrize("included", [True, False])
    def test_it_says_whether_provisional_members_are_included(self, included):
        said = " ".join(assessment_list(report(include_provisional=included))["terms"])

        assert ("Provisional members are included" in said) is included
        assert ("Provisional members are not included" in said) is not included


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_it_says_what_it_follows_from_and_every_member(self, language):
        said = text(assessment_list_pdf(report(), language=language))

        names = [f"Member {number}" if language == "en" else f"회원 {number}" for number in range(1, 6)]
        for words in ("2027", "2024-06-28", "2026-11-15", "12,300.50", "USD 11,000.00", *names):
            assert words in said

    def test_only_a_preview_is_marked(self):
        assert "PREVIEW" in text(assessment_list_pdf(report(), language="en"))
        assert "PREVIEW" not in text(assessment_list_pdf(report(preview=False), language="en"))

    def test_header_and_mark_stand_on_each_page_of_a_long_list(self):
        said = pages(assessment_list_pdf(report([city(number) for number in range(1, 101)]), language="en"))
        of_the_table = [page for page in said if "Korea" in page]

        assert len(of_the_table) > 2
        for page in of_the_table:
            assert "Population or employees" in page
            assert "PREVIEW" in page
        assert said[-1].endswith(f"Page {len(said)} of {len(said)}")

    def test_it_is_landscape(self):
        page = read(assessment_list_pdf(report(), language="en")).pages[0].mediabox

        assert (round(page.width), round(page.height)) == (842, 595)

    def test_the_same_report_gives_the_same_paper(self):
        assert assessment_list_pdf(report(), language="ko") == assessment_list_pdf(report(), language="ko")

    def test_a_list_of_nobody_is_a_paper_too(self):
        said = text(assessment_list_pdf(report([]), language="en"))

        assert said.count("None.") == 3
        assert "USD 0.00" in said


class TestWorkbook:
    @pytest.fixture
    def sheets(self):
        book = openpyxl.load_workbook(io.BytesIO(assessment_list_xlsx(report())))
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    def test_numbers_are_numbers_and_sources_stand_in_full(self, sheets):
        first = dict(zip(*sheets["Assessments"][:2], strict=True))

        assert first["population"] == 1_250_000
        assert first["GDP per head (PPP)"] == 12300.5
        assert (first["row"], first["column"]) == (7, 4)
        assert first["GDP per head (PPP): source"] == WORLD_BANK
        assert (first["Fee (USD)"], first["Adjustments"], first["Total (USD)"]) == (5000, -1000, 4000)
        assert first["remarks"] == "old population figure"

    def test_exceptions_members_passed_over_and_totals_have_their_sheets(self, sheets):
        assert list(sheets) == ["Assessments", "Exceptions", "Not assessed", "Totals"]
        assert [row[0] for row in sheets["Exceptions"][1:]] == [4]
        assert [row[0] for row in sheets["Not assessed"][1:]] == [5]
        assert ("Total", 3, 12000, -1000, 11000) in sheets["Totals"]
        assert sheets["Totals"][0][0] == "Assessment list, dues of 2027 PREVIEW"
        assert ("Data as of 2026-11-15", None, None, None, None) in sheets["Totals"]

    def test_the_sheets_are_in_the_language_that_is_active(self):
        with override("ko"):
            book = openpyxl.load_workbook(io.BytesIO(assessment_list_xlsx(report())))

        assert book.worksheets[0]["D2"].value == "도시"

    def test_csv_has_the_assessed_members(self):
        lines = assessment_list_csv(report()).decode("utf-8-sig").splitlines()

        assert [line.split(",")[0] for line in lines] == ["number", "1", "2", "3"]


class TestOfARun:
    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, data_2020, officer, django_assert_num_queries, count):
        for _each in range(count):
            make_city(by=officer)
            make_company(by=officer)
            make_institution(by=officer)
        found = DuesReport.of(assess_dues(2020, by=officer))

        with django_assert_num_queries(1):  # the schedule
            said = text(assessment_list_pdf(found, language="en"))

        assert f"USD {7000 * count:,}.00" in said
