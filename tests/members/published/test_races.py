"""Two officers at one list, as two real processes on PostgreSQL: the second waits, looks again and is refused."""

import pytest

from members.models import ListChoice, ListComparison, ListExplanation, ListSignOff
from members.services.published import count_groups
from tests.members.published.lists import settle
from tests.processes import GATE, run_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

# Each process prepares itself, says so, and waits for the gate that the test holds. After the act it waits
# before the commit, so that the transactions overlap however the machine is loaded.
PROGRAM = """
import time, django
django.setup()
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from members.models import *
from members.published.codes import Verdict
from members.services.published import *
from wego.models import User
by = User.objects.get(username="officer")
published = PublishedList.objects.get()
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


def test_two_sign_offs_are_one(published, towns, officer):
    settle(published, towns, by=officer)

    done, refused = at_once("sign_off_list(published, by=by)", "sign_off_list(published, by=by)")

    assert done == "done"
    assert refused.startswith("refused: officer signed off this very result already")
    assert ListSignOff.objects.count() == 1


def test_who_signs_sees_what_another_chooses_at_that_moment(published, towns, officer):
    """Either the choice comes first and is part of what is signed, or it comes after and opens the list again."""
    settle(published, towns, by=officer)
    choice = f"choose_members(published, said=[Said(6, Verdict.MEMBER, Member.objects.get(pk={towns[4].pk}))], by=by)"

    ended = at_once("sign_off_list(published, by=by)", choice)

    assert ended == ["done", "done"]
    sign_off, after = ListSignOff.objects.get(), count_groups(published)
    holds = sign_off.digest == ListComparison.objects.get().digest
    assert (after["matched"], sign_off.counts["matched"]) == (3, 3 if holds else 2)


def test_two_choices_at_once_are_both_kept_and_compared(published, towns):
    choice = "choose_members(published, said=[Said({}, Verdict.NONE)], by=by)"

    assert at_once(choice.format(3), choice.format(4)) == ["done", "done"]
    assert ListChoice.objects.count() == 2
    assert set(published.findings.filter(key__in=["r3", "r4"]).values_list("code", flat=True)) == {"none"}


def test_two_explanations_of_one_line_are_both_kept(published):
    act = "explain_findings(published, keys=['r6'], text='x', by=by)"

    assert at_once(act, act) == ["done", "done"]
    assert ListExplanation.objects.count() == 2
