"""The calculation sheet (paper 11): every figure, the rule, the cell, the amount; the same paper each time."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from fees.models import Adjustment, Assessment
from fees.papers.calculation_sheet import (
    Calculation,
    calculation_of,
    calculation_sheet,
    calculation_sheet_pdf,
    sheet_pdf,
)
from fees.papers.figures import FigureLine
from fees.rules import Flat, Tables
from fees.services.corrections import supersede_assessment
from members.models import MemberName
from tests.fees.dues import add_figure, assess_dues, make_city
from tests.fees.printed import PRINTED_TABLES
from tests.pdfs import bold, pages, squeezed, text
from wego.pdf import printable

pytestmark = pytest.mark.sqlite

SOURCE = "World Bank, file of 2024-06-28"
CITY = {
    "dues_year": 2027,
    **PRINTED_TABLES.quote("city", population=1_250_000, gdp_per_capita="14999.996").basis,
    "population_figure": {"year": 2019, "year_basis": "stated", "source": "Census", "concept": "city proper"},
    "gdp_figure": {"economy": "KOR", "year": 2023, "source": SOURCE, "vintage": "2024-06-28"},
}
COMPANY = {
    "dues_year": 2027,
    **PRINTED_TABLES.quote("company", employees=500).basis,
    "employees_figure": {"year": 2026, "source": "Declaration", "year_basis": "assumed"},
}
SETTLED = {
    "settlement": 1,
    "way": "last_value",
    "document": "ExCom 2026-11-10",
    "reason": "No newer one",
    "on": "2027-01-15",
}
WAIVER = Adjustment(ground="waiver", amount=Decimal("-5000.00"), reason="Flood", document="ExCom 2026-11-10, item 4")
HOSTILE = st.text(alphabet="#$*_`<>@\\\"'/[]{}()~-=,0aŽ한\n\t\0\u202eع", min_size=1, max_size=200)


def calculation(basis=CITY, amount="5000.00", **about) -> Calculation:
    given = {
        "name": "Gimpo City",
        "country": "Republic of Korea",
        "number": 2,
        "tables": PRINTED_TABLES,
        "schedule": "Fee tables of January 2020 (2020)",
        "issued_on": date(2027, 1, 15),
        "economy": "Republic of Korea (KOR)",
    }
    return Calculation(basis=basis, amount=Decimal(amount), **(given | about))


def paper(given: Calculation, language: str = "en") -> bytes:
    with override(language):
        sheet = calculation_sheet(given)
    return sheet_pdf(sheet, language=language)


def marked(sheet) -> list[tuple]:
    """(GDP band, population band, amount) of every marked cell."""
    columns = [column["label"] for column in sheet.matrix["columns"]]
    return [
        (row["label"], columns[place], cell["amount"])
        for row in sheet.matrix["rows"]
        for place, cell in enumerate(row["cells"])
        if cell["marked"]
    ]


class TestWords:
    def test_each_figure_has_its_year_source_and_band(self):
        sheet = calculation_sheet(calculation())

        assert sheet.figures == [
            FigureLine(
                "Population", "1,250,000 persons", "2019", "Census; city proper", "1,000,000 to below 2,000,000"
            ),
            FigureLine(
                "GDP per head (PPP), Republic of Korea (KOR)",
                "14,999.99 international $",  # cut off: 15,000.00 would be in the next band
                "2023",
                SOURCE,
                "10,000 to below 15,000",
            ),
        ]

    def test_one_cell_is_marked(self):
        sheet = calculation_sheet(calculation())

        assert marked(sheet) == [("10,000 to below 15,000", "1,000,000 to below 2,000,000", "5,000")]
        assert sheet.scale == []

    def test_the_band_of_a_company_is_marked(self):
        sheet = calculation_sheet(calculation(COMPANY, "4000.00"))

        assert [(row["label"], row["amount"]) for row in sheet.scale if row["marked"]] == [
            ("500 to below 2,000", "4,000")
        ]
        assert sheet.matrix is None
        assert sheet.figures[0].source == "Declaration; year assumed: the source is undated"

    def test_a_flat_amount_has_no_figures_and_no_table(self):
        tables = Tables(flat={"institution": Flat("institution", Decimal(300))})
        sheet = calculation_sheet(calculation({"dues_year": 2027, "kind": "institution"}, "300.00", tables=tables))

        assert (sheet.figures, sheet.matrix, sheet.scale) == ([], None, [])
        assert sheet.rule == ["Every member of this kind pays the same fee: institution."]
        assert "USD 300.00" in text(sheet_pdf(sheet, language="en"))

    def test_an_adjustment_is_a_line_of_its_own(self):
        sheet = calculation_sheet(calculation(adjustments=[WAIVER]))

        assert [(line.label, line.amount, line.detail) for line in sheet.amounts] == [
            ("Fee by the table", "USD 5,000.00", ""),
            ("Waiver", "USD -5,000.00", "Flood (decision: ExCom 2026-11-10, item 4)"),
        ]
        assert (sheet.total.label, sheet.total.amount) == ("Membership fee 2027", "USD 0.00")

    def test_a_settled_figure_says_how_and_by_which_decision(self):
        basis = CITY | {"gdp_figure": CITY["gdp_figure"] | {"year": 2012, "settled": SETTLED}}

        assert calculation_sheet(calculation(basis)).figures[1].decision == (
            "Settled by decision: last available value; Reason: No newer one; Decision: ExCom 2026-11-10; "
            "Confirmed on 2027-01-15"
        )

    def test_what_replaces_and_what_is_replaced_is_said(self):
        sheet = calculation_sheet(
            calculation(reason="New census", replaces_of=date(2027, 1, 2), replaced_on=date(2027, 3, 1))
        )

        assert sheet.mark == "REPLACED"
        assert sheet.remarks == [
            "A new assessment replaced this one on 1 March 2027.",
            "This replaces the assessment of 2 January 2027. Reason: New census",
        ]


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_it_says_all_on_one_page(self, language):
        said = pages(paper(calculation(adjustments=[WAIVER]), language))

        assert len(said) == 1
        for words in (
            "Gimpo City",
            "1,250,000",
            "14,999.99",
            "2019",
            "2023",
            "Census",
            SOURCE,
            "USD 5,000.00",
            "USD 0.00",
        ):
            assert words in said[0]

    def test_bands_and_date_are_in_the_language_of_the_paper(self):
        assert "10,000 이상 15,000 미만" in text(paper(calculation(), "ko"))
        assert "2027년 1월 15일" in text(paper(calculation(), "ko"))
        assert "10,000 to below 15,000" in text(paper(calculation(), "en"))
        assert "15 January 2027" in text(paper(calculation(), "en"))

    def test_of_the_amounts_only_the_marked_one_is_bold(self):
        amounts = {f"{cell:,}" for row in PRINTED_TABLES.city.cells for cell in row}

        assert [words for words in bold(paper(calculation())) if words in amounts] == ["5,000"]

    @settings(max_examples=15, deadline=None)
    @given(HOSTILE)
    def test_typed_text_is_printed_as_it_stands(self, typed):
        basis = COMPANY | {"employees_figure": COMPANY["employees_figure"] | {"source": f"({typed})"}}
        said = paper(calculation(basis, name=f"[{typed}]", reason=f"<{typed}>", replaces_of=date(2027, 1, 2)))

        for words in (f"({typed})", f"[{typed}]", f"<{typed}>"):
            assert squeezed(printable(words)) in squeezed(text(said))


class TestOfAnAssessment:
    @pytest.fixture
    def city(self, data_2020, officer):
        with time_machine.travel("2019-12-01 12:00"):
            return make_city(850_000, by=officer, name_en="Old Name", name_ko="옛이름")

    @pytest.fixture
    def assessment(self, city, officer):
        with time_machine.travel("2020-01-15 12:00"):
            return assess_dues(2020, by=officer).assessments.get()

    def test_it_has_the_names_economy_and_schedule(self, assessment):
        found = calculation_of(assessment)

        assert (found.name, found.amount, found.economy) == ("Old Name", Decimal("4500.00"), "Country KOR (KOR)")
        assert found.schedule == "Fee tables of January 2020 (2020)"
        assert found.issued_on == date(2020, 1, 15)
        with override("ko"):
            assert calculation_of(assessment).name == "옛이름"

    def test_printed_again_it_is_identical(self, assessment, city, officer):
        first = calculation_sheet_pdf(assessment, language="ko")
        MemberName(member=city, language="ko", text="새이름", valid_from=date(2020, 1, 1)).save()
        add_figure(city, 2_000_000, 2019)

        with time_machine.travel("2040-07-01 12:00"):
            again = calculation_sheet_pdf(Assessment.objects.get(pk=assessment.pk), language="ko")

        assert again == first
        assert "옛이름" in text(again)

    def test_both_papers_of_a_correction_say_so(self, assessment, city, officer):
        add_figure(city, 250_000, 2019)
        with time_machine.travel("2020-04-02 12:00"):
            new = supersede_assessment(assessment, reason="The census counts fewer.", by=officer)

        old_paper, new_paper = (text(calculation_sheet_pdf(one, language="en")) for one in (assessment, new))
        assert "REPLACED" in old_paper
        assert "A new assessment replaced this one on 2 April 2020." in old_paper
        assert "USD 4,500.00" in old_paper
        assert "This replaces the assessment of 15 January 2020. Reason: The census counts fewer." in new_paper
        assert "USD 3,500.00" in new_paper
