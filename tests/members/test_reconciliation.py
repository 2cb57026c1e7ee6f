"""Counted against stated: the three differences of the document, each explained and signed by a person."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from members.models import Country, Explanation, Member, StatedTotal
from members.services.leaving import dissolve_member
from members.services.reconciliation import explain_difference, latest_stated_day, reconcile
from members.services.status import confirm_provisional, correct_status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_register")]

DAY = date(2019, 12, 31)
ASIA = 'Table of institutions, region heading Asia: "아 시 아 (6)"'
CITIES = 'Benefit 1, network sentence: "191개 도시, 17개 기관, 30개 기업 등 191개 WeGO 회원도시·단체" - "191개 도시"'
ASSOCIATES = (
    'Last note of the register: "※ 준회원(집행위원회의 가입 승인 전에 있는 도시 및 기관, 기업) : 7개(파란색 표기)"'
)


def not_equal():
    return [(line.total.where, line.stated, line.counted, line.state) for line in reconcile(DAY) if line.difference]


def total(where):
    return StatedTotal.objects.get(where_en=where)


def explain_all(officer):
    for line in reconcile(DAY):
        if line.state == "open":
            explain_difference(line.total, text=f"misprint, {line.counted} are listed", by=officer)


def run(*arguments):
    """Exit status of the command."""
    try:
        call_command("reconcile_register", "--on", "2019-12-31", *arguments)
    except SystemExit as end:
        return end.code
    return 0


def test_exactly_the_three_differences_of_the_document_are_found():
    assert len(reconcile(DAY)) == 107
    assert not_equal() == [
        (CITIES, 191, 144, "open"),
        (ASIA, 6, 7, "open"),
        (ASSOCIATES, 7, 0, "open"),
    ]


def test_explained_difference_names_the_person_who_signed(officer):
    explanation = explain_difference(total(ASIA), text=" seven are listed ", by=officer)

    line = next(line for line in reconcile(DAY) if line.total.where == ASIA)
    assert (line.state, line.explanation, explanation.text) == ("explained", explanation, "seven are listed")
    assert (explanation.counted, explanation.signed_by) == (7, officer)


def test_explanation_holds_for_the_count_it_was_written_for(officer):
    explain_difference(total(ASIA), text="seven are listed", by=officer)
    institution = Member.objects.filter(kind="institution", country__region__code="asia").first()

    change = dissolve_member(institution, last_day=date(2019, 12, 31), reason="x", by=officer)
    assert (ASIA, 6, 7, "explained") in not_equal()  # it left on the day after
    change_day_back(change, officer)

    # Six are counted now, as stated.
    assert ASIA not in [where for where, *_numbers in not_equal()]


def change_day_back(change, officer):
    correct_status(change, effective_on=DAY, reason="left a day earlier", by=officer)


def test_difference_is_open_again_when_the_count_moves(officer):
    explain_difference(total(ASSOCIATES), text="lost colour", by=officer)

    confirm_provisional(members=[], associates=Member.objects.filter(number__in=[1, 2]), reason="letter", by=officer)

    assert (ASSOCIATES, 7, 2, "open") in not_equal()


def test_associates_are_equal_once_all_seven_are_known(officer):
    confirm_provisional(members=[], associates=Member.objects.filter(number__lte=7), reason="letter", by=officer)

    assert [where for where, *_rest in not_equal()] == [CITIES, ASIA]


def test_last_explanation_of_a_count_is_the_one_that_is_shown(officer, second_officer):
    explain_difference(total(ASIA), text="first", by=officer)
    explain_difference(total(ASIA), text="second", by=second_officer)

    line = next(line for line in reconcile(DAY) if line.total.where == ASIA)
    assert (line.explanation.text, line.explanation.signed_by) == ("second", second_officer)


@pytest.mark.parametrize("text", ["", "   "])
def test_empty_explanation_is_refused(officer, text):
    with pytest.raises(ValidationError):
        explain_difference(total(ASIA), text=text, by=officer)
    assert not Explanation.objects.exists()


def test_what_is_equal_is_not_explained(officer):
    equal = StatedTotal.objects.get(where_en__startswith="Table of companies, total row")

    with pytest.raises(ValidationError) as caught:
        explain_difference(equal, text="x", by=officer)
    assert caught.value.messages == ["Stated and counted are equal (30): there is nothing to explain."]


# --- the command -------------------------------------------------------------------------------------
def test_command_prints_each_stated_total_as_json(officer, capsys):
    explain_difference(total(ASIA), text="seven are listed", by=officer)

    status = run("--format", "json")

    rows = json.loads(capsys.readouterr().out)
    assert status == 1
    assert {tuple(row) for row in rows} == {("where", "stated", "counted", "state", "explanation")}
    assert [row for row in rows if row["state"] != "equal"] == [
        {"where": CITIES, "stated": 191, "counted": 144, "state": "open", "explanation": None},
        {"where": ASIA, "stated": 6, "counted": 7, "state": "explained", "explanation": "seven are listed"},
        {"where": ASSOCIATES, "stated": 7, "counted": 0, "state": "open", "explanation": None},
    ]


def test_command_succeeds_once_all_differences_are_explained(officer, capsys):
    assert run() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "104 equal, 3 open, 0 explained"

    explain_all(officer)

    assert run() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "104 equal, 0 open, 3 explained"


def test_day_for_which_nothing_is_stated_is_refused():
    with pytest.raises(CommandError) as caught:
        call_command("reconcile_register", "--on", "2020-12-31")

    assert (caught.value.returncode, str(caught.value)) == (
        1,
        "No document states totals for 2020-12-31. There are some for: 2019-12-31.",
    )


def test_latest_stated_day_is_that_of_the_document():
    assert latest_stated_day() == DAY


def test_two_countries_are_counted_apart():
    lines = {line.total.where: line.counted for line in reconcile(DAY)}

    assert lines['Table of cities, country row Nepal: "네 팔"'] == 14
    assert lines['Table of companies, country row Korea, Rep. of: "한 국"'] == 22
    assert Country.objects.get(pk="NPL").name_ko == "네팔"


def test_reconciling_asks_the_same_number_of_times_for_one_total_and_for_all(django_assert_num_queries):
    StatedTotal.objects.create(as_of=date(2020, 1, 31), where_en="a letter", stated=191, source="letter")
    for day, count in ((date(2020, 1, 31), 1), (DAY, 107)):
        with django_assert_num_queries(3):
            assert len(reconcile(day)) == count
