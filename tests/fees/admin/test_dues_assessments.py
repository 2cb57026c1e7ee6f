"""Assessments in the back office: the list, the calculation sheet as a page and as PDF (A8)."""

import re

import pytest
from django.urls import reverse

from fees.models import Adjustment, Assessment, DuesException
from fees.services.corrections import supersede_assessment
from tests.factories import CountryFactory, RegionFactory
from tests.fees.dues import add_figure, add_gdp, assess_dues, make_city, make_company
from tests.pdfs import text as text_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both

LIST = "admin:fees_assessment_changelist"


@pytest.fixture(autouse=True)
def in_february(time_machine):
    time_machine.move_to("2020-02-03T12:00:00+09:00", tick=False)


@pytest.fixture
def town(data_2020, officer):
    """An assessed city of 1,250,000."""
    town = make_city(by=officer, name_en="Yongin", name_ko="용인시")
    assess_dues(2020, by=officer)
    return town


def waive(assessment: Assessment, amount: int) -> None:
    facts = {"ground": "waiver", "reason": "flood", "document": "ExCom 2020-01-10, item 4"}
    Adjustment(assessment=assessment, amount=amount, **facts).save()


def page(assessment, name="change") -> str:
    return reverse(f"admin:fees_assessment_{name}", args=[assessment.pk])


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def listed(client, **query) -> list[str]:
    """The members of the list, by their names."""
    rows = client.get(reverse(LIST), query).context["cl"].result_list
    return [row.member_name_en for row in rows]


# --- the list ----------------------------------------------------------------------------------------
@pytest.fixture
def members(data_2020, officer):
    """Two runs: a city in each, a company in the second, a city of another region with an old figure."""
    make_city(by=officer, name_en="Yongin", name_ko="용인시")
    assess_dues(2020, by=officer)
    kenya = CountryFactory(iso3="KEN", region=RegionFactory(code="africa"))
    add_gdp(3_100, economy="KEN")
    make_city(by=officer, name_en="Mombasa", country=kenya, year=2010)
    make_company(by=officer, name_en="Company")
    assess_dues(2020, by=officer)
    waive(Assessment.objects.get(member__kind="company"), -2000)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Yongin", "Mombasa", "Company"]),
        ({"member__kind__exact": "company"}, ["Company"]),
        ({"region": "africa"}, ["Mombasa"]),
        ({"warning": "any"}, ["Mombasa"]),
        ({"warning": "old_population"}, ["Mombasa"]),
        ({"warning": "old_employees"}, []),
        ({"warning": "none"}, ["Yongin", "Company"]),
        ({"adjusted": "1"}, ["Company"]),
        ({"adjusted": "0"}, ["Yongin", "Mombasa"]),
        ({"standing": "1"}, ["Yongin", "Mombasa", "Company"]),
        ({"standing": "0"}, []),
        ({"q": "Youngin"}, ["Yongin"]),
        ({"q": "용인"}, ["Yongin"]),
        ({"q": "3"}, ["Company"]),
        ({"q": "Reykjavik"}, []),
    ],
    ids=lambda value: "&".join(f"{key}={one}" for key, one in value.items()) if isinstance(value, dict) else "",
)
def test_list_is_filtered_and_searched(office, members, query, names):
    assert listed(office, **query) == names


def test_list_shows_what_is_left_to_pay(office, members):
    rows = re.findall(r"<tr><td.*?</tr>", office.get(reverse(LIST)).content.decode(), re.S)

    cells = [re.findall(r'class="field-(?:fee|adjustments_sum|left)">(.*?)</td>', row) for row in rows]
    assert cells == [["5,000.00", "-", "5,000.00"], ["1,250.00", "-", "1,250.00"], ["2,000.00", "-2,000.00", "0.00"]]


def test_runs_are_filtered_by_dues_year(office, chief, officer, members, time_machine):
    time_machine.move_to("2021-02-03", tick=False)
    run = assess_dues(2021, by=officer)
    office.force_login(chief)

    assert listed(office, run__id__exact=run.pk) == ["Yongin", "Mombasa", "Company"]
    assert len(listed(office)) == 6


def test_replaced_assessments_are_told_apart(office, officer, town):
    add_figure(town, 985_000)
    supersede_assessment(Assessment.objects.get(), reason="census", by=officer)

    amounts = [
        [row.amount for row in office.get(reverse(LIST), {"standing": one}).context["cl"].result_list] for one in "10"
    ]
    assert amounts == [[4500], [5000]]


