"""The facts in fixtures/ agree with each other and with the counts the source document states."""

import json
from collections import Counter
from datetime import date

import pytest

from tests.facts import FIXTURES, members, region_of_country, rows

pytestmark = pytest.mark.sqlite  # no database: once is enough

LISTS = [
    "regions",
    "countries",
    "stated_totals_2019-12-31",
    "meetings",
    "officers",
    "regional_offices",
    "partners",
    "benefits",
    "activities",
    "populations",
    "gdp_2024-06-28",
    "fee_schedules",
]
ALL_FILES = [*LISTS, "register_2019-12-31"]

# What the document states about the register and the register does not bear out: stated, counted.
DIFFERENCES = {
    "stated-institutions-region-asia": (6, 7),
    "stated-benefit-cities": (191, 144),
    "stated-associates": (7, 0),
}


def count_stated(row):
    """What the register gives for a stated total. No member is known to be an associate."""
    if row["status"] == "associate":
        return 0
    region = region_of_country()
    return sum(
        (row["kind"] is None or member["kind"] == row["kind"])
        and (row["region"] is None or region[member["country"]] == row["region"])
        and (row["country"] is None or member["country"] == row["country"])
        and (row["capital"] is None or member["capital"] == row["capital"])
        for member in members()
    )


@pytest.mark.parametrize("name", ALL_FILES)
def test_fixture_text_is_laid_out_for_reading(name):
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")

    again = json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"

    assert text == again


@pytest.mark.parametrize("name", ALL_FILES)
def test_fixture_rows_share_their_fields(name):
    shapes = {tuple(row) for row in rows(name)}

    assert len(shapes) == 1


def test_keys_are_unique_over_all_files():
    keys = Counter(row["key"] for name in ALL_FILES for row in rows(name))

    assert [key for key, times in keys.items() if times > 1] == []


def test_regions_follow_the_document_order():
    found = [(row["order"], row["name_en"], row["name_ko"]) for row in rows("regions")]

    assert found == [
        (1, "Asia", "아시아"),
        (2, "Oceania", "오세아니아"),
        (3, "Americas", "미주"),
        (4, "Europe", "유럽"),
        (5, "Middle East", "중동"),
        (6, "Africa", "아프리카"),
    ]


def test_countries_are_the_iso_list_and_kosovo():
    countries = rows("countries")

    iso3 = {row["key"] for row in countries}
    iso2 = {row["iso2"] for row in countries}

    assert len(countries) == len(iso3) == len(iso2) == 250
    assert {"PSE", "HKG", "MAC", "XKX"} <= iso3
    assert all(row["name_en"] and row["name_ko"] and row["iso3"] == row["key"] for row in countries)


def test_countries_of_the_register_have_the_document_region():
    documented = {row["key"] for row in rows("countries") if row["region_source"] == "document"}

    named = {row["country"] for row in members()}

    assert documented == named
    assert len(named) == 59


@pytest.mark.parametrize(
    ("iso3", "region"),
    [
        ("TUR", "europe"),
        ("RUS", "europe"),
        ("AZE", "asia"),
        ("KAZ", "asia"),
        ("ARM", "asia"),
        ("GEO", "asia"),
        ("SDN", "africa"),
        ("TUN", "africa"),
        ("EGY", "africa"),
        ("IRN", "middle-east"),
        ("ISR", "middle-east"),
        ("PSE", "middle-east"),
    ],
)
def test_country_region_follows_the_scheme_of_wego(iso3, region):
    assert region_of_country()[iso3] == region


@pytest.mark.parametrize("row", rows("stated_totals_2019-12-31"), ids=lambda row: row["key"])
def test_stated_total_equals_the_count_or_is_a_known_difference(row):
    stated, counted = DIFFERENCES.get(row["key"], (row["stated"], row["stated"]))

    assert row["stated"] == stated
    assert count_stated(row) == counted


