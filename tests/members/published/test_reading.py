"""What columns and cells say, in the words of any office. No database."""

import csv
import io

import pytest

from members.published.codes import Role
from members.published.headers import guess, is_sound
from members.published.reading import country_words, read_entry
from tests.members.published.lists import ANNEX

pytestmark = pytest.mark.sqlite

COUNTRIES = country_words(
    [
        ("KOR", "KR", "Korea, Republic of", "한국"),
        ("PRK", "KP", "Korea, Democratic People's Republic of", "북한"),
        ("TUR", "TR", "Türkiye", "튀르키예"),
        ("VNM", "VN", "Viet Nam", "베트남"),
        ("USA", "US", "United States", "미국"),
        ("RUS", "RU", "Russian Federation", "러시아"),
        ("COD", "CD", "Congo, Democratic Republic of the", "콩고민주공화국"),
    ]
)


def values(role: Role, text: str) -> set:
    entry = read_entry(2, {"name": "x", "cell": text}, {"name": "name", role.value: "cell"}, COUNTRIES)
    return set(entry.said[role].values) if role in entry.said else None


# --- headers -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["Name", "Country", "Type", "Status", "Capital"], "name country kind status capital"),
        (["Member No.", "Official name", "Since"], "number name since"),
        (["연번", "국가", "도시명", "구분", "지위", "수도 여부", "가입일"], "- country name kind status capital since"),
        (["회원번호", "회원명(국문)", "회원명(영문)", "국가명"], "number name also country"),
        (["city", "country_ko", "name_en"], "name country also"),
        (["No.", "Ville", "Pays"], "name - -"),  # nothing is known: the first column
        (["member since", "member number", "member"], "since number name"),
        (["Country name", "City name"], "country name"),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_headers(header, found):
    roles = {column: role.value for role, column in guess(header).items()}

    assert " ".join(roles.get(column, "-") for column in header) == found


def test_columns_of_the_annex_are_guessed():
    header = next(csv.reader(io.StringIO(ANNEX.read_text())))

    assert guess(header) == {
        Role.NAME: "name_doc",
        Role.COUNTRY: "country_ko",
        Role.KIND: "kind",
        Role.CAPITAL: "is_capital",
        Role.NUMBER: "member_no",
    }


@pytest.mark.parametrize(
    ("columns", "sound"),
    [
        ({"name": "a"}, True),
        ({"name": "a", "country": "b"}, True),
        ({"country": "b"}, False),
        ({"name": "a", "country": "a"}, False),
        ({"name": "z"}, False),
        ({"name": "a", "colour": "b"}, False),
        ({}, False),
    ],
)
def test_columns_are_of_the_file_and_used_once(columns, sound):
    assert is_sound(columns, ["a", "b"]) is sound


# --- cells -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        *((word, {"KOR"}) for word in ("KOR", "kr", "한국", "대한민국", "South Korea", "Korea, Rep. of")),
        *((word, {"KOR"}) for word in ("Korea", "韓国", "Corée du Sud")),
        *((word, {"TUR"}) for word in ("Türkiye", "TURKEY", "터키", "튀르키예", "Turquie")),
        *((word, {"VNM"}) for word in ("Vietnam", "Viet Nam", "베트남", "越南")),
        *((word, {"USA"}) for word in ("USA", "U.S.A.", "United States of America", "미국", "États-Unis")),
        *((word, {"RUS"}) for word in ("Russia", "Россия", "러시아")),
        ("DR Congo", {"COD"}),
        ("Atlantis", set()),
        ("", None),
        ("  ", None),
    ],
)  # fmt: skip
def test_countries_are_read_in_many_languages(text, found):
    assert values(Role.COUNTRY, text) == found


@pytest.mark.parametrize(
    ("role", "text", "found"),
    [
        (Role.KIND, "City", {"city"}),
        (Role.KIND, "지방정부", {"city"}),
        (Role.KIND, "기관", {"institution"}),
        (Role.KIND, "Corporate member", {"company"}),
        (Role.KIND, "planet", set()),
        (Role.STATUS, "정회원", {"full"}),
        (Role.STATUS, "Associate member", {"associate"}),
        (Role.STATUS, "회원", {"associate", "full"}),
        (Role.STATUS, "탈퇴", {"former"}),
        (Role.STATUS, "gold", set()),
        (Role.CAPITAL, "Y", {True}),
        (Role.CAPITAL, "수도", {True}),
        (Role.CAPITAL, "○", {True}),
        (Role.CAPITAL, "N", {False}),
        (Role.CAPITAL, "비수도", {False}),
        (Role.CAPITAL, "-", {False}),
        (Role.CAPITAL, "perhaps", set()),
        (Role.NUMBER, "12", {12}),
        (Role.NUMBER, "No. 012", {12}),
        (Role.NUMBER, "제12호", {12}),
        (Role.NUMBER, "twelve", set()),
        (Role.NUMBER, "#" * 5000 + "x", set()),
        (Role.SINCE, "2010", {(2010,)}),
        (Role.SINCE, "2010-09", {(2010, 9)}),
        (Role.SINCE, "2010. 9. 7.", {(2010, 9, 7)}),
        (Role.SINCE, "2010년 9월 7일", {(2010, 9, 7)}),
        (Role.SINCE, "2010-09-07", {(2010, 9, 7)}),
        (Role.SINCE, "long ago", set()),
    ],
)
def test_cells_are_read(role, text, found):
    assert values(role, text) == found


def test_names_are_tidied_and_said_once():
    columns = {"name": "a", "also": "b"}

    entries = [
        read_entry(2, cells, columns, COUNTRIES)
        for cells in ({"a": " São  Paulo ", "b": "상파울루"}, {"a": "Seoul", "b": "Seoul"}, {"a": "", "b": "x"}, {})
    ]

    assert [entry.names for entry in entries] == [("São Paulo", "상파울루"), ("Seoul",), ("x",), ()]
