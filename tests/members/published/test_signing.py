"""A list is signed off when all of it is matched or explained, and is open again when that changes."""

from datetime import date

import pytest

from members.models import ListComparison, ListFinding, ListSignOff, MemberName
from members.services.list_comparison import refresh
from members.services.members import rename_member
from members.services.published import compare_anew, count_groups, sign_off_list
from tests.factories import make_associate, make_full
from tests.members.asking import refusal_of
from tests.members.published.lists import codes, explain, finding, record, settle, table, told

pytestmark = pytest.mark.django_db


# --- signed off ----------------------------------------------------------------------------------
def test_a_list_is_signed_off_when_all_is_matched_or_explained(published, towns, officer):
    refused = refusal_of(lambda: sign_off_list(published, by=officer))
    settle(published, towns, by=officer)

    sign_off = sign_off_list(published, by=officer)

    assert (refused.code, refused.params) == ("open", {"count": 7})
    assert sign_off.counts == count_groups(published) == {"matched": 2, "different": 0, "extra": 3, "missing": 2}
    assert sign_off.digest == ListComparison.objects.get(list=published).digest
    assert told("list.signed_off") == [{"result": sign_off.digest, **sign_off.counts}]


def test_one_line_short_is_not_enough(published, towns, officer):
    settle(published, towns, by=officer)
    ListFinding.objects.filter(key="r6").update(digest="x")  # explained no more

    assert refusal_of(lambda: sign_off_list(published, by=officer)).params == {"count": 1}


def test_the_same_result_is_signed_off_once(published, towns, officer, second_officer):
    settle(published, towns, by=officer)
    sign_off_list(published, by=officer)

    refusal = refusal_of(lambda: sign_off_list(published, by=second_officer))

    assert refusal.code == "signed_off"
    assert "officer signed off this very result already" in refusal.messages[0]
    assert ListSignOff.objects.count() == 1


# --- and open again ------------------------------------------------------------------------------
def holds(published) -> bool:
    refresh(published)
    return published.sign_offs.filter(digest=ListComparison.objects.get(list=published).digest).exists()


@pytest.fixture
def signed(published, towns, officer):
    settle(published, towns, by=officer)
    sign_off_list(published, by=officer)
    return published


def test_what_does_not_touch_the_list_leaves_it_signed_off(signed, towns, korea, officer):
    make_associate(by=officer, name_en="Later City", country=korea, accepted_on=date(2020, 3, 2))
    rename_member(
        towns[1], language="en", name="Suwon Special City", valid_from=date(2022, 1, 13), reason="x", by=officer
    )
    MemberName.objects.create(member=towns[4], language="en", text="Naju-si", alias=True)

    assert holds(signed)


def test_a_member_more_on_that_day_opens_it_again(signed, korea, officer):
    newcomer = make_full(by=officer, name_en="Jecheon", country=korea)

    assert not holds(signed)
    assert list(signed.findings.open().values_list("member", flat=True)) == [newcomer.pk]
    explain(signed, f"m{newcomer.number}", by=officer)
    assert sign_off_list(signed, by=officer).counts["missing"] == 3


def test_an_explanation_holds_for_the_finding_it_was_written_for(signed, towns, officer):
    """The stranger turns out to be a member under a further name: what was explained is another thing now."""
    MemberName.objects.create(member=towns[4], language="en", text="Atlantis", alias=True)

    assert not holds(signed)
    assert codes(signed)["r6"] == ("matched", "alias")
    assert not signed.findings.filter(key="m4").exists()
    assert signed.findings.open().count() == 0  # but all is matched or explained: it can be signed off again
    sign_off_list(signed, by=officer)
    assert holds(signed)


def test_a_corrected_country_opens_a_difference(towns, officer):
    published = record(table([["Suwon", "KOR"]], ["name", "country"]), by=officer)
    explain(published, "m2", "m3", "m4", by=officer)
    sign_off_list(published, by=officer)

    member = towns[1]
    member.country_id = "JPN"
    member.save()

    assert not holds(published)
    assert finding(published, "r2").facts["differences"] == [["country", "KOR", "JPN", True]]


def test_signing_looks_at_the_register_as_it_is(published, towns, korea, officer):
    """Nobody opened the page in between."""
    settle(published, towns, by=officer)
    make_full(by=officer, name_en="Jecheon", country=korea)

    assert refusal_of(lambda: sign_off_list(published, by=officer)).params == {"count": 1}


def test_comparing_anew_changes_nothing_that_stays_the_same(signed):
    before = sorted(signed.findings.values_list("key", "digest"))

    compare_anew(signed)

    assert sorted(signed.findings.values_list("key", "digest")) == before
    assert holds(signed)