def test_export_says_what_each_amount_follows_from(office, members):
    columns = ["year", "number", "name", "amount", "total", "population", "population_year", "economy", "employees"]
    sent = {"format": "1", "resource": "", **{f"assessmentresource_{name}": "on" for name in columns}}

    response = office.post(reverse("admin:fees_assessment_export"), sent)

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "year,number,name,amount,total,population,population_year,economy,employees",
        "2020,1,Yongin,5000.00,5000.00,1250000,2018,KOR,",
        "2020,2,Mombasa,1250.00,1250.00,1250000,2010,KEN,",
        "2020,3,Company,2000.00,0.00,,,,480",
    ]


# --- the calculation sheet ---------------------------------------------------------------------------
def test_page_is_the_calculation_sheet(office, town):
    text = shown(office.get(page(Assessment.objects.get())))

    assert "Membership fee 2020: calculation sheet" in text
    assert '<th scope="row">Population</th><td class="number">1,250,000 persons</td><td>2018</td>' in text
    assert '<td>1,000,000 to below 2,000,000</td><td class="source">census</td>' in text
    assert "The fee stands where the row of the GDP per head meets the column of the population." in text
    assert re.findall("<mark>(.*?)</mark>", text) == ["5,000"]
    assert text.count("marked") == 2
    assert "USD 5,000.00" in text


def test_page_of_a_company_marks_the_band(office, officer, data_2020):
    make_company(520, by=officer)
    assess_dues(2020, by=officer)

    text = shown(office.get(page(Assessment.objects.get())))

    assert re.findall("<mark>(.*?)</mark>", text) == ["4,000"]


def test_page_shows_adjustments_and_what_is_left(office, town):
    waive(Assessment.objects.get(), -5000)

    text = shown(office.get(page(Assessment.objects.get())))

    assert "Waiver<br>flood (decision: ExCom 2020-01-10, item 4)" in text
    assert "USD -5,000.00" in text
    assert "<strong>USD 0.00</strong>" in text


def test_page_shows_how_a_figure_was_settled(office, officer, data_2020, settle):
    make_city(None, by=officer)
    assess_dues(2020, by=officer)
    given = {"way": "other_source", "value": "1000000", "reference_year": 2017, "source": "UN", "document": "Note 7"}
    settle(DuesException.objects.get(), **given)

    text = shown(office.get(page(Assessment.objects.get())))

    assert "<td>2017</td>" in text
    assert "Settled by decision: another named source" in text
    assert "Decision: Note 7" in text


def test_old_and_new_assessment_lead_to_each_other(office, officer, town):
    old = Assessment.objects.get()
    add_figure(town, 985_000)
    new = supersede_assessment(old, reason="census", by=officer)

    texts = shown(office.get(page(old))), shown(office.get(page(new)))

    assert "A new assessment replaced this one on 3 February 2020." in texts[0]
    assert f'<a href="{page(new)}">The assessment that holds now</a>' in texts[0]
    assert "This replaces the assessment of 3 February 2020. Reason: census" in texts[1]
    assert f'<a href="{page(old)}">The assessment before</a>' in texts[1]


@pytest.mark.parametrize(("language", "words"), [("en", "Membership fee 2020: calculation sheet"), ("ko", "용인시")])
def test_sheet_as_pdf(office, town, language, words):
    response = office.get(page(Assessment.objects.get(), "sheet"), {"language": language})

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="calculation-2020-1-{language}.pdf"'
    assert "private" in response["Cache-Control"]
    assert words in text_of_pdf(response.content)


def test_sheet_in_no_language_or_of_no_assessment(office, town):
    assessment = Assessment.objects.get()

    answers = [
        office.get(page(assessment, "sheet"), {"language": "fr"}),
        office.get(reverse("admin:fees_assessment_sheet", args=[0])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_sheet_needs_the_right_to_see_assessments(client, newcomer, town):
    url = page(Assessment.objects.get(), "sheet")

    assert client.get(url)["Location"].startswith(reverse("admin:login"))
    client.force_login(newcomer)
    assert client.get(url).status_code == 403


def test_assessments_are_not_added_changed_or_deleted_by_hand(office, town):
    assessment = Assessment.objects.get()

    answers = [
        office.get(reverse("admin:fees_assessment_add")),
        office.post(page(assessment), {"amount": "1"}),
        office.post(page(assessment, "delete"), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
