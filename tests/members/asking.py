"""Short words for what the tests of the register do and ask again and again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Member
from members.services.applications import accept_application, record_application
from members.services.decisions import Verdict, candidates, decide
from tests.factories import ApplicationFactory, CountryFactory

ACCEPTED = date(2019, 3, 20)


def record(officer, **values):
    values.setdefault("country", CountryFactory())
    return record_application(ApplicationFactory.build(**values), by=officer)


def accept(application, officer, on=ACCEPTED):
    return accept_application(application, accepted_on=on, by=officer)


def steps(application):
    return list(application.steps.values_list("act", "done_on", "note"))


def refusal_of(act) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value


def messages_of(act):
    return refusal_of(act).messages


def say(meeting, officer, *verdicts, on=None):
    return decide(meeting, verdicts=[Verdict(*one) for one in verdicts], decided_on=on or meeting.held_from, by=officer)


def paper(meeting):
    return [
        (one.member.number, one.accepted_on, one.carried_over, one.deferrals, one.meetings_passed)
        for one in candidates(meeting)
    ]


def standing_of(member, day=date(2026, 1, 1)):
    return Member.objects.with_status(day).get(pk=member.pk).status


def status_on(member, day, known_at=None):
    """(status, since, provisional) as the queryset tells it."""
    row = Member.objects.with_status(day, known_at).get(pk=member.pk)
    return row.status, row.since, row.provisional