def test_stated_totals_cover_every_table_and_place():
    stated = rows("stated_totals_2019-12-31")

    totals = [row["key"] for row in stated if (row["stated"], row["kind"], row["status"]) == (191, None, None)]
    regions = Counter(row["kind"] for row in stated if row["region"])
    countries = Counter(row["kind"] for row in stated if row["country"])

    assert len(stated) == 107
    assert totals == ["stated-body-total", "stated-benefit-total", "stated-register-total"]
    assert regions == {"city": 6, "institution": 4, "company": 3}
    assert countries == {"city": 54, "institution": 12, "company": 8}


def test_stated_totals_differ_in_three_rows():
    wrong = {row["key"] for row in rows("stated_totals_2019-12-31") if count_stated(row) != row["stated"]}

    assert wrong == set(DIFFERENCES)


def test_references_to_members_resolve():
    numbers = {row["number"] for row in members()}

    used = {row["lies_within"] for row in members()}
    used |= {row[field] for row in rows("meetings") for field in ("host_member", "planned_host_member")}
    used |= {row["member"] for row in rows("officers")}
    used |= {row["host_member"] for row in rows("regional_offices")}
    used |= {row["also_member"] for row in rows("partners")}
    used |= {number for row in rows("activities") for number in row["members"]}

    assert used - {None} <= numbers


def test_references_to_meetings_resolve():
    keys = {row["key"] for row in rows("meetings")}

    used = {row["elected_at"] for row in rows("officers")}
    used |= {row["decided_at"] for row in rows("regional_offices")}
    used |= {row["meeting"] for row in rows("activities")}

    assert used - {None} <= keys


def test_references_to_regions_and_countries_resolve():
    regions = {row["key"] for row in rows("regions")}
    countries = {row["key"] for row in rows("countries")}
    stated = rows("stated_totals_2019-12-31")

    used_regions = {row["region"] for row in [*rows("countries"), *stated]} - {None}
    used_countries = {row["country"] for row in [*members(), *stated]} - {None}
    used_countries |= {iso3 for row in rows("regional_offices") for iso3 in row["countries"]}
    used_countries |= {row["economy_proposal"] for row in members()} - {None}

    assert used_regions <= regions
    assert used_countries <= countries


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("meetings", "planned_from", "planned_to"),
        ("meetings", "held_from", "held_to"),
        ("officers", "starts_on", "ends_on"),
        ("activities", "starts_on", "ends_on"),
        ("regional_offices", "opened_on", "opened_on"),
    ],
)
def test_dates_are_iso_and_in_order(name, first, last):
    pairs = [(row[first], row[last]) for row in rows(name) if row[first] or row[last]]

    starts = [date.fromisoformat(start) for start, _end in pairs]
    ends = [date.fromisoformat(end or start) for start, end in pairs]

    assert all(start <= end for start, end in zip(starts, ends, strict=True))


def test_meetings_are_five_assemblies_and_five_committee_meetings():
    kinds = Counter(row["kind"] for row in rows("meetings"))
    attendance = {row["number"]: (row["cities"], row["countries"]) for row in rows("meetings") if row["number"]}

    assert kinds == {"general_assembly": 5, "executive_committee": 5}
    assert attendance == {1: (50, None), 2: (52, None), 3: (66, None), 4: (125, 48), 5: (None, None)}


def test_partners_of_the_benefits_have_no_memorandum():
    without = {row["name_printed"] for row in rows("partners") if not row["mou"]}

    assert len(rows("partners")) == 11
    assert without == {"ITU", "ADB"}


def test_benefits_are_seven_in_order():
    assert [row["number"] for row in rows("benefits")] == [1, 2, 3, 4, 5, 6, 7]


def test_activities_by_kind():
    kinds = Counter(row["kind"] for row in rows("activities"))

    assert kinds == {
        "award": 1,
        "award_given": 1,
        "training_programme": 4,
        "training_session": 2,
        "study": 1,
        "event": 3,
    }
