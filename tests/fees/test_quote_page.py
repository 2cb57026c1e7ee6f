"""`/fees/quote/`: the quotation for anyone, without signing in and without scripts."""

import re

import pytest

from tests.factories import CountryFactory
from tests.fees.dues import add_gdp

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PAGE = "/fees/quote/"
CITY = {"kind": "city", "country": "KOR", "population": "1,250,000", "approved_in": "2019"}


def ask(client, page=PAGE, **typed) -> str:
    response = client.get(page, typed)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def answer(html: str) -> str:
    """The result in words, without its table."""
    return plain(re.search(r'<section class="answer".*?</section>.*?(?=<div class="table-wrap"|<form)', html, re.S)[0])


def marked(html: str) -> list[str]:
    return [plain(cell) for cell in re.findall(r'<td class="number" aria-current="true">(.*?)</td>', html, re.S)]


def test_empty_page_asks_and_says_nothing_is_wrong(client, printed):
    html = ask(client)

    assert "<title>Membership fee quotation | WeGO membership</title>" in html
    assert 'class="error' not in html
    assert marked(html) == []
    assert "<script" not in html


def test_what_others_add_to_the_address_asks_nothing(client, printed):
    assert 'class="error' not in ask(client, utm_source="mail")


def test_city(client, data_2020):
    html = ask(client, **CITY)

    assert answer(html) == (
        "USD 5,000 a year First dues year: 2020, if the Executive Committee approves in 2019. "
        "Nothing is due for the years before. "
        "Population 1,250,000 persons → band 1,000,000 to below 2,000,000 As you stated it "
        "GDP per head (PPP), Country KOR 12,300 international $ → band 10,000 to below 15,000 "
        "2018. World Bank, file of 2019-12-18 "
        "Fee schedule (first dues year) Fee tables of January 2020 (2020)"
    )
    assert "<title>USD 5,000: Membership fee quotation | WeGO membership</title>" in html


def test_city_is_marked_in_the_whole_matrix(client, data_2020):
    html = ask(client, **CITY)

    assert marked(html) == ["5,000 your fee"]
    assert html.count('<td class="number"') == 72
    assert re.findall(r'<th scope="\w+" class="(?:number )?of-mark">(.*?)</th>', html) == [
        "1,000,000 to below 2,000,000",
        "10,000 to below 15,000",
    ]
    assert "This is information, not an error" in html


def test_city_with_a_gdp_of_its_own(client, data_2020):
    html = ask(client, **CITY | {"gdp_per_capita": "3,450"})

    assert "GDP per head (PPP) 3,450 international $ → band 2,000 to below 4,000 As you stated it" in answer(html)


@pytest.mark.parametrize(
    ("population", "gdp", "mark"),
    [
        ("299,999", "3450", "= 500 your fee"),  # equal to its neighbour, which is information
        ("300,000", "3450", "750 your fee"),
        ("1 053 000", "19,999.6", "6,000 your fee"),
        ("9999999", "42000", "= 8,500 your fee"),
    ],
)
def test_one_cell_is_marked(client, printed, population, gdp, mark):
    html = ask(client, kind="city", population=population, gdp_per_capita=gdp)

    assert marked(html) == [mark]
    assert html.count("your fee") == 1


def test_old_gdp_is_pointed_out(client, data_2020):
    assert "This GDP figure is old." in answer(ask(client, **CITY | {"approved_in": "2025"}))


def test_company_is_marked_in_its_table(client, printed):
    html = ask(client, kind="company", employees="1999")

    assert "Employees 1,999 persons → band 500 to below 2,000" in answer(html)
    assert marked(html) == ["4,000 your fee"]
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', html) == [
        "0 to below 500",
        "500 to below 2,000",
        "2,000 or more",
    ]


def test_institution_is_not_assessed_in_plain_words(client, printed):
    html = ask(client, kind="institution")

    assert answer(html) == (
        "No membership fee The fee schedule has no table for institutions: institutions are not assessed. "
        "Change the figures"
    )
    assert "USD" not in html
    assert "<table" not in html


def test_what_is_wrong_is_said_above_and_beside_its_field(client, data_2020):
    html = ask(client, kind="city", population="107만", gdp_per_capita="much")

    listed = re.findall(
        r'<li><a href="#(\w+)">(.*?)</a></li>', re.search(r'<div class="error-summary".*?</ul>', html, re.S)[0]
    )
    beside = re.findall(r'<p class="error" id="(\w+)_error">(.*?)</p>', html)
    assert listed == beside
    assert [field for field, _words in listed] == ["id_population", "id_gdp_per_capita"]
    assert listed[0][1] == "Population must be a whole number of persons like 1070000, not “107만”."
    assert "<title>Error: Membership fee quotation" in html
    assert marked(html) == []


