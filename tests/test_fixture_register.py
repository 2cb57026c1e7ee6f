"""The register of 2019-12-31 as a fixture: counted, located, and named as the source document prints it."""

import unicodedata
from collections import Counter

import pytest

from tests.facts import by_region, members

pytestmark = pytest.mark.sqlite  # no database: once is enough

# Aliases that name two members, because the word alone does not tell them apart.
AMBIGUOUS = {
    "Dhaka": {33, 34},
    "Dacca": {33, 34},
    "다카": {33, 34},
    "ঢাকা": {33, 34},
    "Khartoum": {100, 108},
    "하르툼": {100, 108},
    "الخرطوم": {100, 108},
    "Gedaref": {103, 105},
    "Al Qadarif": {103, 105},
    "가다리프": {103, 105},
}


def spellings(row):
    names = [row["name_en"], row["name_ko"], row["name_local"]]
    return [name for name in names if name] + [alias["text"] for alias in row["aliases"]]


def fold(text):
    """Without marks, case and spaces, as a search compares."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and not c.isspace())


def test_register_counts_by_kind():
    kinds = Counter(row["kind"] for row in members())

    assert kinds == {"city": 144, "institution": 17, "company": 30}


def test_register_numbers_run_from_1_to_191():
    assert [row["number"] for row in members()] == list(range(1, 192))


def test_register_counts_capitals_as_the_document_marks_them():
    marks = Counter(row["capital"] for row in members(kind="city"))
    others = {row["capital"] for row in members() if row["kind"] != "city"}

    assert marks == {True: 39, False: 105}
    assert others == {None}


def test_register_has_cities_in_54_countries():
    assert len({row["country"] for row in members(kind="city")}) == 54


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "city",
            {"asia": 63, "oceania": 1, "americas": 10, "europe": 18, "middle-east": 6, "africa": 46},
        ),
        ("institution", {"asia": 7, "americas": 1, "europe": 1, "africa": 8}),
        ("company", {"asia": 26, "americas": 1, "europe": 3}),
    ],
)
def test_register_counts_by_region(kind, expected):
    assert by_region(kind) == expected


def test_register_positions_are_whole_and_on_the_globe():
    placed = [row for row in members() if row["latitude"] is not None]
    half = [row for row in members() if (row["latitude"] is None) != (row["longitude"] is None)]

    assert len(placed) == 130
    assert half == []
    assert all(-90 <= row["latitude"] <= 90 and -180 <= row["longitude"] <= 180 for row in placed)


def test_lies_within_points_to_the_surrounding_member():
    links = {row["number"]: row["lies_within"] for row in members() if row["lies_within"] is not None}

    assert links == {
        28: 31,  # Batam in the Riau Islands
        42: 46,  # San Fernando in La Union
        57: 58,  # Ningbo in Zhejiang
        59: 55,  # Dujiangyan in Chengdu
        101: 100,  # East Nile in Khartoum State
        103: 105,  # Gedaref City in Gedaref State
        106: 104,  # Al Hasahisa in Gezira State
        108: 100,  # Khartoum Locality in Khartoum State
        112: 109,  # Sheikan in North Kordofan
        113: 104,  # South Gezira in Gezira State
        114: 104,  # Um Algura in Gezira State
    }


def test_hong_kong_keeps_the_country_economy_and_proposes_its_own():
    economies = {row["number"]: row["economy_code"] for row in members() if row["economy_code"]}
    proposals = {row["number"]: row["economy_proposal"] for row in members() if row["economy_proposal"]}

    assert economies == {}
    assert proposals == {56: "HKG"}
    assert members(number=56)[0]["country"] == "CHN"


def test_member_whose_identification_is_doubtful_says_why():
    doubtful = [row for row in members() if row["confidence"] != "high"]

    assert len(doubtful) == 23
    assert all(row["confidence_note"] for row in doubtful)


@pytest.mark.parametrize("number", range(1, 192))
def test_member_aliases_repeat_neither_each_other_nor_the_names(number):
    member = members(number=number)[0]

    texts = [alias["text"].casefold() for alias in member["aliases"]]
    names = {member["name_en"].casefold(), member["name_ko"].casefold()}

    assert len(texts) == len(set(texts))
    assert not names & set(texts)


def test_aliases_have_a_language_and_clean_text():
    aliases = [alias for row in members() for alias in row["aliases"]]

    languages = {alias["language"] for alias in aliases}
    untidy = [a["text"] for a in aliases if a["text"] != unicodedata.normalize("NFC", a["text"]).strip()]

    assert languages == {"en", "ko", "local"}
    assert untidy == []


def test_aliases_are_shared_only_where_the_name_is_ambiguous():
    owners = {}
    for row in members():
        for alias in row["aliases"]:
            owners.setdefault(alias["text"], set()).add(row["number"])

    assert {text: numbers for text, numbers in owners.items() if len(numbers) > 1} == AMBIGUOUS


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Mugla", 84),
        ("sao paulo", 71),
        ("바기오", 45),
        ("베요글루", 81),
        ("Astana", 51),
        ("스리자야와르데네푸라코테", 36),
        ("Gazi Antep", 83),
    ],
)
def test_search_spelling_belongs_to_its_member(typed, number):
    found = [row["number"] for row in members() if fold(typed) in {fold(text) for text in spellings(row)}]

    assert found == [number]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("올라놉스크", 87),
        ("울라놉스크", 87),
        ("베요글루", 81),
        ("베이올루", 81),
        ("마기요", 45),
        ("블라티보스토크", 89),
        ("블라디보스토크", 89),
        ("헤르본", 95),
        ("헤브론", 95),
        ("감팔라", 124),
        ("캄팔라", 124),
        ("라투와바이", 24),
        ("라투와마이", 24),
        ("안타카", 82),
        ("안타키아", 82),
        ("몰라", 84),
        ("무을라", 84),
        ("빌간지", 13),
        ("비르간지", 13),
        ("북쿠루두관", 109),
        ("북코르도판", 109),
        ("스리자야와르데 네푸라코테", 36),
        ("서울시", 1),
        ("고양시", 5),
        ("세종시", 4),
        ("서울산업진흥원", 146),
        ("누르술탄", 51),
        ("아스타나", 51),
    ],
)
def test_spelling_of_the_document_is_kept_exactly(printed, number):
    found = [row["number"] for row in members() if printed in spellings(row)]

    assert found == [number]
