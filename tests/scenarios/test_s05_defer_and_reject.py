"""S5 Defer and reject: one meeting approves five of seven associates, defers one and rejects one (R6)."""

from datetime import date

import pytest

from members.models import Meeting, Member
from members.register import Totals
from members.services.applications import accept_application, record_application
from members.services.decisions import Verdict, candidates, decide
from members.services.status import confirm_provisional
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db

EXCOM_DAY = date(2020, 11, 17)


def test_five_approved_one_deferred_one_rejected(real_register, officer):
    seven = list(Member.objects.filter(kind="city").order_by("number")[:7])
    rest = Member.objects.exclude(pk__in=[member.pk for member in seven])
    confirm_provisional(members=rest, associates=seven, reason="list of the Secretariat", by=officer)
    before = Totals.on(date(2020, 11, 16))
    assert (before.total, before.by_status) == (191, {"associate": 7, "full": 184})

    *approved, deferred, rejected = seven
    excom = Meeting.objects.get(body__code="executive_committee", held_from=EXCOM_DAY)
    verdicts = [Verdict(member, "approved") for member in approved]
    verdicts += [
        Verdict(deferred, "deferred", "papers are missing"),
        Verdict(rejected, "rejected", "not a local government"),
    ]
    decide(excom, verdicts=verdicts, decided_on=EXCOM_DAY, by=officer)

    # 190 members: 184 + 5 full, one associate.
    after = Totals.on(EXCOM_DAY)
    assert (after.total, after.by_status) == (190, {"associate": 1, "full": 189})
    assert {member.since for member in Member.objects.full(EXCOM_DAY) if member in approved} == {EXCOM_DAY}

    # The deferred one stands on the next paper and shows that one meeting passed it over.
    (line,) = candidates(Meeting.objects.get(held_from=date(2021, 10, 18)))
    assert (line.member, line.deferrals, line.meetings_passed) == (deferred, 1, 1)

    # The rejected one is a former member from that day, with the reason, and may apply again.
    ended = rejected.status_changes.get(ground="rejected")
    assert (ended.effective_on, ended.reason) == (EXCOM_DAY, "not a local government")
    assert rejected not in Member.objects.in_membership(EXCOM_DAY)
    letter = ApplicationFactory.build(
        country=rejected.country, member=rejected, submitted_on=date(2021, 2, 1), received_on=date(2021, 2, 3)
    )
    accept_application(record_application(letter, by=officer), accepted_on=date(2021, 2, 10), by=officer)
    assert list(Member.objects.associates(date(2021, 2, 10))) == [deferred, rejected]
