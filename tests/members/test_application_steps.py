"""Completion, return, closed applications and readmission (R2, R21)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import (
    Application,
    ApplicationStep,
    Member,
    StatusChange,
)
from members.services.applications import (
    accept_application,
    receive_completion,
    request_completion,
    return_application,
)
from tests.factories import make_associate, make_former, make_full
from tests.members.asking import ACCEPTED, accept, messages_of, record, steps

pytestmark = pytest.mark.django_db

ARRIVED = date(2019, 3, 7)


# --- completion and return ---------------------------------------------------------------------------
def test_completion_is_asked_for_and_received_before_the_acceptance(officer):
    application = record(officer)

    request_completion(
        application, missing="council resolution", requested_on=date(2019, 3, 8), due_on=date(2019, 4, 8), by=officer
    )
    application.refresh_from_db()
    assert (application.state, list(Application.objects.open())) == ("incomplete", [application])
    receive_completion(application, received_on=date(2019, 4, 1), note="resolution no. 7", by=officer)
    member = accept(application, officer, on=date(2019, 4, 2))

    assert steps(application) == [
        ("received", ARRIVED, ""),
        ("completion", date(2019, 3, 8), "council resolution"),
        ("completed", date(2019, 4, 1), "resolution no. 7"),
        ("accepted", date(2019, 4, 2), ""),
    ]
    assert member.status_changes.get().effective_on == date(2019, 4, 2)


def test_completion_that_nobody_asked_for_is_refused(officer):
    application = record(officer)

    assert messages_of(lambda: receive_completion(application, received_on=ARRIVED, by=officer)) == [
        "No completion was requested for application A-2019-0001. Nothing was saved."
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"missing": ""}, "State what is missing, or why the application is returned."),
        (
            {"due_on": date(2019, 3, 7)},
            "The completion is due on or after the day of the request.",
        ),
        (
            {"requested_on": date(2019, 3, 6)},
            "The application was received on 2019-03-07; 2019-03-06 is before that. Nothing was saved.",
        ),
    ],
)
def test_request_that_says_too_little_is_refused(officer, values, sentence):
    application = record(officer)
    facts = {"missing": "resolution", "requested_on": date(2019, 3, 8)} | values

    assert messages_of(lambda: request_completion(application, **facts, by=officer)) == [sentence]
    application.refresh_from_db()
    assert application.state == "received"


def test_returned_application_leaves_no_status_and_the_body_may_apply_again(officer):
    returned = record(officer, name_en="City X")

    return_application(returned, reason="not a local government", returned_on=date(2019, 3, 9), by=officer)

    assert not Member.objects.exists()
    assert steps(returned)[-1] == ("returned", date(2019, 3, 9), "not a local government")
    again = record(officer, name_en="City X")
    assert accept(again, officer).number == 1


def test_return_without_a_reason_is_refused(officer):
    application = record(officer)

    assert messages_of(lambda: return_application(application, reason="", returned_on=ARRIVED, by=officer)) == [
        "State what is missing, or why the application is returned."
    ]


ACTS_ON_CLOSED = {
    "accept": lambda application, by: accept_application(application, accepted_on=ACCEPTED, by=by),
    "return": lambda application, by: return_application(application, reason="x", returned_on=ACCEPTED, by=by),
    "request": lambda application, by: request_completion(application, missing="x", requested_on=ACCEPTED, by=by),
    "receive": lambda application, by: receive_completion(application, received_on=ACCEPTED, by=by),
}


@pytest.mark.parametrize("act", ACTS_ON_CLOSED)
@pytest.mark.parametrize("state", ["accepted", "returned"])
def test_closed_application_is_not_acted_on(officer, act, state):
    application = record(officer)
    close = {"accepted": "accept", "returned": "return"}[state]
    ACTS_ON_CLOSED[close](application, officer)
    count = ApplicationStep.objects.count()

    assert messages_of(lambda: ACTS_ON_CLOSED[act](application, officer)) == [
        f"Application A-2019-0001 is closed: {state}. Nothing was saved."
    ]
    assert ApplicationStep.objects.count() == count


# --- readmission (R21) -------------------------------------------------------------------------------
def apply_again(member, officer, **values):
    return record(officer, member=member, submitted_on=date(2020, 2, 1), received_on=date(2020, 2, 3), **values)


def test_former_member_comes_back_as_an_associate_under_its_old_number(officer):
    member = make_former(accepted_on=date(2019, 3, 20), last_day=date(2019, 12, 31), by=officer)

    back = accept(apply_again(member, officer, liaison_name="Li Wei"), officer, on=date(2020, 2, 10))

    assert (back, back.number, Member.objects.count()) == (member, 1, 1)
    assert [(row.status, row.ground, row.effective_on) for row in StatusChange.objects.history_of(member)] == [
        ("associate", "acceptance", date(2019, 3, 20)),
        ("former", "withdrawn", date(2020, 1, 1)),
        ("associate", "readmission", date(2020, 2, 10)),
    ]
    assert (member.names.count(), member.contacts.get().name) == (1, "Li Wei")


def test_contact_that_is_known_already_is_not_recorded_twice(officer):
    member = make_former(liaison_name="Li Wei", liaison_email="li@example.org", by=officer)

    accept(
        apply_again(member, officer, liaison_name="Li Wei", liaison_email="li@example.org"), officer, date(2020, 2, 9)
    )

    assert member.contacts.count() == 1


@pytest.mark.parametrize(("make", "standing"), [(make_associate, "associate member"), (make_full, "full member")])
def test_only_a_former_member_applies_for_readmission(officer, make, standing):
    member = make(by=officer)

    assert messages_of(lambda: apply_again(member, officer)) == [
        f"Only a former member applies for readmission; this one is: {standing}."
    ]


def test_readmission_as_another_kind_is_refused(officer):
    member = make_former(by=officer)

    assert messages_of(lambda: apply_again(member, officer, kind="company")) == [
        "The former member is of another kind."
    ]


def test_member_is_not_readmitted_twice_by_two_open_applications(officer):
    member = make_former(by=officer)
    first, second = apply_again(member, officer), apply_again(member, officer)
    accept(first, officer, on=date(2020, 2, 10))

    with pytest.raises(ValidationError, match="Out of order"):
        accept(second, officer, on=date(2020, 2, 11))
    second.refresh_from_db()
    assert (second.state, [act for act, _day, _note in steps(second)]) == ("received", ["received"])
