"""What the database refuses, a form says in the same words (A2, A4, A5)."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from members.models import (
    Application,
    Decision,
    StatusChange,
)
from tests.factories import (
    MeetingFactory,
    make_associate,
    make_full,
)
from tests.members.asking import messages_of

pytestmark = pytest.mark.django_db


# --- constraints: the database refuses, and a form says it in the same words ------------------------
def row_of(member, officer, **values):
    facts = {"status": "former", "ground": "dissolved", "effective_on": date(2020, 1, 1), "reason": "x"}
    return StatusChange(member=member, recorded_by=officer, **facts | values)


NEEDS_DECISION = (
    "This step needs a recorded decision: full membership, rejection, expulsion, merger and split come from a "
    "decision of a meeting only. Record the decision first; nothing was saved."
)
NEEDS_APPLICATION = (
    "Associate membership comes from an accepted application only. Record and accept the application first; "
    "nothing was saved."
)
BAD_STATUS = [
    ("status_fits_ground", {"status": "full", "ground": "dissolved"}, "The ground does not lead to this status."),
    ("status_needs_decision", {"ground": "expelled"}, NEEDS_DECISION),
    ("status_needs_decision", {"status": "full", "ground": "approval"}, NEEDS_DECISION),
    ("status_needs_decision", {"ground": "rejected"}, NEEDS_DECISION),
    ("status_needs_decision", {"ground": "merged"}, NEEDS_DECISION),
    ("status_needs_decision", {"ground": "split"}, NEEDS_DECISION),
    ("status_needs_decision", {"status": "full", "ground": "founding"}, NEEDS_DECISION),
    ("status_needs_decision", {"status": "full", "ground": "succession"}, NEEDS_DECISION),
    ("status_needs_application", {"status": "associate", "ground": "acceptance"}, NEEDS_APPLICATION),
    ("status_needs_application", {"status": "associate", "ground": "readmission"}, NEEDS_APPLICATION),
    ("status_opening_has_source", {"status": "full", "ground": "opening"}, "An opening row names its source."),
    ("status_provisional_is_opening", {"provisional": True}, "Only an opening row can be provisional."),
    (
        "status_notice_before_exit",
        {"ground": "withdrawn", "notice_on": date(2020, 1, 1)},
        "The notice is given on or before the last day of membership.",
    ),
    (
        "status_notice_before_exit",
        {"notice_on": date(2019, 1, 1)},
        "The notice is given on or before the last day of membership.",
    ),
    (
        "status_withdrawal_has_notice",
        {"ground": "withdrawn"},
        "State the day on which notice of withdrawal was given.",
    ),
    ("status_correction_has_reason", {"corrects": True, "reason": ""}, "State why the row is corrected."),
    (
        "status_annulment_corrects",
        {"status": "annulled", "ground": "error"},
        "An annulment points at the row that never held.",
    ),
]


@pytest.mark.parametrize(("constraint", "values", "sentence"), BAD_STATUS)
def test_bad_status_row_is_refused_by_the_form_and_by_the_database(officer, constraint, values, sentence):
    member = make_associate(by=officer)
    if "corrects" in values:
        values = values | {"corrects": member.status_changes.get()}
    row = row_of(member, officer, **values)

    assert sentence in messages_of(row.full_clean)
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        StatusChange._base_manager.bulk_create([row])


def test_every_check_of_a_status_row_is_tried():
    tried = {constraint for constraint, _values, _sentence in BAD_STATUS}

    assert tried == {constraint.name for constraint in StatusChange._meta.constraints}


BAD_DECISION = [
    (
        "decision_reason_if_negative",
        {"outcome": "deferred", "reason": ""},
        "State the reason of a deferral, a rejection or an annulment.",
    ),
    (
        "decision_reason_if_negative",
        {"outcome": "rejected", "reason": ""},
        "State the reason of a deferral, a rejection or an annulment.",
    ),
    (
        "decision_annuls_another",
        {"outcome": "annulled", "reason": "x"},
        "An annulment, and nothing else, points at the decision it annuls.",
    ),
    (
        "decision_annuls_another",
        {"outcome": "approved", "corrects": True},
        "An annulment, and nothing else, points at the decision it annuls.",
    ),
    ("decision_once_a_meeting", {"outcome": "deferred"}, "This meeting has decided on the member already."),
    ("decision_final_once", {"outcome": "rejected", "meeting": None}, "This question has been decided already."),
]


@pytest.mark.parametrize(("constraint", "values", "sentence"), BAD_DECISION)
def test_bad_decision_is_refused_by_the_form_and_by_the_database(officer, constraint, values, sentence):
    decided = make_full(by=officer).decisions.get()
    facts = {field: getattr(decided, field) for field in ("meeting", "member", "question", "about", "decided_on")}
    if "corrects" in values:
        values = values | {"corrects": decided}
    if "meeting" in values:
        values = values | {"meeting": MeetingFactory(held_from=decided.decided_on)}
    row = Decision(recorded_by=officer, **facts | {"reason": "x"} | values)

    assert sentence in messages_of(row.full_clean)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Decision._base_manager.bulk_create([row])
    assert constraint in str(caught.value) or connection.vendor == "sqlite"  # SQLite names columns of unique indexes


def test_every_check_of_a_decision_is_tried():
    tried = {constraint for constraint, _values, _sentence in BAD_DECISION}

    assert tried == {constraint.name for constraint in Decision._meta.constraints}


BAD_APPLICATION = [
    (
        "application_received_after_sent",
        {"submitted_on": date(2019, 3, 8)},
        "The application was received on or after the day it was submitted.",
    ),
    (
        "application_accepted_after_receipt",
        {"state": "accepted", "accepted_on": date(2019, 3, 6)},
        "The application is accepted on or after the day it was received.",
    ),
    (
        "application_accepted_whole",
        {"state": "accepted", "accepted_on": None},
        "An accepted application has its date and its member.",
    ),
    (
        "application_accepted_whole",
        {"state": "returned", "accepted_on": date(2019, 3, 20)},
        "An accepted application has its date and its member.",
    ),
    (
        "application_online_has_notice",
        {"channel": "form"},
        "An online application states which notice its sender agreed to.",
    ),
    (
        "application_of_partner_has_key",
        {"channel": "api"},
        "An application of a partner's program names the key it was sent with.",
    ),
    (
        "application_figure_of_kind",
        {"employees": 480, "figure_year": 2018, "figure_source": "report"},
        "Cities state their population, companies their employees.",
    ),
    (
        "application_figure_with_source",
        {"population": 1_250_000, "figure_year": 2018},
        "State the reference year and the source of the figure.",
    ),
    (
        "application_figure_with_source",
        {"population": 1_250_000, "figure_source": "census"},
        "State the reference year and the source of the figure.",
    ),
]


@pytest.mark.parametrize(("constraint", "values", "sentence"), BAD_APPLICATION)
def test_bad_application_is_refused_by_the_form_and_by_the_database(officer, constraint, values, sentence):
    member = make_associate(by=officer)
    facts = {"submitted_on": date(2019, 3, 5), "received_on": date(2019, 3, 7), "number": "A-2019-9999"}
    facts |= {"kind": "city", "name_en": "City X", "country": member.country, "member": member}
    row = Application(recorded_by=officer, **facts | values)

    assert sentence in messages_of(row.full_clean)
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Application.objects.bulk_create([row])


def test_every_check_of_an_application_is_tried():
    tried = {constraint for constraint, _values, _sentence in BAD_APPLICATION}

    assert tried == {constraint.name for constraint in Application._meta.constraints}
