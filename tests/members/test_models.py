"""What every model of the register has: who and when, a history, a sentence for each constraint."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from simple_history.models import registered_models

from wego.append_only import AppendOnlyModel


def own_models():
    return [
        model
        for app in ("members", "fees", "directory")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    ]


OWN = own_models()

# Rows that are facts of the past and never change.
APPEND_ONLY = {
    *(
        "Adjustment",
        "ApplicationCheck",
        "ApplicationStep",
        "Assessment",
        "Certificate",
        "Decision",
        "DestructionRecord",
        "EconomyFigure",
        "Explanation",
    ),
    *("ListChoice", "ListExplanation", "ListSignOff", "PublishedList", "PublishedRow"),
    *("MemberFigure", "NotDuplicate", "Paper", "PaperFile", "StatusChange"),
}
OF_ITS_LIST = {"PublishedRow"}
"""A row of an uploaded file: who brought it and when stands on the file."""
# Rows that officers edit: each change leaves who, when and why.
WITH_HISTORY = {
    *("Activity", "Benefit", "Body", "City", "Company", "Contact", "Country", "DuesRun", "FeeSchedule", "Institution"),
    *("LetterText", "Meeting", "Member", "MemberName", "OfficerCity", "Partner", "Region", "RegionalOffice"),
}
# Rows of a fee schedule: written as a whole, with an entry in the history of their schedule.
TABLES = {"EmployeeBand", "FlatAmount", "GdpBand", "MatrixCell", "PopulationBand"}
# Rows with a record of their own: steps of an application, the decision of a link, what the loader brought, the two
# persons of a settlement, what a dues run lists anew. Rows of nobody with an account: drafts, links and files of
# applicants. Rows that can be made again: the feed, comparisons with published lists.
OTHER = {
    *("ApplicantLink", "ApplicationDraft", "Attachment", "FeedEntry", "ListComparison", "ListFinding"),
    *("Application", "Delivery", "DuesException", "MeetingResult", "MemberLink", "NameKey", "NotAssessed"),
    *("RecordMerge", "Settlement", "StatedTotal", *TABLES),
}


BY_A_JOB = {"Delivery": {"sent"}, "FeedEntry": {"placed"}, "ListComparison": {"asked", "made"}}
"""What no person does: a job says when."""
BY_AN_APPLICANT = {
    "ApplicantLink": {"created", "used"},
    "ApplicationDraft": {"created", "saved"},
    "Attachment": {"uploaded"},
}
"""What somebody without an account does: the row says whose it is."""


def names(models):
    return {model.__name__ for model in models}


def test_every_model_is_of_one_sort():
    assert names(model for model in OWN if issubclass(model, AppendOnlyModel)) == APPEND_ONLY
    assert names(model for model in OWN if hasattr(model, "history")) == WITH_HISTORY
    assert names(OWN) == APPEND_ONLY | WITH_HISTORY | OTHER


def test_every_history_is_registered():
    assert names(registered_models.values()) >= WITH_HISTORY


def who_and_when(model):
    """Stems of the fields that say who did something, and of those that say when."""
    fields = model._meta.get_fields()
    who = {one.name.removesuffix("_by") for one in fields if one.name.endswith("_by") and is_person(one)}
    when = {one.name.removesuffix("_at") for one in fields if one.name.endswith("_at")}
    return who, when


def is_person(field):
    return isinstance(field, models.ForeignKey) and field.related_model._meta.label == settings.AUTH_USER_MODEL


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_who_and_when_go_together(model):
    who, when = who_and_when(model)
    when -= BY_A_JOB.get(model.__name__, set()) | BY_AN_APPLICANT.get(model.__name__, set())

    if hasattr(model, "history"):  # its history names the person
        assert who <= when
    else:
        assert who == when


@pytest.mark.parametrize("model", [one for one in OWN if one.__name__ in APPEND_ONLY], ids=lambda model: model.__name__)
def test_every_fact_says_who_recorded_it_and_when(model):
    who, when = who_and_when(model)

    assert who == when
    assert len(who) == (model.__name__ not in OF_ITS_LIST)


@pytest.mark.parametrize(
    ("model", "constraint"),
    [pytest.param(model, constraint, id=constraint.name) for model in OWN for constraint in model._meta.constraints],
)
def test_every_constraint_says_what_is_wrong(model, constraint):
    sentence = str(constraint.violation_error_message)

    assert sentence != constraint.default_violation_error_message
    assert sentence.endswith(".")
    assert sentence[0].isupper()


def test_constraint_names_begin_with_their_subject():
    """They reach a person in the messages of the database: `status_needs_decision`, not `check_17`."""
    assert [one.name for model in OWN for one in model._meta.constraints if "_" not in one.name] == []


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_nothing_of_the_register_disappears_with_something_else(model):
    """A deletion never takes history or decisions along; only parts go with their whole."""
    parts = {"City", "Company", "Contact", "Institution", "MemberName", "MeetingResult", "NameKey"} | TABLES
    parts |= {"Attachment", "ListFinding"}  # of a draft that is given up, of a comparison that is made anew
    cascading = [
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]

    assert bool(cascading) == (model.__name__ in parts)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_guards_every_table_of_facts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%append_only'"
        )
        guarded = {table for (table,) in cursor.fetchall()}

    assert guarded >= {model._meta.db_table for model in OWN if model.__name__ in APPEND_ONLY}