def test_what_was_typed_stays(client, data_2020):
    html = ask(client, kind="city", country="KOR", population="107만", approved_in="2019")

    assert 'name="population" value="107만"' in html
    assert 'name="approved_in" value="2019"' in html
    assert '<option value="KOR" selected>' in html
    assert re.search(r'<input type="radio" name="kind" value="city"[^>]* checked>', html)


def test_missing_kind_links_to_the_first_choice(client, printed):
    html = ask(client, kind="")

    assert '<a href="#id_kind_0">State the kind: city, company or institution.</a>' in html
    assert 'id="id_kind_0"' in html


@pytest.mark.parametrize(
    "typed", [{"country": "\x00"}, {"population": "\x00"}, {"kind": "<b>"}, {"approved_in": "9" * 99}]
)
def test_nonsense_is_refused_and_escaped(client, printed, typed):
    html = ask(client, **{"kind": "city", "population": "5", "gdp_per_capita": "5"} | typed)

    assert "There is a problem" in html
    assert "<b>" not in html


@pytest.mark.parametrize("countries", [["KOR"], ["KOR", "NPL", "MNG"]])
def test_queries_do_not_grow_with_the_countries(client, data_2020, django_assert_num_queries, countries):
    for code in countries[1:]:
        add_gdp(5000, economy=code)

    with django_assert_num_queries(9):  # countries, schedule with its five tables, edition, figure
        html = ask(client, **CITY)

    assert html.count("<option") == len(countries) + 1


@pytest.mark.parametrize(("page", "order"), [(PAGE, ["Germany", "Ghana"]), (f"/ko{PAGE}", ["가나", "독일"])])
def test_countries_stand_in_the_order_of_the_language(client, printed, page, order):
    CountryFactory(iso3="GHA", name_en="Ghana", name_ko="가나")
    CountryFactory(iso3="DEU", name_en="Germany", name_ko="독일")

    named = re.findall(r'<option value="\w{3}">(.*?)</option>', ask(client, page))

    assert named == order


# --- the language of the address --------------------------------------------------------------


@pytest.mark.parametrize("cookie", ["", "ko", "en"])
@pytest.mark.parametrize(("page", "language"), [(PAGE, "en"), (f"/ko{PAGE}", "ko")])
def test_public_page_is_in_the_language_of_its_address(client, printed, cookie, page, language):
    client.cookies["django_language"] = cookie

    response = client.get(page, headers={"accept-language": "ko" if language == "en" else "en"})

    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    assert f'<form class="questions" method="get" action="{page}"' in html
    assert response["Content-Language"] == language


def test_public_page_can_be_kept_by_caches(client, officer, printed):
    client.force_login(officer)

    response = client.get(PAGE)

    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.has_header("Vary")
    assert not response.cookies


@pytest.mark.parametrize("language", ["en", "ko"])
def test_back_office_stays_in_the_language_of_the_reader(client, db, language):
    by_browser = client.get("/account/sign-in/", headers={"accept-language": language})
    client.cookies["django_language"] = language
    by_cookie = client.get("/account/sign-in/", headers={"accept-language": "en"})

    for response in (by_browser, by_cookie):
        assert f'<html lang="{language}"' in response.content.decode()
        assert "Accept-Language" in response["Vary"]


def test_address_without_its_last_slash_is_led_on(client, printed):
    client.cookies["django_language"] = "ko"

    assert [client.get(path)["Location"] for path in ("/fees/quote?kind=city", "/ko/fees/quote")] == [
        "/fees/quote/?kind=city",
        "/ko/fees/quote/",
    ]


def test_other_language_is_one_link_away_with_what_was_asked(client, printed):
    html = ask(client, kind="company", employees="5")

    assert re.findall(r'<a href="([^"]*)" lang="(\w+)" hreflang="\w+"( aria-current="true")?>(\w+)</a>', html) == [
        ("/fees/quote/?kind=company&amp;employees=5", "en", ' aria-current="true"', "English"),
        ("/ko/fees/quote/?kind=company&amp;employees=5", "ko", "", "한국어"),
    ]
    assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"?]*)', html) == [
        ("en", "https://members.example.org/fees/quote/"),
        ("ko", "https://members.example.org/ko/fees/quote/"),
    ]
