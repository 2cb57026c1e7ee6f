"""Which pairs of records are held to be one body, over scripts and spellings, and which are not."""

import pytest

from members.duplicates import likely_pairs
from members.models import City, Kind, Language, Member
from members.services.duplicates import dismiss_pair, merge_records, undo_merge
from members.services.members import MemberFacts, enter_member
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db


def enter(name_en, *, country="KOR", kind=Kind.CITY, **facts) -> Member:
    names = {name: facts.pop(name) for name in ("name_ko", "name_local", "aliases") if name in facts}
    entered = MemberFacts(kind=kind, country=CountryFactory(iso3=country), name_en=name_en, shared=facts, **names)
    return enter_member(entered, by=None)


def found() -> list[tuple[int, int]]:
    numbers = dict(Member.objects.values_list("pk", "number"))
    return [(numbers[pair.first], numbers[pair.second]) for pair in likely_pairs()]


@pytest.mark.parametrize(
    ("one", "other", "score", "words"),
    [
        ({"name_en": "Suwon"}, {"name_en": "SUWON"}, 1.0, "the same name"),
        ({"name_en": "Suwon"}, {"name_en": "Suwon City"}, 0.95, "the same name but for the word for its kind of body"),
        ({"name_en": "A", "name_ko": "수원"}, {"name_en": "B", "name_ko": "수원시"}, 1.0, "the same name"),
        ({"name_en": "Seoul"}, {"name_en": "Seoul Metropolitan Government"}, 0.95, "the same name but for"),
        ({"name_en": "Frankfurt"}, {"name_en": "프랑크푸르트"}, 0.9, "the same name in another script"),
        ({"name_en": "Kampala"}, {"name_en": "Kampalla"}, 0.9, "the same name in another script"),
        ({"name_en": "Ulaanbaatar"}, {"name_en": "Ulaanbatar"}, 0.9, "the same name in another script"),
        ({"name_en": "Changwon"}, {"name_en": "Changwom"}, 0.744, "a similar spelling"),
        ({"name_en": "Gyeongju (Silla)"}, {"name_en": "Gyeongju"}, 1.0, "the same name"),
        ({"name_en": "Khartoum State"}, {"name_en": "Khartoum Locality"}, 0.4, "more likely two members"),
        ({"name_en": "Gezira"}, {"name_en": "South Gezira"}, None, None),
        ({"name_en": "Dhaka North"}, {"name_en": "Dhaka South"}, None, None),
        ({"name_en": "Suwon"}, {"name_en": "Suncheon"}, None, None),
    ],
)
def test_pair_is_judged_by_its_names(one, other, score, words):
    enter(**one), enter(**other)

    pairs = likely_pairs()

    assert [pair.score for pair in pairs] == ([] if score is None else [pytest.approx(score, abs=0.001)])
    assert all(words in str(pair.reasons[0]) for pair in pairs)


def test_alias_in_common_weighs_less_than_a_name(db):
    aliases = [(Language.EN, "Dhaka")]
    enter("Dhaka North", aliases=aliases), enter("Dhaka South", aliases=aliases), enter("Dhaka")

    assert [(pair.score, str(pair.reasons[0])) for pair in likely_pairs()] == [
        (1.0, "the same name"),
        (1.0, "the same name"),
        (0.7, "a further spelling in common"),
    ]


def test_website_in_common_is_a_hint_of_its_own():
    site = {"website": "https://www.suwon.example.org/en/"}
    enter("Suwon", **site), enter("Suwon City", website="https://suwon.example.org"), enter("Hwaseong", **site)

    assert [(pair.score, [str(words) for words in pair.reasons]) for pair in likely_pairs()] == [
        (1.0, ["the same name but for the word for its kind of body", "the same website"]),
        (0.6, ["the same website"]),
        (0.6, ["the same website"]),
    ]


def test_other_kind_or_country_is_no_duplicate():
    enter("Suwon"), enter("Suwon", country="NPL"), enter("Suwon", kind=Kind.COMPANY)

    assert found() == []


def test_members_of_which_one_lies_within_the_other_are_two():
    state, city = enter("Gedaref State"), enter("Gedaref City")
    before = found()
    City.objects.filter(member=city).update(lies_within=state)

    assert (before, found()) == ([(1, 2)], [])


def test_pair_that_an_officer_looked_at_leaves_the_queue_and_a_merged_record_too(officer):
    first, second, third = enter("Suwon"), enter("Suwon City"), enter("Suwon-si", name_ko="수원시")
    third.names.create(language="en", text="Suwon", alias=True)
    everybody = found()

    dismiss_pair(second, first, reason="seen", by=officer)
    dismissed = found()
    merge = merge_records(first, duplicate=third, reason="entered twice", by=officer).merge
    merged = found()
    undo_merge(merge, reason="two", by=officer)

    assert [everybody, dismissed, merged] == [[(1, 3), (1, 2), (2, 3)], [(1, 3), (2, 3)], []]
    assert found() == dismissed


def test_the_real_register_has_one_pair_to_look_at(real_register):
    assert found() == [(33, 34)]
    assert likely_pairs()[0].score == 0.7


def test_five_queries_however_many_members(django_assert_num_queries):
    enter("Suwon"), enter("Suwon City")
    with django_assert_num_queries(5):
        one = len(likely_pairs())
    for turn in range(3):
        enter(f"Suwon {'City' * turn}")

    with django_assert_num_queries(5):
        assert len(likely_pairs()) > one == 1


def test_names_that_everybody_shares_are_not_compared():
    for _turn in range(45):
        enter("City")

    assert found() == []
