"""Which row is which member: every way of being sure, and every reason for not being so. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.published.codes import Code, Group
from members.published.matching import match
from tests.members.published.bodies import body, compared, entry, left, one

pytestmark = pytest.mark.sqlite  # no database: once is enough

SEOUL = body(1, "Seoul Metropolitan Government", "서울", "서울특별시", aliases=["Seoul City"])
SUWON = body(2, "Suwon", "수원")
ASTANA = body(3, "Nur-Sultan", former_names=["Astana"], country="KAZ")
JEJU = body(4, "Jeju Special Self-Governing Province", "제주도", aliases=["제주"])
STATE = body(5, "Gedaref State", aliases=["Gedaref"], country="SDN")
CITY = body(6, "Gedaref City", aliases=["Gedaref"], country="SDN")
NITA = body(7, "National Information Technology Agency (NITA)", kind="institution", country="GHA")
KABUL = body(8, "Kabul", country="AFG")
FRANKFURT = body(9, "Frankfurt am Main", aliases=["Frankfurt"], country="DEU")
ALL = [SEOUL, SUWON, ASTANA, JEJU, STATE, CITY, NITA, KABUL, FRANKFURT]


# --- surely the same ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("listed", "number", "code", "likeness"),
    [
        ("서울", 1, Code.OFFICIAL, 1.0),
        ("SEOUL metropolitan-government", 1, Code.OFFICIAL, 1.0),
        ("서울 특별시", 1, Code.OFFICIAL, 1.0),
        ("Seoul City", 1, Code.ALIAS, 1.0),
        ("Astana", 3, Code.OTHER_DAY, 1.0),
        ("Нур-Султан", 3, Code.SCRIPT, 0.99),
        ("Seoul", 1, Code.SCRIPT, 0.99),
        ("City of Suwon", 2, Code.WORDS, 0.97),
        ("수원시", 2, Code.WORDS, 0.97),
        ("National Information Technology Agency", 7, Code.WORDS, 0.97),
        ("Suwon (Gyeonggi)", 2, Code.WORDS, 0.97),
        ("Gedaref State Government", 5, Code.WORDS, 0.97),
    ],
)
def test_name_is_found_by_the_surest_way(listed, number, code, likeness):
    found = one(entry(2, listed), *ALL)

    assert (found.body and found.body.number, found.code, found.likeness) == (number, code, likeness)
    assert found.group == Group.MATCHED


def test_either_of_two_names_of_a_row_will_do():
    found = one(entry(2, "Hauptstadt", "서울"), *ALL)

    assert (found.body, found.spelling) == (SEOUL, "서울")


# --- never a silent guess ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("listed", "candidates"),
    [
        ("Gedaref", [5, 6]),  # two members by the same spelling
        ("Suwom", [2]),  # a slip
        ("Jeju City", [4]),  # a city is not the province around it
        ("제주시", [4]),
        ("Suwon Province", [2]),
        ("Suwon, Korea", [2]),  # with something behind it
        ("Gedaref District", [5, 6]),
    ],
)
def test_what_is_not_sure_is_left_to_an_officer(listed, candidates):
    found = one(entry(2, listed), *ALL)

    assert [candidate.body.number for candidate in found.candidates] == candidates
    assert found.code == (Code.SIMILAR if len(candidates) == 1 else Code.AMBIGUOUS)
    assert (found.group, found.body, found.to_choose) == (Group.EXTRA, None, True)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, Code.SIMILAR),
        ({"country": "ITA"}, Code.SIMILAR),
        ({"country": None}, Code.SIMILAR),
        ({"kind": "city"}, Code.SIMILAR),
        ({"country": "DEU"}, Code.SOUND),
        ({"number": 9}, Code.SOUND),
    ],
)
def test_the_same_sound_in_another_script_needs_the_country_or_the_number(said, code):
    """Bari and Paris sound the same in Hangul."""
    found = one(entry(2, "프랑크푸르트", **said), FRANKFURT)

    assert found.code == code
    assert (found.body is FRANKFURT) is (code == Code.SOUND)


def test_brackets_of_both_must_be_the_same():
    seoul = body(1, "Digital Foundation (Seoul)")

    assert one(entry(2, "Digital Foundation (Busan)"), seoul).to_choose
    assert one(entry(2, "Digital Foundation"), seoul).code == Code.WORDS


def test_a_loose_likeness_in_another_country_or_kind_is_a_candidate_only():
    found = {
        said: one(entry(2, "City of Suwon", **said_so), SUWON).code
        for said, said_so in {
            "nothing": {},
            "country": {"country": "JPN"},
            "kind": {"kind": "company"},
            "unreadable": {"country": None},
        }.items()
    }

    assert found == {
        "nothing": Code.WORDS,
        "country": Code.SIMILAR,
        "kind": Code.SIMILAR,
        "unreadable": Code.WORDS,
    }


def test_the_very_name_in_another_country_is_the_member_and_differs():
    found = one(entry(2, "Suwon", country="JPN"), SUWON)

    assert (found.code, found.group) == (Code.OFFICIAL, Group.DIFFERENT)
    assert [(d.role, d.stated, d.held) for d in found.differences] == [("country", "JPN", "KOR")]


def test_the_very_name_of_another_kind_in_another_country_is_a_candidate_only():
    assert one(entry(2, "Suwon", country="JPN", kind="company"), SUWON).group == Group.EXTRA


def test_a_distant_likeness_in_another_country_is_not_offered():
    assert [one(entry(2, "Suwom", country=country), SUWON).code for country in ("KOR", "JPN")] == [
        Code.SIMILAR,
        Code.UNKNOWN,
    ]


# --- namesakes ---------------------------------------------------------------------------------
@pytest.mark.parametrize("said", [{"country": "LBY"}, {"kind": "institution"}, {"number": 12}])
def test_what_the_list_states_tells_namesakes_apart(said):
    there, here = body(11, "Tripoli"), body(12, "Tripoli", country="LBY", kind="institution")

    assert one(entry(2, "Tripoli", **said), there, here).body is here


def test_a_name_of_the_day_is_before_a_name_of_another_day():
    """The name passed from one member to another."""
    old, new = body(11, "Dhaka North", former_names=["Dhaka"]), body(12, "Dhaka")

    found = match([entry(2, "Dhaka")], [old, new])

    assert [(line.code, line.body) for line in found] == [(Code.OFFICIAL, new), (Code.TAKEN, old)]
    assert (found[0].also, found[1].other, found[1].also) == ((11,), 2, (12,))


def test_candidates_that_stand_elsewhere_are_still_candidates():
    rows = [entry(2, "Gedaref State"), entry(3, "Gedaref")]

    assert compared(rows, [STATE, CITY])[1] == ("r3", "extra", "ambiguous", None)


# --- one to one --------------------------------------------------------------------------------
def test_a_member_that_is_listed_twice_goes_to_the_first_row():
    found = match([entry(5, "서울"), entry(9, "Seoul Metropolitan Government")], [SEOUL])

    assert [(line.key, line.code, line.other) for line in found] == [
        ("r5", Code.OFFICIAL, None),
        ("r9", Code.TWICE, 5),
    ]


def test_of_two_rows_the_surer_one_is_the_member():
    assert compared([entry(5, "City of Suwon"), entry(9, "수원")], [SUWON]) == [
        ("r5", "extra", "twice", 2),
        ("r9", "matched", "official", 2),
    ]


def test_of_two_equal_rows_the_one_that_agrees_is_the_member():
    rows = [entry(5, "Suwon", country="JPN"), entry(9, "Suwon", country="KOR")]

    assert compared(rows, [SUWON]) == [("r5", "extra", "twice", 2), ("r9", "matched", "official", 2)]


# --- members of another day, and nobody ----------------------------------------------------------
@pytest.mark.parametrize(
    ("other", "code"),
    [
        (left(20, "Pohang", since=date(2018, 1, 1)), Code.FORMER),
        (body(20, "Pohang", status=None, since=None, joined=None, later=date(2020, 3, 1)), Code.NOT_YET),
        (body(20, "Pohang", status=None, since=None, joined=None), Code.NEVER),
    ],
)
def test_who_is_no_member_on_the_day_is_extra_with_the_reason(other, code):
    assert compared([entry(2, "Pohang City")], [SUWON, other]) == [
        ("r2", "extra", code, 20),
        ("m2", "missing", "absent", 2),
    ]


def test_a_member_of_the_day_is_before_a_former_one():
    assert one(entry(2, "City of Suwon"), left(20, "City of Suwon"), SUWON).body is SUWON


def test_a_row_without_a_name_names_nobody():
    found = one(entry(2), SUWON)

    assert (found.group, found.code, found.to_choose) == (Group.EXTRA, Code.BLANK, False)


@pytest.mark.parametrize("listed", ["?!", "Atlantis", "😀", "()"])
def test_an_unknown_name_is_extra(listed):
    assert compared([entry(2, listed)], [SUWON])[0] == ("r2", "extra", "unknown", None)


def test_a_missing_member_names_the_rows_that_may_mean_it():
    found = match([entry(2, "Suwom"), entry(3, "서울")], [SEOUL, SUWON])

    assert [(line.key, line.code, line.near) for line in found if line.group == Group.MISSING] == [
        ("m2", Code.ABSENT, (2,))
    ]


def test_an_empty_list_misses_every_member_and_no_other():
    assert compared([], [SUWON, SEOUL, left(20, "Pohang")]) == [
        ("m1", "missing", "absent", 1),
        ("m2", "missing", "absent", 2),
    ]


# --- properties ----------------------------------------------------------------------------------
NAMES = st.sampled_from(
    ["Seoul", "서울", "Gedaref", "Gedaref City", "Suwom", "수원시", "Atlantis", "Kabul", "", "Astana"]
)


@given(st.lists(st.lists(NAMES, max_size=2), max_size=12))
def test_every_row_and_every_member_is_there_once(listed):
    rows = [entry(row, *filter(None, names)) for row, names in enumerate(listed, start=2)]

    found = match(rows, ALL)

    matched = [line.body.number for line in found if line.group in (Group.MATCHED, Group.DIFFERENT)]
    missing = [line.body.number for line in found if line.group == Group.MISSING]
    assert [line.entry for line in found if line.entry] == rows
    assert sorted(matched + missing) == [member.number for member in ALL]


@given(st.text(max_size=60))
def test_any_text_is_compared(listed):
    assert len(match([entry(2, listed)], [SEOUL])) in (1, 2)


def test_progress_is_reported_up_to_the_last_row():
    heard = []

    match([entry(row, f"Stranger {row}") for row in range(2, 252)], [SUWON], report=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 200  # every hundred rows
