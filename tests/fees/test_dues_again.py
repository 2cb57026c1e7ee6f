"""The second run of a year adds what is missing and keeps the rest; a run is whole or not at all (A10, R12, R13)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from fees.models import Assessment, DuesException, DuesRun, NotAssessed
from fees.reports import DuesReport
from fees.services.dues import assess_members, open_run, plan_run
from fees.services.evaluation import evaluate_all
from fees.services.schedules import adopt_schedule
from fees.services.settlements import take_exception
from members.models import Member
from members.services.status import confirm_provisional
from tests.factories import make_associate, make_opened
from tests.fees.dues import (
    EDITION,
    add_figure,
    add_gdp,
    assess_dues,
    dues_of,
    make_city,
    make_company,
    make_institution,
    refusal_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]

SUMMER = date(2020, 7, 1)
ROWS = [DuesRun, Assessment, DuesException, NotAssessed]


# --- a second run ------------------------------------------------------------------------------------
def test_second_run_adds_what_is_missing_and_keeps_the_rest(officer, second_officer):
    assessed, missing = make_city(by=officer), make_city(None, by=officer)
    make_associate(by=officer)
    run = open_run(2020, by=officer)

    assert assess_members(run, by=officer) == {"assessed": 1, "exception": 1, "not_assessed": 1}
    before = Assessment.objects.values().get()
    add_figure(missing, 299_999, 2019)
    add_figure(assessed, 9_000_000, 2019)  # what is assessed stays (R12)
    assert assess_members(run, by=second_officer) == {"assessed": 1, "exception": 0, "not_assessed": 1}

    assert (dues_of(assessed, 2020), dues_of(missing, 2020)) == (5000, 3500)
    assert Assessment.objects.values().get(member=assessed) == before
    assert Assessment.objects.get(member=missing).recorded_by == second_officer
    assert assess_members(run, by=officer) == {"assessed": 0, "exception": 0, "not_assessed": 1}
    assert (Assessment.objects.count(), NotAssessed.objects.count()) == (2, 1)


def test_exception_is_closed_when_it_is_assessed_and_keeps_its_owner_until_then(officer):
    city = make_city(None, by=officer)
    run = assess_dues(2020, by=officer)
    listed = DuesException.objects.get()
    take_exception(listed, by=officer)

    assess_members(run, by=officer)
    listed.refresh_from_db()
    assert (listed.state, listed.reason, listed.owner) == ("open", "no_population", officer)

    add_figure(city, 1_250_000)
    assess_members(run, by=officer)
    listed.refresh_from_db()
    assert (listed.state, listed.reason, listed.owner) == ("assessed", "no_population", officer)
    assert DuesException.objects.count() == 1
    assert DuesReport.of(run).exceptions == []


def test_exception_says_what_is_missing_now_and_lapses_with_the_question(officer):
    one, other = make_opened(1, 2)
    run = assess_dues(2020, by=officer)
    assert [dues_of(member, 2020) for member in (one, other)] == ["provisional", "provisional"]

    confirm_provisional(members=[one], associates=[other], reason="list", by=officer)
    assess_members(run, by=officer)

    assert [dues_of(member, 2020) for member in (one, other)] == ["no_population", "associate"]
    assert list(DuesException.objects.values_list("member", "state")) == [(one.pk, "open"), (other.pk, "lapsed")]


def test_lapsed_exception_opens_again(officer):
    [city] = make_opened(1)
    run = assess_dues(2020, by=officer)
    DuesException.objects.update(state="lapsed", reason="no_gdp", owner=officer)

    assess_members(run, by=officer)

    assert DuesException.objects.values_list("state", "reason", "owner").get() == ("open", "provisional", officer.pk)
    assert dues_of(city, 2020) == "provisional"


def test_provisional_members_once_included_stay_included(officer):
    one, other = make_opened(1, 2)
    add_figure(one, 1_250_000)
    run = assess_dues(2020, by=officer)
    assert (run.include_provisional, dues_of(one, 2020)) == (False, "provisional")

    run = assess_dues(2020, by=officer, include_provisional=True)
    assert (run.include_provisional, dues_of(one, 2020), dues_of(other, 2020)) == (True, 5000, "no_population")

    add_figure(other, 299_999)
    run = assess_dues(2020, by=officer)
    assert (run.include_provisional, dues_of(other, 2020)) == (True, 3500)
    assert plan_run(2020).include_provisional


def test_associate_is_not_assessed_however_the_run_was_asked(officer):
    [associate] = make_opened(1)
    confirm_provisional(members=[], associates=[associate], reason="list", by=officer)

    assess_dues(2020, by=officer, include_provisional=True)

    assert dues_of(associate, 2020) == "associate"


# --- what a run follows from stands ------------------------------------------------------------------
def test_edition_stays_that_of_the_first_run(officer):
    assess_dues(2020, by=officer)
    add_gdp(20_000, vintage=SUMMER)
    city = make_city(by=officer)

    assert assess_dues(2020, by=officer).vintage == EDITION
    assert assess_dues(2020, by=officer, vintage=EDITION).vintage == EDITION
    refusal = refusal_of(lambda: open_run(2020, by=officer, vintage=SUMMER))

    assert dues_of(city, 2020) == 5000
    assert refusal.messages == [
        "The dues of 2020 follow the GDP figures of 2019-12-18 and keep to them. Nothing was saved."
    ]
    assert assess_dues(2021, by=officer).vintage == SUMMER


def test_edition_that_is_not_on_record_is_refused(officer):
    refusal = refusal_of(lambda: open_run(2020, by=officer, vintage=SUMMER))

    assert refusal.messages == ["No GDP figures of the edition 2020-07-01 are on record. Nothing was saved."]
    assert not DuesRun.objects.exists()


def test_schedule_is_locked_and_stays_that_of_the_first_run(officer, printed, draft):
    run = assess_dues(2022, by=officer)
    adopt_schedule(draft, decision="General Assembly", by=officer)
    printed.refresh_from_db()

    assert printed.is_locked
    assert assess_dues(2022, by=officer).schedule == run.schedule == printed
    assert assess_dues(2023, by=officer).schedule == draft


def test_preview_and_refusal_lock_nothing(officer, printed):
    evaluate_all(plan_run(2020))
    refusal_of(lambda: open_run(2200, by=officer))
    printed.refresh_from_db()

    assert not printed.is_locked
    assert not DuesRun.objects.exists()


def test_history_of_the_run_names_who_asked(officer, second_officer):
    run = assess_dues(2020, by=officer)
    assess_dues(2020, by=second_officer, include_provisional=True)

    assert run.recorded_by == officer
    assert list(run.history.values_list("history_user", "include_provisional")) == [
        (second_officer.pk, True),
        (second_officer.pk, True),
        (officer.pk, False),
        (officer.pk, False),
    ]


# --- whole or not at all -----------------------------------------------------------------------------
def refuse_inserts(table, condition="TRUE"):
    """From now on the database refuses rows of the table for which the condition holds."""
    statements = {
        "sqlite": [
            f"CREATE TRIGGER broken BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'broken'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''broken''; END'",
            f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION broken()",
        ],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


@pytest.mark.parametrize("table", ["assessment", "duesexception", "notassessed", "historicalduesrun"])
def test_run_that_fails_in_the_middle_leaves_nothing(officer, table):
    for _turn in range(2):
        make_city(by=officer)
    make_city(None, by=officer)
    make_associate(by=officer)
    run = open_run(2020, by=officer)
    run_before = DuesRun.objects.values().get()
    third = Member.objects.order_by("pk")[1].pk
    refuse_inserts(f"fees_{table}", f"NEW.member_id = {third}" if table == "assessment" else "TRUE")

    with pytest.raises(DatabaseError, match="broken"):
        assess_members(run, by=officer)

    assert [model.objects.count() for model in ROWS] == [1, 0, 0, 0]
    assert DuesRun.objects.values().get() == run_before


def test_run_that_is_not_opened_locks_no_schedule(officer, printed):
    refuse_inserts("fees_historicalduesrun")

    with pytest.raises((ValidationError, DatabaseError)):
        open_run(2020, by=officer)

    printed.refresh_from_db()
    assert (printed.is_locked, DuesRun.objects.count()) == (False, 0)


def test_failed_second_run_keeps_the_first_as_it_was(officer):
    make_associate(by=officer)
    city = make_city(None, by=officer)
    run = assess_dues(2020, by=officer)
    before = [list(model.objects.order_by("pk").values()) for model in ROWS]
    add_figure(city, 1_250_000)
    refuse_inserts("fees_notassessed")

    with pytest.raises(DatabaseError, match="broken"):
        assess_members(run, by=officer)

    assert [list(model.objects.order_by("pk").values()) for model in ROWS] == before


# --- streams -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_members(officer, django_assert_num_queries, count):
    for _turn in range(count):
        make_city(by=officer)
        make_company(by=officer)
        make_city(None, by=officer)
        make_institution(by=officer)
    run = open_run(2020, by=officer)

    with django_assert_num_queries(17):
        assert len(evaluate_all(run)) == 4 * count
    with django_assert_num_queries(32):
        assert assess_members(run, by=officer).total() == 4 * count
    with django_assert_num_queries({"sqlite": 30, "postgresql": 31}[connection.vendor]):
        assert assess_members(run, by=officer).total() == 2 * count
