"""What is wrong in a sheet of past years: each row with its number, column and the service's own sentence."""

from datetime import date

import pytest

from members.imports.history.sheet import HistorySheet, carry_out
from members.models import Application, Decision, Member, MemberName, StatusChange
from members.services.members import rename_member
from members.services.status import confirm_provisional
from tests.factories import CountryFactory, MeetingFactory, make_associate, make_full, make_opened
from tests.members.imports.past import EXCOM, HEADER, SOURCE, accepted, decided, left, renamed, save, show
from tests.members.imports.tables import counts, errors, post_confirmation, words

pytestmark = pytest.mark.sqlite  # words are the same on both


@pytest.fixture
def register(officer):
    """Opened 1 and 2 are provisional, no. 3 is an associate of 2020, and the committee met on 2020-11-17."""
    make_opened(1, 2)
    CountryFactory(iso3="FRA")
    MeetingFactory(held_from=date(2020, 11, 17), title_en="Executive Committee 2020")
    MeetingFactory(
        held_from=None, held_to=None, planned_from=date(2020, 9, 6), planned_to=date(2020, 9, 6), title_en="GA"
    )
    return make_associate(accepted_on=date(2020, 3, 20), by=officer, name_en="Testburg")


GOOD = decided("Testburg", "approved")


WRONG = [
    (GOOD | {"on": None}, "on", "must not be empty"),
    (GOOD | {"on": "2020-11-31"}, "on", "not a day of the calendar"),
    (GOOD | {"event": "invited"}, "event", "none of: accepted, returned, approved"),
    (GOOD | {"event": ""}, "event", "must not be empty"),
    (GOOD | {"source": ""}, "source", "must not be empty"),
    (GOOD | {"name_en": ""}, "member", "Say who"),
    (GOOD | {"name_en": "Nowhere"}, "name_en", "No member of this name"),
    (GOOD | {"member": 9}, "member", "There is no member no. 9"),
    (GOOD | {"member": 1}, "name_en", "Member no. 1 is called Opened 1."),
    (GOOD | {"member": 3, "kind": "company"}, "kind", "Member no. 3: city."),
    (GOOD | {"country": "XXX"}, "country", "no country of the register"),
    (GOOD | {"meeting": ""}, "meeting", "must not be empty"),
    (GOOD | {"meeting": "executive_committee 2020-11-18"}, "meeting", "Record it under Meetings first"),
    (GOOD | {"meeting": "Board"}, "meeting", "executive_committee 2020-11-17 (Executive Committee 2020)"),
    (GOOD | {"meeting": "GA"}, "meeting", "Record first when the meeting was held"),
    (GOOD | {"on": "2020-11-16"}, "meeting", "2020-11-16 is not among its days"),
    (GOOD | {"last_day": "2020-12-31"}, "last_day", "“approved” has no such value"),
    (GOOD | {"document": "x" * 120}, "source", "at most 120 characters"),
    (EXCOM | {"member": 1, "event": "approved"}, "member", "Confirm it first under “Provisional members”"),
    (decided("Testburg", "deferred"), "reason", "must not be empty"),
    (accepted("Testburg", "2020-05-01"), "name_en", "Member no. 3 has this name already"),
    (accepted("New", "2020-05-01", kind="", country=""), "kind", "A new member needs this."),
    (accepted("New", "2020-05-01", received_on="2020-05-02"), "received_on", "is before that"),
    (accepted("New", "2020-05-01", submitted_on="2020-05-02"), "received_on", "on or after the day it was submitted"),
    (accepted("New", "2019-12-31"), "on", "The register was opened on 2019-12-31"),
    (accepted("", "2020-05-01", member=3), "member", "Only a former member applies for readmission"),
    (left(3, "withdrawn", "2020-04-01"), "last_day", "must not be empty"),
    (left(3, "withdrawn", "2020-04-01", last_day="2020-03-01"), "on", "Out of order"),
    (left(3, "withdrawn", "2020-06-01", last_day="2020-05-01"), "last_day", "The notice is given on or before"),
    (left(1, "dissolved", "2019-12-30", reason="merged"), "last_day", "it is before the first"),
    (left(1, "renamed", "2019-03-23", new_name="X"), "on", "The register was opened on 2019-12-31"),
    (left(3, "renamed", "2021-01-01", new_name="Testburg"), "new_name", "has this name on 2021-01-01 already"),
    (left(3, "figure", "2021-01-01", value="many", reference_year=2019), "value", "must be a whole number"),
    (left(3, "figure", "2021-01-01", value=5, reference_year=2090), "reference_year", "has not come yet"),
]
"""A row, the column at which it is refused, and words of the sentence."""


