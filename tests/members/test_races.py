"""Two officers at once, as two real processes on PostgreSQL: the second waits, looks again and is refused."""

from datetime import date

import pytest

from members.models import Application, Decision, Member, StatusChange
from members.services.applications import record_application
from tests.factories import ApplicationFactory, CountryFactory, MeetingFactory, UserFactory, make_associate
from tests.processes import GATE, run_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

# Each process prepares itself, says so, and waits for the gate that the test holds. After the act it waits
# before the commit, so that the transactions overlap however the machine is loaded.
PROGRAM = """
import time, django
django.setup()
from datetime import date
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from members.models import *
from members.services.applications import accept_application
from members.services.decisions import Verdict, annul_decision, decide
from members.services.leaving import merge_member, withdraw_member
from wego.models import User
by = User.objects.first()
{gate}
try:
    with transaction.atomic():
        {act}
        time.sleep(0.3)
    print("done", flush=True)
except ValidationError as refusal:
    print("refused: " + refusal.messages[0], flush=True)
"""


def at_once(*acts):
    """What each of the acts came to, all started at the same moment in a process of its own; sorted."""
    return sorted(run_together(*[PROGRAM.format(gate=GATE, act=act) for act in acts]))


@pytest.fixture
def by():
    return UserFactory()


def test_two_acceptances_of_one_application_make_one_member(by):
    application = record_application(ApplicationFactory.build(country=CountryFactory()), by=by)
    act = f"accept_application(Application.objects.get(pk={application.pk}), accepted_on=date(2019, 3, 20), by=by)"

    assert at_once(act, act) == ["done", "refused: Application A-2019-0001 is closed: accepted. Nothing was saved."]
    assert (Member.objects.count(), StatusChange.objects.count()) == (1, 1)
    assert Application.objects.get().member == Member.objects.get()


def test_two_decisions_on_one_associate_are_one(by):
    member = make_associate(by=by)
    first, second = (MeetingFactory(held_from=date(2019, 11, day)) for day in (8, 9))
    act = (
        "decide(Meeting.objects.get(pk={}), verdicts=[Verdict(Member.objects.get(pk={}), {!r}, 'x')], "
        "decided_on=date(2019, 11, {}), by=by)"
    )

    done, refused = at_once(
        act.format(first.pk, member.pk, "approved", 8), act.format(second.pk, member.pk, "rejected", 9)
    )

    assert done == "done"
    assert refused.startswith("refused: ")
    assert Decision.objects.count() == 1
    assert StatusChange.objects.count() == 2


def test_two_lists_in_another_order_do_not_stop_each_other(by):
    members = [make_associate(by=by).pk for _one in range(2)]
    first, second = (MeetingFactory(held_from=date(2019, 11, day)).pk for day in (8, 9))
    act = (
        "decide(Meeting.objects.get(pk={}), verdicts=[Verdict(Member.objects.get(pk=pk), 'deferred', 'x') "
        "for pk in {}], decided_on=date(2019, 11, {}), by=by)"
    )

    assert at_once(act.format(first, members, 8), act.format(second, members[::-1], 9)) == ["done", "done"]
    assert Decision.objects.count() == 4


def test_two_withdrawals_are_one(by):
    member = make_associate(by=by)
    act = (
        f"withdraw_member(Member.objects.get(pk={member.pk}), notice_on=date(2019, 5, {{0}}), "
        "last_day=date(2019, 5, {0}), by=by)"
    )

    done, refused = at_once(act.format(2), act.format(3))

    assert done == "done"
    assert refused.startswith("refused: Out of order")
    assert [row.status for row in StatusChange.objects.history_of(member)] == ["associate", "former"]


def test_applications_recorded_at_once_have_numbers_without_gaps(by):
    country = CountryFactory()
    act = (
        "from members.services.applications import record_application; record_application(Application(kind='city', "
        f"name_en='City', country=Country.objects.get(pk={country.pk!r}), submitted_on=date(2019, 3, 5), "
        "received_on=date(2019, 3, 7)), by=by)"
    )

    assert at_once(act, act, act) == ["done"] * 3
    assert sorted(Application.objects.values_list("number", flat=True)) == ["A-2019-0001", "A-2019-0002", "A-2019-0003"]
