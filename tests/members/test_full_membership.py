"""No path but a recorded decision makes a full member (issue: Executive Committee; R4).

Each test goes a way round the decision and finds it closed, with an associate that stays an associate.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from members.lifecycle import Ground, Status
from members.models import Decision, Member, Outcome, StatusChange
from members.services.decisions import Verdict, annul_decision, decide
from members.services.leaving import withdraw_member
from members.services.status import change_status, confirm_provisional, correct_status, open_register
from tests.factories import BodyFactory, MeetingFactory, approve, make_associate, make_full, make_opened

pytestmark = pytest.mark.django_db

DAY = date(2019, 11, 8)


@pytest.fixture
def associate(officer):
    member = make_associate(accepted_on=date(2019, 3, 20), by=officer)
    yield member
    assert list(Member.objects.full(date(2026, 12, 31)).filter(pk=member.pk)) == []


def full_row(member, **values):
    facts = {"status": Status.FULL, "ground": Ground.APPROVAL, "effective_on": DAY}
    return StatusChange(member=member, **facts | values)


def decision_about(member, officer, outcome=Outcome.APPROVED, question=Decision.Question.ADMISSION, on=DAY):
    decision = Decision(
        meeting=MeetingFactory(held_from=on),
        member=member,
        question=question,
        outcome=outcome,
        decided_on=on,
        reason="x",
        recorded_by=officer,
    )
    decision.save()
    return decision


def refused(act, *words):
    with pytest.raises(ValidationError) as caught:
        act()
    said = " ".join(caught.value.messages)
    assert [word for word in words if word not in said] == []


NEEDED = "This step needs a recorded decision"


def ways_in(row):
    """The three ways in which a model adds a row."""
    values = {field.name: getattr(row, field.name) for field in StatusChange._meta.fields if field.name != "id"}
    return [row.save, lambda: StatusChange.objects.create(**values), lambda: StatusChange.objects.bulk_create([row])]


def test_a_decision_does_make_a_full_member(officer):
    member = make_associate(by=officer)

    full_row(member, decision=decision_about(member, officer)).save()

    assert Member.objects.full(DAY).get() == member


def test_not_without_a_decision(associate):
    for add in ways_in(full_row(associate))[:2]:
        refused(add, NEEDED)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusChange.objects.bulk_create([full_row(associate)])


@pytest.mark.parametrize("outcome", [Outcome.DEFERRED, Outcome.REJECTED])
def test_not_by_a_deferral_or_a_rejection(associate, officer, outcome):
    decision = decision_about(associate, officer, outcome)

    for add in ways_in(full_row(associate, decision=decision)):
        refused(add, "The decision named does not decide this")


@pytest.mark.parametrize("question", ["expulsion", "merger", "split", "founding", "succession", "dissolution"])
def test_not_by_a_decision_on_another_question(associate, officer, question):
    decision = decision_about(associate, officer, question=question)

    for add in ways_in(full_row(associate, decision=decision)):
        refused(add, "The decision named does not decide this")


def test_not_by_a_decision_about_another_member(associate, officer):
    decision = decision_about(make_associate(by=officer), officer)

    for add in ways_in(full_row(associate, decision=decision)):
        refused(add, "The decision is about another member.")


def test_not_by_a_decision_that_was_annulled(associate, officer):
    decision = decision_about(associate, officer)
    annul_decision(decision, reason="entered for the wrong city", by=officer)

    for add in ways_in(full_row(associate, decision=decision)):
        refused(add, "The decision named has been annulled")


def test_not_by_an_annulment(associate, officer):
    annulment = annul_decision(decision_about(associate, officer), reason="wrong city", by=officer)

    for add in ways_in(full_row(associate, decision=annulment)):
        refused(add, "The decision named does not decide this")


@pytest.mark.parametrize("day", [date(2019, 3, 20), date(2019, 11, 7), date(2019, 11, 9)])
def test_not_on_another_day_than_the_decision(associate, officer, day):
    decision = decision_about(associate, officer)

    for add in ways_in(full_row(associate, decision=decision, effective_on=day)):
        refused(add, "This takes effect on the day of the decision, 2019-11-08.")


def test_not_by_a_decision_of_an_earlier_membership(officer):
    member = make_full(approved_on=DAY, by=officer)
    decision = member.decisions.get()
    withdraw_member(member, notice_on=date(2019, 11, 30), last_day=date(2019, 11, 30), by=officer)

    for day in (DAY, date(2019, 12, 2)):
        with pytest.raises(ValidationError):
            full_row(member, decision=decision, effective_on=day).save()
    assert list(Member.objects.full(date(2026, 1, 1))) == []


def test_not_by_opening_an_associate(associate, officer):
    row = full_row(associate, ground=Ground.OPENING, source="a list")

    for add in ways_in(row):
        refused(add, "Out of order")
    refused(lambda: open_register(members=[associate], on=DAY, source="a list"), "The register is open for")


def test_not_by_opening_a_newcomer_after_the_register_was_opened(associate):
    make_opened(900)
    newcomer = Member.objects.create(number=901, kind="city", country=associate.country)

    for add in ways_in(full_row(newcomer, ground=Ground.OPENING, source="a list", effective_on=date(2020, 5, 1))):
        refused(add, "The register was opened on 2019-12-31")


def test_not_by_founding_an_associate(associate, officer):
    decision = decision_about(associate, officer, question=Decision.Question.FOUNDING)

    for add in ways_in(full_row(associate, ground=Ground.FOUNDING, decision=decision)):
        refused(add, "Out of order")


def test_not_out_of_nothing_even_with_a_decision(associate, officer):
    newcomer = Member.objects.create(number=901, kind="city", country=associate.country)

    for add in ways_in(full_row(newcomer, decision=decision_about(newcomer, officer))):
        refused(add, "Out of order", "not a member yet")


def test_not_by_a_ground_that_needs_no_decision(associate):
    for ground in (Ground.ACCEPTANCE, Ground.READMISSION, Ground.WITHDRAWN, Ground.DISSOLVED, Ground.ERROR):
        refused(full_row(associate, ground=ground).save, "The ground does not lead to this status.")


def test_not_by_changing_the_row_of_the_associate(associate):
    row = associate.status_changes.get()
    row.status, row.ground = Status.FULL, Ground.APPROVAL

    refused(row.save, "never changed")
    refused(lambda: StatusChange.objects.bulk_update([row], ["status", "ground"]), "never changed")
    refused(lambda: StatusChange.objects.filter(pk=row.pk).update(status="full", ground="approval"), "never changed")


def test_not_by_correcting_the_row_of_the_associate(associate, officer):
    row = associate.status_changes.get()

    refused(
        lambda: correct_status(row, status=Status.FULL, reason="x", by=officer),
        "The ground does not lead to this status.",
    )
    refused(
        lambda: correct_status(row, status=Status.FULL, ground=Ground.APPROVAL, reason="x", by=officer),
        NEEDED,
    )
    refused(lambda: confirm_provisional(members=[associate], reason="x", by=officer), "Not provisional")


def test_not_by_correcting_an_associate_into_an_opened_member(associate, officer):
    make_opened(900, on=date(2019, 12, 31))
    row = associate.status_changes.get()

    refused(
        lambda: correct_status(row, status=Status.FULL, ground=Ground.OPENING, source="a list", reason="x", by=officer),
        "A step that was recorded later does not become an opening row.",
    )


def test_not_by_the_service_without_a_decision(associate, officer):
    refused(
        lambda: change_status(associate, status=Status.FULL, ground=Ground.APPROVAL, effective_on=DAY, by=officer),
        NEEDED,
    )


def test_not_by_a_meeting_that_was_not_held(associate, officer):
    planned = MeetingFactory(held_from=None, planned_from=DAY, planned_to=DAY)

    refused(
        lambda: decide(planned, verdicts=[Verdict(associate, "approved")], decided_on=DAY, by=officer),
        "Record first when the meeting was held",
    )
    refused(
        Decision(meeting=planned, member=associate, question="admission", outcome="approved", decided_on=DAY).save,
        "Record first when the meeting was held",
    )


def test_not_by_a_body_that_does_not_admit(associate, officer):
    meeting = MeetingFactory(body=BodyFactory(code="board", name_en="Advisory Board", admits=False))

    refused(
        lambda: decide(meeting, verdicts=[Verdict(associate, "approved")], decided_on=DAY, by=officer),
        "This body does not decide on membership: Advisory Board.",
    )


def test_not_by_raw_sql(associate):
    columns = "member_id, status, ground, effective_on, provisional, reason, document, source, recorded_at"
    values = [associate.pk, "full", "approval", DAY, False, "", "", "", "2020-01-01 00:00:00+00"]

    with (
        pytest.raises(DatabaseError, match="status_needs_decision"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO members_statuschange ({columns}) VALUES ({', '.join(['%s'] * 9)})", values)


def test_a_full_member_ceases_to_be_one_when_its_decision_is_annulled(officer):
    member = make_associate(by=officer)
    decision = approve(member, on=DAY, by=officer)

    annul_decision(decision, reason="entered for the wrong city", by=officer)

    assert list(Member.objects.full(date(2026, 1, 1))) == []
    assert list(Member.objects.associates(date(2026, 1, 1))) == [member]