def test_each_wrong_row_is_reported_with_its_column_and_why(client, register):
    answer = show(client, *(row for row, _column, _sentence in WRONG))

    found = {row.row: row.errors for row in answer.context["plan"].rows}
    for number, (_row, column, sentence) in enumerate(WRONG, start=2):
        assert any(place == column and sentence in message for place, message in found[number]), found[number]
    assert counts(answer) == {"error": len(WRONG)}
    assert StatusChange.objects.count() == 3


def test_name_of_two_members_asks_for_the_number(client, register, officer):
    make_associate(accepted_on=date(2020, 3, 20), by=officer, name_en="Testburg", kind="company")

    assert "Several members have this name: 3, 4" in words(show(client, GOOD))
    assert errors(show(client, GOOD | {"kind": "city"})) == []


def test_file_that_is_right_but_for_one_row_saves_nothing(client, register):
    answer = save(client, GOOD, left(2, "withdrawn", "2020-05-12", last_day="2020-06-30"), renamed(name_en="Nobody"))

    assert answer.status_code == 409
    assert errors(answer) == [(4, "name_en")]
    assert "Nothing can be saved while a row has an error" in answer.content.decode()
    assert not Decision.objects.exists()
    assert StatusChange.objects.count() == 3


def test_row_that_rests_on_a_row_with_an_error_is_reported_as_well(client, register):
    answer = show(client, decided("New", "approved"), accepted("New", "2020-05-01", submitted_on="2020-05-02"))

    assert errors(answer) == [(2, "name_en"), (3, "received_on")]


def test_refused_row_leaves_nothing_behind(register, officer):
    """Its application is recorded before the acceptance is refused."""
    late = accepted("Late", "2020-05-01", submitted_on="2020-05-02", received_on="2020-05-02")
    before = Application.objects.count()

    [result] = carry_out(HistorySheet().read(list(late), [(2, late)]), by=officer)

    assert result.errors[0][0] == "received_on"
    assert Application.objects.count() == before


# --- what changes between preview and confirmation ---------------------------------------------
def test_confirmation_after_somebody_elses_work_shows_the_new_preview(client, register, officer):
    rows = [GOOD, left(2, "renamed", "2021-01-01", new_name="Newtown")]
    preview = show(client, *rows)
    rename_member(
        Member.objects.get(number=2), language="en", name="Newtown", valid_from=date(2021, 1, 1), by=officer, reason="x"
    )

    answer = post_confirmation(client, preview, model="statuschange")

    assert answer.status_code == 409
    assert "The data changed since the preview" in answer.content.decode()
    assert counts(answer) == {"add": 1, "same": 1}
    assert not Decision.objects.exists()
    assert post_confirmation(client, answer, model="statuschange").status_code == 302
    assert Decision.objects.count() == 1


def test_number_that_somebody_else_took_is_shown_before_it_is_given(client, register, officer):
    preview = show(client, accepted("New", "2020-06-01"))
    make_full(by=officer)

    answer = post_confirmation(client, preview, model="statuschange")

    assert answer.status_code == 409
    assert answer.context["plan"].rows[0].identity == "2020-06-01 accepted 5 New"
    assert not Application.objects.filter(name_en="New").exists()


# --- the opening of the register ---------------------------------------------------------------
def test_associate_of_the_opening_is_decided_on_once_it_is_confirmed(client, register, officer):
    confirm_provisional(members=[], associates=Member.objects.filter(number=1), reason="list of 2019", by=officer)

    answer = save(client, EXCOM | {"member": 1, "event": "approved"})

    assert answer.status_code == 302
    assert StatusChange.objects.get(status="full", ground="approval").effective_on == date(2020, 11, 17)


def test_member_is_found_by_the_name_before_its_renaming_and_after(client, register):
    answer = save(
        client,
        SOURCE | {"on": "2021-01-01", "event": "renamed", "name_en": "Testburg", "new_name": "Teststadt"},
        SOURCE | {"on": "2022-01-01", "event": "figure", "name_en": "Teststadt", "value": 7, "reference_year": 2020},
        SOURCE | {"on": "2023-01-01", "event": "figure", "name_en": "TESTBURG", "value": 8, "reference_year": 2021},
    )

    assert answer.status_code == 302
    assert [figure.value for figure in register.figures.order_by("value")] == [7, 8]


def test_alias_finds_a_member_where_no_official_name_does(client, register):
    MemberName.objects.create(member=register, language="en", text="Burg of Tests", alias=True)

    assert counts(show(client, GOOD | {"name_en": "Burg of Tests"})) == {"add": 1}


@pytest.mark.parametrize(("missing", "sentence"), [("event", "Missing columns: event"), ("source", "columns: source")])
def test_columns_that_every_row_needs_are_asked_for_by_name(client, register, missing, sentence):
    answer = show(client, GOOD, header=[name for name in HEADER if name != missing])

    assert sentence in answer.context["form"].errors["file"][0]
