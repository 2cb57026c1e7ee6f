"""The annex of the source against the register that was made of it, and a list by somebody who spells as he likes."""

from datetime import date

import pytest

from members.models import ListFinding, Member
from members.services.leaving import withdraw_member
from members.services.published import count_groups, sign_off_list
from tests.members.published.lists import (
    ANNEX_COLUMNS,
    DAY,
    annex_rows,
    codes,
    finding,
    record,
    record_annex,
    record_spelled,
    table,
)
from wego.spreadsheets import Sheet, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_register")]


def matched(published) -> dict[int, int]:
    """By row the number of its member."""
    rows = published.findings.filter(row__isnull=False, member__isnull=False)
    return dict(rows.values_list("place", "member__number"))


def test_the_annex_is_the_register(officer):
    published = record_annex(by=officer)

    assert count_groups(published) == {"matched": 191, "different": 0, "extra": 0, "missing": 0}
    assert matched(published) == {number + 1: number for number in range(1, 192)}
    assert sign_off_list(published, by=officer).signed_by == officer


def test_the_printed_korean_names_alone_are_enough(officer):
    published = record(
        table([[one["name_doc"]] for one in annex_rows()], ["회원명"]), columns={"name": "회원명"}, by=officer
    )

    assert count_groups(published) == {"matched": 191, "different": 0, "extra": 0, "missing": 0}
    assert matched(published) == {number + 1: number for number in range(1, 192)}


def test_the_annex_as_a_workbook_is_the_same(officer):
    rows = annex_rows()
    content = write_xlsx([Sheet("회원", list(rows[0]), [list(one.values()) for one in rows])])

    published = record(content, columns=ANNEX_COLUMNS, by=officer)

    assert count_groups(published)["matched"] == 191
    assert published.rows.get(number=2).cells == {**rows[0], "is_capital": "Y"}


def test_spellings_slips_and_strangers(officer):
    published = record_spelled(by=officer)

    assert codes(published) == {
        "r2": ("matched", "alias"),  # Mugla
        "r3": ("matched", "official"),  # sao paulo
        "r4": ("matched", "official"),  # 마기요, as the annex prints it
        "r5": ("extra", "similar"),  # Kathmndu
        "r6": ("extra", "ambiguous"),  # Dhaka
        "r7": ("different", "official"),  # Moscow in Germany
        "r8": ("extra", "twice"),  # Москва
        "r9": ("extra", "unknown"),  # Atlantis
        "r10": ("different", "official"),  # Kabul
    }
    assert matched(published) == {2: 84, 3: 71, 4: 45, 7: 86, 8: 86, 10: 52}
    assert count_groups(published) == {"matched": 3, "different": 2, "extra": 4, "missing": 186}


def test_reasons_say_what_is_known(officer):
    published = record_spelled(by=officer)
    facts = {key: finding(published, key).facts for key in ("r5", "r6", "r7", "r8", "r10", "m12", "m33")}

    assert [(one["number"], one["likeness"]) for one in facts["r5"]["candidates"]] == [(12, 0.7111)]
    assert [(one["number"], one["likeness"]) for one in facts["r6"]["candidates"]] == [(33, 1.0), (34, 1.0)]
    assert facts["r7"]["differences"] == [["country", "Germany", "RUS", True]]
    assert facts["r8"]["other"] == 7
    assert facts["r10"]["differences"] == [
        ["status", "associate", "full", True],
        ["capital", "no", "yes", True],
    ]  # "since 2010" is no difference: nobody stated a day (R25)
    assert (facts["m12"]["near"], facts["m33"]["near"]) == ([5], [6])


def test_wrong_countries_are_differences_and_no_other_members(officer):
    rows = [[one["name_doc"], "Japan" if int(one["member_no"]) <= 20 else one["country_ko"]] for one in annex_rows()]

    published = record(table(rows, ["name", "country"]), by=officer)

    assert count_groups(published) == {"matched": 171, "different": 20, "extra": 0, "missing": 0}
    assert finding(published, "r2").facts["differences"] == [["country", "Japan", "KOR", True]]


def test_missing_and_extra_rows(officer):
    rows = [[one["name_doc"]] for one in annex_rows()[10:]] + [["부산"], ["알마티"]]

    published = record(table(rows, ["name"]), by=officer)

    assert count_groups(published) == {"matched": 181, "different": 0, "extra": 2, "missing": 10}
    missing = ListFinding.objects.filter(list=published, group="missing")
    assert list(missing.values_list("member__number", flat=True)) == list(range(1, 11))


def test_who_left_before_the_day_is_extra_and_says_since_when(officer):
    seoul = Member.objects.get(number=2)
    withdraw_member(seoul, notice_on=date(2020, 5, 1), last_day=date(2020, 6, 30), by=officer)

    before, after = (record_annex(by=officer, as_of=day) for day in (DAY, date(2020, 12, 31)))

    assert count_groups(before)["matched"] == 191
    assert codes(after)["r3"] == ("extra", "former")
    assert finding(after, "r3").facts["since"] == "2020-07-01"
