"""`/data/` and its files: the same for every reader, of any day, safe to open in a spreadsheet."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory.open_data import members, numbers
from directory.open_data.files import members_file
from directory.register import Listing, Wanted
from members.keys import public_key
from members.models import City, MemberFigure, MemberName
from tests.directory.pages import DATED, FILES, get
from tests.factories import make_associate, make_full, make_opened
from tests.facts import members as roster
from wego.spreadsheets import RISKY, read_table

pytestmark = pytest.mark.django_db

DAY = "2019-12-31"


def table(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def file(client, name: str, **asked):
    response = client.get(f"/data/{name}", asked)
    assert response.status_code == 200, response.content
    return response


@pytest.fixture
def city(officer):
    city = make_full(name_en="Aville", name_ko="가시", capital=True, level="city", by=officer)
    City.objects.filter(pk=city.pk).update(latitude="37.5", longitude="-1.25", position_source="a gazetteer")
    MemberFigure.objects.create(member=city, indicator="population", value=1000, reference_year=2018, source="census")
    return city


def test_every_member_of_the_day_is_in_every_file(client, real_register):
    names = sorted(row["name_en"] for row in roster())

    assert sorted(row["name_en"] for row in table(file(client, "members.csv", on=DAY).content)) == names
    assert sorted(row["name_en"] for row in file(client, "members.json", on=DAY).json()["members"]) == names
    features = json.loads(file(client, "members.geojson", on=DAY).content)["features"]
    assert sorted(feature["properties"]["name_en"] for feature in features) == names
    book = load_workbook(io.BytesIO(file(client, "members.xlsx", on=DAY).content))
    assert sorted(row[2] for row in book["members"].iter_rows(min_row=2, values_only=True)) == names


def test_a_row(client, city):
    [row] = file(client, "members.json").json()["members"]

    assert row == {
        "key": public_key(city),
        "kind": "city",
        "name_en": "Aville",
        "name_ko": "가시",
        "name_local": None,
        "country": "KOR",
        "country_en": "Country KOR",
        "country_ko": "나라 KOR",
        "region": "asia",
        "region_en": "Asia",
        "region_ko": "Asia",
        "capital": True,
        "level": "city",
        "standing": "full",
        "standing_provisional": False,
        "since": "2019-11-08",
        "since_basis": "on",
        "website": None,
        "latitude": 37.5,
        "longitude": -1.25,
        "position_source": "a gazetteer",
        "population": 1000,
        "population_year": 2018,
        "population_source": "census",
    }


def test_the_opening_is_told_as_by_and_provisional(client, db):
    make_opened(1)

    [row] = table(file(client, "members.csv").content)

    assert (row["since"], row["since_basis"], row["standing_provisional"]) == ("2019-12-31", "by", "yes")


def test_json_and_geojson_say_of_which_day_under_which_licence_and_from_where(client, city):
    for name in ("members.json", "members.geojson", "statistics.json"):
        told = json.loads(file(client, name, on="2020-01-01").content)

        assert told["as_of"] == "2020-01-01"
        assert told["licence"] == {"name": "CC BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/"}
        assert told["source"]["address"] == "https://members.example.org"
        assert "WeGO" in told["source"]["name"]


def test_a_workbook_says_so_on_its_last_sheet(client, city):
    for name in ("members.xlsx", "statistics.xlsx"):
        book = load_workbook(io.BytesIO(file(client, name, on="2020-01-01").content))

        told = dict(book[book.sheetnames[-1]].iter_rows(min_row=2, values_only=True))
        assert told["as_of"].date() == date(2020, 1, 1)
        assert told["licence"] == "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.sqlite
def test_the_licence_is_a_setting(client, city, settings):
    settings.OPEN_DATA_LICENCE = "Another one https://example.org/licence"

    told = file(client, "members.json").json()["licence"]

    assert told == {"name": "Another one", "address": "https://example.org/licence"}
    assert 'href="https://example.org/licence">Another one</a>' in get(client, "/data/")


def test_geojson_has_a_point_or_nothing(client, city, officer):
    make_associate(name_en="Nowhere", by=officer)

    features = json.loads(file(client, "members.geojson").content)["features"]

    assert [feature["geometry"] for feature in features] == [{"type": "Point", "coordinates": [-1.25, 37.5]}, None]
    assert features[0]["id"] == public_key(city)
    assert not {"latitude", "longitude"} & set(features[0]["properties"])


def test_a_file_takes_what_the_directory_takes(client, city, officer):
    make_associate(name_en="Bcorp", kind="company", by=officer)

    def listed(**asked) -> list[str]:
        return [row["name_en"] for row in table(file(client, "members.csv", **asked).content)]

    assert listed() == ["Aville", "Bcorp"]
    assert listed(kind="company") == ["Bcorp"]
    assert listed(q="avile") == ["Aville"]
    assert listed(capital="yes", standing="full", region="asia", country="KOR") == ["Aville"]
    assert listed(on="2019-03-20", standing="full") == []


# --- statistics ----------------------------------------------------------------------------------
def test_statistics_by_country_region_and_year(client, real_register):
    rows = {part: table(file(client, "statistics.csv", on=DAY, part=part).content) for part in numbers.PARTS}

    assert sum(int(row["members"]) for row in rows["countries"]) == 191
    assert {row["region"]: int(row["cities"]) for row in rows["regions"]} == {
        "asia": 63,
        "oceania": 1,
        "americas": 10,
        "europe": 18,
        "middle-east": 6,
        "africa": 46,
    }
    assert [list(row.values()) for row in rows["years"]] == [["2019-12-31", "yes", "191", "191", "0", "", ""]]
    sums = {name: sum(int(row[name]) for row in rows["regions"]) for name in ("capitals", "others", "provisional")}
    assert sums == {"capitals": 39, "others": 105, "provisional": 191}


def test_statistics_say_the_same_in_every_form(client, real_register):
    told = file(client, "statistics.json", on=DAY).json()
    book = load_workbook(io.BytesIO(file(client, "statistics.xlsx", on=DAY).content))

    assert book.sheetnames == [*numbers.PARTS, "about"]
    for part in numbers.PARTS:
        rows = [dict(zip(numbers.PARTS[part].columns, row, strict=True)) for row in cells(book[part])]
        assert len(rows) == len(told[part]) == len(table(file(client, "statistics.csv", on=DAY, part=part).content))
    assert [row["members"] for row in told["regions"]] == [row[3] for row in cells(book["regions"])]
    plain, asked = (file(client, "statistics.csv", on=DAY, **part).content for part in ({}, {"part": "countries"}))
    assert plain == asked


def cells(sheet) -> list[tuple]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


# --- addresses and refusals ----------------------------------------------------------------------
@pytest.mark.sqlite
@pytest.mark.parametrize("address", [address for address in DATED if address in FILES])
@pytest.mark.parametrize(("on", "words"), [("x", "Type a day that exists"), ("2019-01-01", "The register begins on")])
def test_a_wrong_day_is_refused_with_a_sentence(client, db, address, on, words):
    make_opened(1)

    response = client.get(address, {"on": on}, headers={"Accept-Language": "ko"})

    assert response.status_code == 400
    if address.endswith("json"):
        error = response.json()["error"]
        assert (error["param"], words in error["message"]) == ("on", True)
        assert error["code"] in ("invalid", "before_register")
    else:
        assert response.headers["Content-Type"].startswith("text/plain")
        assert response.content.decode().startswith(f"on: {words}")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "address", ["/ko/data/members.csv", "/data/members.pdf", "/data/statistics.geojson", "/data/members.CSV"]
)
def test_other_addresses_are_not_there(client, city, address):
    assert client.get(address).status_code == 404


@pytest.mark.sqlite
def test_types_names_and_who_may_read(client, city):
    response = file(client, "members.csv", on="2020-01-01")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="wego-members-2020-01-01.csv"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert file(client, "members.geojson").headers["Content-Type"] == "application/geo+json"
    assert "Set-Cookie" not in response.headers
    assert client.post("/data/members.csv").status_code == 405


@pytest.mark.sqlite
@pytest.mark.parametrize("address", FILES)
def test_the_same_question_gives_the_same_bytes(client, city, address):
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize("address", FILES)
def test_as_many_queries_for_three_members_as_for_one(client, db, address):
    counts = []
    for new in ([1], [2, 3]):
        make_opened(*new)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- formulas ------------------------------------------------------------------------------------
BEGINNINGS = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "=cmd|'/c calc'!A1", '=HYPERLINK("x")'])
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
HOSTILE = st.builds("{}{}".format, BEGINNINGS, st.text(LETTERS, max_size=30))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(HOSTILE, min_size=50, max_size=50))
def test_no_text_becomes_a_formula(fifty, texts):
    """500 texts through the database and back: what is recorded comes out as text in every file."""
    names = [" ".join(text.split()) or "x" for text in texts]
    MemberName.objects.all().delete()
    MemberName.objects.bulk_create(
        MemberName(member=member, language="en", text=name) for member, name in zip(fifty, names, strict=True)
    )
    City.objects.update(level=texts[0], position_source=texts[1])
    listing = Listing(Wanted(on=date(2020, 1, 1)))

    book = load_workbook(io.BytesIO(members_file(listing, "xlsx")))
    content = members_file(listing, "csv")

    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    assert [cell for row in table(content) for cell in row.values() if RISKY.match(cell) and cell[0] != "'"] == []
    assert [row["name_en"] for _number, row in read_table(io.BytesIO(content), "members.csv")[1]] == names


@pytest.fixture
def fifty(db):
    return make_opened(*range(1, 51))


# --- the page ------------------------------------------------------------------------------------
@pytest.mark.sqlite
def test_the_page_explains_every_column_and_links_every_file(client, city):
    html = get(client, "/data/")

    for column in members.COLUMNS:
        assert f'<code lang="en">{column.name}</code>' in html
    for part in numbers.PARTS.values():
        assert all(f'<code lang="en">{name}</code>' in html for name in part.columns)
    for address in FILES:
        assert f'href="{address}"' in html
    assert "CC BY 4.0" in html
