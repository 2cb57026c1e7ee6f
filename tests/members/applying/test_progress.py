"""What the applicant reads on the status page, at each step of R2-R6."""

from datetime import timedelta

import pytest

from members.models import Paper
from members.papers.certificate import issue
from members.progress import Progress, papers_for
from members.services.applications import (
    accept_application,
    receive_completion,
    request_completion,
    return_application,
    take_application,
)
from members.services.decisions import Verdict, decide
from tests.factories import MeetingFactory, approve
from tests.members.applying.writing import sent
from wego.dates import today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def stages(application) -> list[tuple[str, str]]:
    application.refresh_from_db()
    return [(stage.state, stage.title) for stage in Progress.of(application).stages]


TO_COME = [
    ("next", "Accepted: associate member"),
    ("next", "Before the Executive Committee"),
    ("next", "Full member"),
]
RECEIVED, CHECKED = ("done", "Received"), ("done", "Checked by the Secretariat")
ASSOCIATE = ("done", "Accepted: associate member")


def details(application) -> list[str]:
    application.refresh_from_db()
    return [stage.detail for stage in Progress.of(application).stages]


def test_received_and_waiting_for_its_check(officer):
    application = sent()

    assert stages(application) == [RECEIVED, ("now", "Being checked by the Secretariat"), *TO_COME]
    assert details(application)[1] == "Your application waits for its check."
    take_application(application, by=officer)
    assert details(application)[1] == ""


def test_something_is_needed_and_was_sent(officer):
    application = request_completion(sent(), missing="seal", requested_on=today(), due_on=today() + DAY, by=officer)

    assert stages(application)[1:3] == [
        ("done", "Being checked by the Secretariat"),
        ("now", "Something is needed from you"),
    ]
    needed = Progress.of(application).needed
    assert (needed.note, needed.due_on) == ("seal", today() + DAY)

    receive_completion(application, received_on=today(), by=None)
    assert stages(application) == [
        RECEIVED,
        ("done", "Something was needed"),
        ("done", "You sent it"),
        ("now", "Being checked by the Secretariat"),
        *TO_COME,
    ]
    assert Progress.of(application).needed is None


def test_returned_with_its_reason(officer):
    application = return_application(sent(), reason="Not a local government.", returned_on=today(), by=officer)

    assert stages(application) == [RECEIVED, CHECKED, ("now", "Returned")]
    assert details(application)[-1].endswith("Not a local government.")


def test_accepted_deferred_and_approved(officer):
    application = sent()
    member = accept_application(application, accepted_on=today(), by=officer)
    assert stages(application)[2:] == [
        ASSOCIATE,
        ("now", "Before the Executive Committee"),
        ("next", "Full member"),
    ]
    assert details(application)[3] == "The day of its next meeting is not fixed yet."

    soon = today() + 9 * DAY
    MeetingFactory(held_from=None, held_to=None, planned_from=soon, planned_to=soon)
    assert "planned for" in details(application)[3]
    first = MeetingFactory(held_from=today())
    decide(first, verdicts=[Verdict(member, "deferred", reason="figures")], decided_on=today(), by=officer)
    assert details(application)[3].startswith("deferred, ")
    assert stages(application)[-2:] == [("now", "Before the Executive Committee"), ("next", "Full member")]

    approve(member, on=today(), by=officer)
    assert stages(application)[-1] == ("now", "Full member")


def test_rejected_with_its_reason(officer):
    application = sent()
    member = accept_application(application, accepted_on=today(), by=officer)
    verdict = Verdict(member, "rejected", reason="not a local government")
    decide(MeetingFactory(held_from=today()), verdicts=[verdict], decided_on=today(), by=officer)

    assert stages(application)[-1] == ("now", "Not a member any more")
    assert details(application)[-1].endswith("not a local government")


def test_letters_of_the_membership_are_shown_and_what_the_committee_reads_is_not(officer):
    application = sent()
    member = accept_application(application, accepted_on=today(), by=officer)
    approve(member, on=today(), by=officer)
    certificate = issue(member, by=officer).paper
    about = {"issued_on": today(), "title": "x", "recorded_by": officer}
    Paper(kind="suitability", number="WeGO-1", application=application, **about).save()
    Paper(kind="status_report", number="WeGO-2", **about).save()
    letter = Paper(kind="acceptance", number="WeGO-3", application=application, member=member, **about)
    letter.save()

    application.refresh_from_db()
    assert set(papers_for(application)) == {certificate, letter}
