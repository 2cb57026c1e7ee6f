"""Names as of a day (R27), and the economy that counts for dues."""

from datetime import date

import pytest
from django.utils import timezone

from members.models import Language, Member, MemberName
from members.services.members import change_economy, rename_member
from tests.factories import make_associate
from tests.members.asking import messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(officer):
    return make_associate(name_en="Nur-Sultan", name_ko="누르술탄", by=officer)


def names_on(day, known_at=None):
    one = Member.objects.with_names(day, known_at).get()
    return one.name_en, one.name_ko, one.name_local


def rename(member, officer, name, day, language=Language.EN):
    return rename_member(member, language=language, name=name, valid_from=day, reason="decree", by=officer)


def test_new_name_holds_from_its_day(member, officer):
    rename(member, officer, "Astana", date(2022, 9, 17))

    assert names_on(date(2019, 12, 31)) == ("Nur-Sultan", "누르술탄", "")
    assert names_on(date(2022, 9, 16)) == ("Nur-Sultan", "누르술탄", "")
    assert names_on(date(2022, 9, 17)) == ("Astana", "누르술탄", "")


def test_name_recorded_later_for_an_earlier_day_stands_between(member, officer):
    rename(member, officer, "Astana", date(2022, 9, 17))
    rename(member, officer, "Nursultan City", date(2021, 1, 1))

    assert [names_on(date(year, 12, 31))[0] for year in (2020, 2021, 2022)] == [
        "Nur-Sultan",
        "Nursultan City",
        "Astana",
    ]


def test_reading_as_known_then_has_the_old_name(member, officer):
    before = timezone.now()

    rename(member, officer, "Astana", date(2022, 9, 17))

    assert names_on(date(2023, 1, 1), before)[0] == "Nur-Sultan"
    assert names_on(date(2023, 1, 1))[0] == "Astana"


def test_rename_leaves_who_and_why(member, officer):
    name = rename(member, officer, "Astana", date(2022, 9, 17))

    assert name.history.values_list("history_user", "history_change_reason", "text").get() == (
        officer.pk,
        "decree",
        "Astana",
    )


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("Nur-Sultan", date(2022, 1, 1), "The member has this name on 2022-01-01 already. Nothing was saved."),
        ("  Nur-Sultan ", date(2022, 1, 1), "The member has this name on 2022-01-01 already. Nothing was saved."),
        ("Aqmola", date(2022, 9, 17), "The member has a name from this day on in this language already."),
        ("", date(2022, 1, 1), "This field cannot be blank."),
        ("   ", date(2022, 1, 1), "A name is not empty."),
    ],
)
def test_name_that_says_nothing_new_is_refused(member, officer, name, day, sentence):
    rename(member, officer, "Astana", date(2022, 9, 17))

    assert sentence in messages_of(lambda: rename(member, officer, name, day))
    assert member.names.count() == 3


def test_first_name_in_a_language_may_be_dated(member, officer):
    rename(member, officer, "Астана", date(2022, 9, 17), Language.LOCAL)

    assert [names_on(date(2022, 9, day))[2] for day in (16, 17)] == ["", "Астана"]


def test_alias_is_never_printed_and_stands_once(member):
    MemberName.objects.create(member=member, language="en", text="Astana", alias=True)

    assert names_on(date(2030, 1, 1))[0] == "Nur-Sultan"
    for bad, sentence in (
        ({"text": "Astana"}, "This spelling is recorded for the member already."),
        ({"text": "Aqmola", "valid_from": date(2022, 1, 1)}, "An alias has no date."),
    ):
        alias = MemberName(member=member, language="en", alias=True, **bad)
        assert messages_of(alias.full_clean) == [sentence]


def test_second_name_from_the_beginning_is_refused(member):
    name = MemberName(member=member, language="en", text="Astana")

    assert messages_of(name.full_clean) == ["The member has a name from the beginning in this language already."]


# --- the economy for dues (R11) ------------------------------------------------------------------------
def test_economy_is_the_country_until_an_officer_says_otherwise(member, officer):
    assert member.economy == "KOR"

    changed = change_economy(member, economy_code="HKG", reason="own World Bank series", by=officer)

    member.refresh_from_db()
    assert (changed, member.economy, member.economy_reason) == (member, "HKG", "own World Bank series")
    latest = member.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (officer, "own World Bank series")


def test_economy_is_taken_back(member, officer):
    change_economy(member, economy_code="HKG", reason="own series", by=officer)

    taken_back = change_economy(member, economy_code="", reason="ExCom of 2020-11-17", by=officer)

    assert (taken_back.economy, taken_back.economy_reason) == ("KOR", "")
    assert [row.economy_code for row in member.history.all()] == ["", "HKG", ""]


def test_answered_proposal_is_gone(member, officer):
    Member.objects.update(economy_proposal="HKG")

    assert change_economy(member, economy_code="", reason="stays with the country", by=officer).economy_proposal == ""


@pytest.mark.parametrize(
    ("code", "reason", "sentence"),
    [
        ("HKG", "", "State why the economy for dues changes."),
        ("", " ", "State why the economy for dues changes."),
        ("hkg", "x", "Three capital letters, like KOR."),
        ("HK", "x", "Three capital letters, like KOR."),
    ],
)
def test_economy_without_a_reason_or_a_code_is_refused(member, officer, code, reason, sentence):
    assert messages_of(lambda: change_economy(member, economy_code=code, reason=reason, by=officer)) == [sentence]


def test_economy_on_the_member_itself_needs_its_reason(member):
    member.economy_code = "HKG"

    assert messages_of(member.full_clean) == ["State why another economy than the country's counts."]
