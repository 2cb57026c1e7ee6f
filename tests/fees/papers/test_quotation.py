"""The fee quotation (paper 1): the amount that a run would assess, or why there is none; until when; no invoice."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from fees.papers.applicant_fee import ApplicantFee
from fees.papers.quotation import FeeQuotation, can_be_quoted
from fees.services.quotes import quote_first_dues
from members.models import Application, Kind, Member
from members.services.applications import accept_application, record_application, return_application
from members.services.papers import read_file
from tests.factories import ApplicationFactory, CountryFactory, approve, make_former
from tests.fees.dues import add_figure, add_gdp, assess_dues, dues_of
from tests.pdfs import bold, pages, squeezed, text
from wego.pdf import printable

DAY = date(2020, 3, 2)
APPROVED_ON = date(2020, 11, 17)
HOSTILE = '#panic("x") $a$ *b* _c_ `d` <e> @f [g] {h} \\ // i "j" ' + "W" * 130

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def march(data_2020, time_machine):
    time_machine.move_to("2020-03-02T12:00+09:00")


def draft(**facts) -> Application:
    """An application that is saved nowhere: neither key nor number."""
    given = {"name_en": "Suwon", "population": 1_250_000, "figure_year": 2018, "figure_source": "KOSIS"}
    if facts.get("kind", Kind.CITY) != Kind.CITY:
        del given["population"]
    day = {"submitted_on": DAY, "received_on": DAY}
    return ApplicationFactory.build(**given | day | facts)


def quotation(application, **terms) -> FeeQuotation:
    return FeeQuotation.of_application(application, issued_on=DAY, **terms)


def assessed(application, officer, time_machine):
    """What the run of the first dues year assesses, once it is a member by these very figures."""
    member = accept_application(record_application(application, by=officer), accepted_on=DAY, by=officer)
    time_machine.move_to("2020-11-18T12:00+09:00")
    approve(member, on=APPROVED_ON, by=officer)
    time_machine.move_to("2021-01-04T12:00+09:00")
    assess_dues(2021, by=officer)
    return dues_of(member, 2021)


class TestAmount:
    @pytest.mark.parametrize(
        ("population", "gdp", "amount"),
        [
            (299_999, "3450", "500"),
            (300_000, "3450", "750"),
            (1_053_000, "999.99", "500"),
            (1_053_000, "1000", "600"),
            (1_053_000, "19999.6", "6000"),
            (1_053_000, "20000", "7500"),
            (9_999_999, "42000", "8500"),
            (10_000_000, "42000", "10000"),
        ],
    )
    def test_of_a_city_it_is_the_public_quotation_and_that_of_the_run(
        self, population, gdp, amount, officer, time_machine
    ):
        add_gdp(Decimal(gdp), "PER")
        application = draft(country=CountryFactory(iso3="PER"), population=population)

        found = quotation(application).fee.amount

        public = quote_first_dues(kind="city", country=application.country, population=str(population))
        assert found == Decimal(amount) == public.quote.amount
        assert found == assessed(application, officer, time_machine)

    @pytest.mark.parametrize(("employees", "amount"), [(0, 2000), (499, 2000), (500, 4000), (1999, 4000), (2000, 8000)])
    def test_of_a_company_it_is_the_public_quotation_and_that_of_the_run(
        self, employees, amount, officer, time_machine
    ):
        application = draft(kind=Kind.COMPANY, employees=employees)

        found = quotation(application).fee.amount

        assert found == amount == quote_first_dues(kind="company", employees=str(employees)).quote.amount
        assert found == assessed(application, officer, time_machine)

    def test_an_approval_next_year_has_the_dues_of_the_year_after(self):
        said = quotation(draft(), approved_in=2021).data()

        assert said["fee"]["when"] == "First dues year 2022, if the Executive Committee approves in 2021."
        assert "Valid until 31 December 2020." in said["terms"]["lines"]

    def test_an_associate_is_quoted_by_the_figures_on_record(self, officer):
        application = record_application(draft(), by=officer)
        member = accept_application(application, accepted_on=DAY, by=officer)
        add_figure(member, 250_000, 2019)
        application.refresh_from_db()

        paper = quotation(application)

        assert paper.fee.amount == Decimal("3500.00")
        assert paper.about() == {"application": application, "member": member}

    def test_who_applies_again_keeps_the_economy_that_counts_for_it(self, officer):
        add_gdp(42_000, "HKG")
        member = make_former(by=officer, last_day=date(2020, 1, 31))
        Member.objects.filter(pk=member.pk).update(economy_code="HKG", economy_reason="its own series")

        paper = quotation(draft(member=Member.objects.get(pk=member.pk)))

        assert paper.fee.amount == Decimal("7500.00")
        assert paper.data()["figures"][1]["label"] == "GDP per head (PPP), Country HKG (HKG)"

    def test_without_a_schedule_it_is_refused(self):
        with pytest.raises(ValidationError, match="No fee schedule is in force for the dues year 2019"):
            quotation(draft(), approved_in=2018)


class TestWithoutAmount:
    def test_no_gdp_says_who_decides(self):
        said = quotation(draft(country=CountryFactory(iso3="VEN"))).data()

        assert (said["fee"]["label"], said["fee"]["amount"]) == ("No amount yet", "")
        assert said["reasons"] == [
            "No GDP figure of the economy Country VEN up to 2019 in this edition.",
            "The Secretariat decides which GDP figure counts, and a second person confirms it.",
        ]
        assert not any(cell["marked"] for row in said["matrix"]["rows"] for cell in row["cells"])

    @pytest.mark.parametrize(("year", "is_decided"), [(2014, True), (2013, False)])
    def test_an_old_gdp_gives_an_amount_that_is_not_decided(self, year, is_decided, officer, time_machine):
        add_gdp(3_000, "NPL", year)
        application = draft(country=CountryFactory(iso3="NPL"))

        fee = quotation(application).fee

        assert (fee.amount, fee.is_decided) == (Decimal("1250.00"), is_decided)
        assert bool(fee.reasons()) is not is_decided
        assert assessed(application, officer, time_machine) == (Decimal("1250.00") if is_decided else "stale_gdp")

    def test_an_institution_has_no_table(self):
        said = quotation(draft(kind=Kind.INSTITUTION)).data()

        assert (said["fee"]["label"], said["fee"]["amount"], said["fee"]["when"]) == ("No membership fee", "", "")
        assert said["reasons"] == [
            "The fee schedule has no table for institutions: institutions are not assessed.",
            "Only a fee schedule that WeGO adopts for a later dues year can set a fee.",
        ]

    @pytest.mark.parametrize(
        ("application", "lacking"),
        [
            (Application(), ["State the kind: city, company or institution."]),
            (Application(kind="company"), ["State the number of employees."]),
            (
                Application(kind="city"),
                [
                    "Choose the country: its GDP per head counts for the fee.",
                    "State the population, in persons.",
                ],
            ),
            (
                Application(kind="city", country_id="KOR", population=0),
                ["Population 0 is a missing figure, not a number of persons."],
            ),
            (
                Application(kind="city", country_id="KOR", population=5, figure_year=2022),
                ["The figure is of 2022: state one of 2021 or before."],
            ),
        ],
    )
    def test_a_draft_says_what_to_state_first(self, application, lacking):
        fee = ApplicantFee.of_application(application, approved_in=2020)

        assert (fee.reasons(), fee.amount) == (lacking, None)

    def test_a_member_says_what_is_not_on_record(self, officer):
        application = record_application(draft(population=None, figure_year=None, figure_source=""), by=officer)
        accept_application(application, accepted_on=DAY, by=officer)
        application.refresh_from_db()

        assert quotation(application).fee.reasons() == ["No population on record."]


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_a_draft_is_printed_without_a_number(self, language):
        said = pages(quotation(draft(name_ko="수원시")).unnumbered(language))

        assert len(said) == 1
        for words in ("Suwon", "수원시", "1,250,000", "2018", "KOSIS", "12,300", "USD 5,000.00", "2021"):
            assert words in said[0]
        assert "Document number" not in said[0]
        assert "문서번호" not in said[0]

    def test_it_says_when_until_when_and_that_it_is_no_invoice(self):
        said = text(quotation(draft()).unnumbered("en"))

        for words in (
            "NOT AN INVOICE",
            "First dues year 2021, if the Executive Committee approves in 2020.",
            "Row 7, column 4 of the fee table",
            "Nothing is due before: not for applying, not as an associate member, not for earlier years.",
            "Valid until 31 December 2020.",
            "The fee stands where the row of the GDP per head meets the column of the population.",
            "figures are not rounded.",
            "ESTIMATE",
        ):
            assert words in said

    def test_the_cell_is_marked(self):
        found = bold(quotation(draft()).unnumbered("en"))

        assert [words for words in found if words in ("4,500", "5,000", "5,500")] == ["5,000"]

    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_every_word_is_in_the_language_of_the_paper(self, language):
        with override("ko" if language == "en" else "en"):
            said = text(quotation(draft(kind=Kind.COMPANY, employees=520)).unnumbered(language))

        english = ("Company" in said, "500 to below 2,000" in said)
        assert english == ((True, True) if language == "en" else (False, False))

    def test_the_same_facts_give_the_same_bytes(self):
        once, again = (quotation(draft(name_ko="수원시")).unnumbered("ko") for _each in range(2))

        assert once == again

    def test_saved_or_not_it_says_the_same(self, officer):
        saved = quotation(record_application(draft(), by=officer)).data()

        about = saved["about"]["rows"]
        assert about.pop() == ("Application", "A-2020-0001")
        assert saved == quotation(draft()).data()

    def test_typed_text_stays_text(self):
        given = draft(name_en=HOSTILE, name_local=HOSTILE[::-1], figure_source=HOSTILE)

        said = squeezed(text(quotation(given).unnumbered("en")))

        for words in (HOSTILE, HOSTILE[::-1]):
            assert squeezed(printable(words)) in said

    def test_no_person_is_named(self, officer):
        paper = quotation(draft(head_name="Kim Head", liaison_name="Lee Min", billing_name="Park Bill"))

        said = text(paper.unnumbered("en"))

        assert not [name for name in ("Kim Head", "Lee Min", "Park Bill") if name in said]

    def test_it_is_kept_with_the_application(self, officer):
        application = record_application(draft(), by=officer)

        paper = quotation(application).issue(by=officer)

        assert (paper.application, paper.member, paper.kind) == (application, None, "quotation")
        assert paper.title == "Membership fee quotation: Suwon"
        kept = {file.language: text(read_file(file)) for file in paper.files.all()}
        assert sorted(kept) == ["en", "ko"]
        assert all(paper.number in said for said in kept.values())
        assert "WeGO Secretariat (signature or seal)" in kept["en"]


class TestWhoIsQuoted:
    def test_whose_first_dues_year_lies_ahead(self, officer, time_machine):
        open_one, returned, accepted = (record_application(draft(), by=officer) for _each in range(3))
        return_application(returned, reason="no seal", returned_on=DAY, by=officer)
        member = accept_application(accepted, accepted_on=DAY, by=officer)
        ones = [Application.objects.get(pk=one.pk) for one in (open_one, returned, accepted)]

        assert [can_be_quoted(one) for one in ones] == [True, False, True]

        time_machine.move_to("2020-11-18T12:00+09:00")
        approve(member, on=APPROVED_ON, by=officer)
        assert not can_be_quoted(ones[2])
