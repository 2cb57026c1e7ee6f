"""Joining by letter: three dates, completion, return, acceptance in one transaction (R2, R3, A5)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import (
    Application,
    City,
    Company,
    Contact,
    Institution,
    Member,
    MemberFigure,
    MemberName,
    StatusChange,
)
from tests.members.asking import ACCEPTED, accept, messages_of, record, steps
from wego.models import Counter

pytestmark = pytest.mark.django_db

SENT, ARRIVED = date(2019, 3, 5), date(2019, 3, 7)
PEOPLE = {
    "head_name": "Ana Sousa",
    "head_title": "Mayor",
    "head_email": "mayor@example.org",
    "liaison_name": "Li Wei",
    "liaison_title": "Desk officer",
    "liaison_email": "li@example.org",
    "liaison_phone": "+82 2 120",
    "billing_name": "Treasury",
    "billing_email": "pay@example.org",
    "billing_address": "1 Main Street",
    "language": "ko",
}


# --- recording ---------------------------------------------------------------------------------------
def test_recorded_application_has_its_dates_its_number_and_leaves_no_status(officer):
    application = record(officer)

    application.refresh_from_db()
    assert (application.number, application.state, application.recorded_by) == ("A-2019-0001", "received", officer)
    assert (application.submitted_on, application.received_on, application.accepted_on) == (SENT, ARRIVED, None)
    assert steps(application) == [("received", ARRIVED, "")]
    assert not Member.objects.exists()
    assert not StatusChange.objects.exists()


def test_applications_are_numbered_within_the_year_of_their_receipt_without_gaps(officer):
    years = [2019, 2019, 2020, 2019]
    days = [{"submitted_on": date(year, 3, 5), "received_on": date(year, 3, 7)} for year in years]
    numbers = [record(officer, **day).number for day in days]

    with pytest.raises(ValidationError):
        record(officer, submitted_on=date(2019, 3, 8))

    assert numbers == ["A-2019-0001", "A-2019-0002", "A-2020-0001", "A-2019-0003"]
    assert record(officer).number == "A-2019-0004"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"submitted_on": date(2019, 3, 8)}, "The application was received on or after the day it was submitted."),
        ({"received_on": date(2026, 11, 23)}, "2026-11-23 has not come yet. Record it on or after that day."),
        ({"received_on": None}, "This field cannot be null."),
        ({"name_en": ""}, "This field cannot be blank."),
        ({"kind": "village"}, "Value 'village' is not a valid choice."),
        (
            {"population": 0, "figure_year": 2018, "figure_source": "x"},
            "Ensure this value is greater than or equal to 1.",
        ),
        ({"liaison_email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_application_that_cannot_be_right_is_refused(officer, time_machine, values, sentence):
    time_machine.move_to("2026-11-22T12:00+09:00")

    assert messages_of(lambda: record(officer, **values)) == [sentence]
    assert not Application.objects.exists()


# --- acceptance --------------------------------------------------------------------------------------
def test_accepted_application_makes_an_associate_from_that_day(officer):
    application = record(officer, document="WeGO-2019-12")

    member = accept(application, officer)

    application.refresh_from_db()
    row = member.status_changes.get()
    assert (application.state, application.accepted_on, application.member) == ("accepted", ACCEPTED, member)
    assert (row.status, row.ground, row.effective_on) == ("associate", "acceptance", ACCEPTED)
    assert (row.application, row.document, row.recorded_by) == (application, "WeGO-2019-12", officer)
    assert steps(application) == [("received", ARRIVED, ""), ("accepted", ACCEPTED, "")]


def test_accepted_application_is_copied_to_the_member(officer):
    application = record(
        officer,
        name_en="City X",
        name_ko="엑스",
        name_local="Stadt X",
        capital=True,
        level="state",
        website="https://x.example.org",
        payer_name="State of X",
        population=1_250_000,
        figure_year=2018,
        figure_source="census",
        **PEOPLE,
    )

    member = accept(application, officer)

    assert (member.number, member.kind, member.website) == (1, "city", "https://x.example.org")
    assert (member.country, member.legal_payer_name) == (application.country, "State of X")
    assert City.objects.values_list("member", "capital", "level").get() == (member.pk, True, "state")
    assert list(member.names.values_list("language", "text", "alias", "source")) == [
        ("en", "City X", False, "A-2019-0001"),
        ("ko", "엑스", False, "A-2019-0001"),
        ("local", "Stadt X", False, "A-2019-0001"),
    ]
    assert list(member.contacts.values_list("role", "name", "title", "email", "phone", "address", "language")) == [
        ("billing", "Treasury", "", "pay@example.org", "", "1 Main Street", "ko"),
        ("head", "Ana Sousa", "Mayor", "mayor@example.org", "", "", "ko"),
        ("liaison", "Li Wei", "Desk officer", "li@example.org", "+82 2 120", "", "ko"),
    ]
    assert list(
        member.figures.values_list("indicator", "value", "reference_year", "source", "retrieved_on", "recorded_by")
    ) == [("population", 1_250_000, 2018, "census", ARRIVED, officer.pk)]


@pytest.mark.parametrize(
    ("kind", "values", "model", "profile"),
    [
        ("city", {"level": "district"}, City, {"level": "district", "capital": False}),
        ("institution", {"legal_form": "agency"}, Institution, {"legal_form": "agency"}),
        ("company", {"registration_number": "110-81"}, Company, {"registration_number": "110-81"}),
    ],
)
def test_each_kind_has_its_profile(officer, kind, values, model, profile):
    member = accept(record(officer, kind=kind, **values), officer)

    assert member.kind == kind
    assert model.objects.values(*profile).get(member=member) == profile
    assert sum(one.objects.count() for one in (City, Institution, Company)) == 1


def test_company_states_its_employees(officer):
    facts = {"employees": 480, "figure_year": 2018, "figure_source": "annual report"}

    member = accept(record(officer, kind="company", **facts), officer)

    assert list(member.figures.values_list("indicator", "value")) == [("employees", 480)]


def test_history_of_the_new_member_names_the_officer_and_the_application(officer):
    member = accept(record(officer, **PEOPLE), officer)

    for history in (member.history, member.names.get().history, member.city.history):
        assert history.values_list("history_user", "history_change_reason").get() == (officer.pk, "A-2019-0001")
    assert {row.history.get().history_user for row in member.contacts.all()} == {officer}


def test_acceptance_that_fails_after_all_else_is_written_leaves_nothing(officer):
    """The figure is copied when member, profile, names and contacts are there already."""
    application = record(officer, population=1_000, figure_year=2018, figure_source="census", **PEOPLE)
    Application.objects.filter(pk=application.pk).update(figure_year=1899)  # as a broken import would leave it
    made = (Member, City, MemberName, Contact, MemberFigure, StatusChange)

    with pytest.raises(ValidationError):
        accept(application, officer)

    application.refresh_from_db()
    assert [model.objects.count() for model in made] == [0] * 6
    assert (application.state, application.accepted_on, application.member) == ("received", None, None)
    assert steps(application) == [("received", ARRIVED, "")]
    assert not Counter.objects.filter(series="member").exists()


def test_member_numbers_have_no_gaps_after_a_failed_acceptance(officer):
    broken = record(officer, name_en="Broken", website="https://x.example.org")
    Application.objects.filter(pk=broken.pk).update(website="nowhere")
    with pytest.raises(ValidationError):
        accept(broken, officer)

    assert [accept(record(officer), officer).number for _one in range(2)] == [1, 2]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2019, 3, 6), "The application was received on 2019-03-07; 2019-03-06 is before that. Nothing was saved."),
        (date(2026, 11, 23), "2026-11-23 has not come yet. Record it on or after that day."),
    ],
)
def test_acceptance_on_an_impossible_day_is_refused(officer, time_machine, day, sentence):
    time_machine.move_to("2026-11-22T12:00+09:00")
    application = record(officer)

    assert messages_of(lambda: accept(application, officer, on=day)) == [sentence]
    assert not Member.objects.exists()


def test_acceptance_on_the_day_of_receipt_is_allowed(officer):
    assert accept(record(officer), officer, on=ARRIVED).status_changes.get().effective_on == ARRIVED
