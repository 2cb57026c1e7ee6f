"""No sequence of acts reaches an illegal state, whatever their days (issue: Status; A2, A3).

A machine tries acts in any order, backdated ones included. What is refused changes nothing; after each
act that was not refused, the register must be sound and what was known before must read as before.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from members.changes import list_changes
from members.lifecycle import MEMBERSHIP, Status
from members.models import Decision, Kind, Meeting, Member, StatusChange
from members.register import count_groups, members_on
from members.services.applications import accept_application, record_application
from members.services.decisions import Verdict, annul_decision, decide
from members.services.leaving import dissolve_member, expel_member, merge_member, split_member, withdraw_member
from members.services.members import MemberFacts
from members.services.status import confirm_provisional, correct_status
from tests.factories import ApplicationFactory, CountryFactory, MeetingFactory, UserFactory, make_opened
from tests.members.test_lifecycle import ALLOWED

FIRST = date(2019, 12, 31)
days = st.integers(0, 12).map(lambda step: FIRST + timedelta(days=30 * step))
places = st.integers(0, 7)


class Register(RuleBasedStateMachine):
    done: Counter = Counter()

    @initialize()
    def open(self):
        self.scene = transaction.atomic()
        self.scene.__enter__()
        self.officer, self.country = UserFactory(), CountryFactory()
        make_opened(1, 2, 3)
        self.seen = []
        self.members, self.changed = list(Member.objects.all()), True

    def teardown(self):
        if hasattr(self, "scene"):
            for instant, day, standings in self.seen:
                assert standings == standings_on(day, instant)
            transaction.set_rollback(True)
            self.scene.__exit__(None, None, None)

    def attempt(self, name, act, *args, **kwargs):
        """Do the act; a refusal must leave no row behind."""
        before = StatusChange.objects.count(), Decision.objects.count(), Member.objects.count()
        try:
            act(*args, by=self.officer, **kwargs)
        except ValidationError:
            assert before == (StatusChange.objects.count(), Decision.objects.count(), Member.objects.count())
        else:
            self.done[name] += 1
            self.changed = True
            self.members = list(Member.objects.all())

    def member(self, place, day=None, standing=MEMBERSHIP):
        """A member, mostly one whose standing on the day lets the act succeed."""
        fit = list(Member.objects.with_status(day).filter(status__in=standing)) if day and place else []
        return (fit or self.members)[place % len(fit or self.members)]

    def meeting(self, day):
        return Meeting.objects.filter(held_from=day).first() or MeetingFactory(held_from=day)

    @rule(day=days)
    def accept(self, day):
        self.attempt("accept", self.join, None, day)

    @rule(place=places, day=days)
    def readmit(self, place, day):
        self.attempt("readmit", self.join, self.member(place, day, [Status.FORMER]), day)

    @transaction.atomic
    def join(self, member, day, *, by):
        letter = ApplicationFactory.build(country=self.country, submitted_on=day, received_on=day, member=member)
        accept_application(record_application(letter, by=by), accepted_on=day, by=by)

    @rule(
        chosen=st.lists(places, min_size=1, max_size=2, unique=True),
        outcome=st.sampled_from(["approved", "deferred", "rejected"]),
        day=days,
    )
    def decide(self, chosen, outcome, day):
        verdicts = [Verdict(self.member(place, day, [Status.ASSOCIATE]), outcome, "reason") for place in chosen]
        self.attempt(outcome, decide, self.meeting(day), verdicts=verdicts, decided_on=day)

    @rule(place=places, notice=days, last=days)
    def withdraw(self, place, notice, last):
        self.attempt("withdraw", withdraw_member, self.member(place, last), notice_on=notice, last_day=last)

    @rule(place=places, last=days)
    def dissolve(self, place, last):
        self.attempt("dissolve", dissolve_member, self.member(place, last), last_day=last, reason="dissolved")

    @rule(place=places, day=days, last=days)
    def expel(self, place, day, last):
        facts = {"meeting": self.meeting(day), "decided_on": day, "last_day": last, "reason": "reason"}
        self.attempt("expel", expel_member, self.member(place, last), **facts)

    @rule(place=places, other=places, day=days, last=days)
    def merge(self, place, other, day, last):
        facts = {"meeting": self.meeting(day), "decided_on": day, "last_day": last}
        self.attempt("merge", merge_member, self.member(place, last), into=self.member(other, last), **facts)

    @rule(place=places, day=days, last=days)
    def split(self, place, day, last):
        parts = [MemberFacts(kind=Kind.CITY, country=self.country, name_en=name) for name in ("North", "South")]
        facts = {"meeting": self.meeting(day), "decided_on": day, "last_day": last}
        self.attempt("split", split_member, self.member(place, last), into=parts, **facts)

    @rule(place=places, associate=st.booleans())
    def confirm(self, place, associate):
        chosen = "associates" if associate else "members"
        self.attempt("confirm", confirm_provisional, reason="letter", **{"members": (), chosen: [self.member(place)]})

    @rule(place=places, status=st.sampled_from([None, *Status]), day=st.none() | days)
    def correct(self, place, status, day):
        rows = list(StatusChange.objects.filter(member=self.member(place)).order_by("pk"))
        facts = {"effective_on": day} if day else {}
        if rows:
            self.attempt(
                "correct", correct_status, rows[place % len(rows)], status=status, reason="typed wrong", **facts
            )

    @rule(place=places)
    def annul(self, place):
        rows = list(Decision.objects.order_by("pk"))
        if rows:
            self.attempt("annul", annul_decision, rows[place % len(rows)], reason="entered in error")

    @invariant()
    def register_is_sound(self):
        if not getattr(self, "changed", False):
            return
        self.changed = False
        check_histories()
        check_full_members_rest_on_decisions()
        early, late = FIRST + timedelta(days=45), FIRST + timedelta(days=200)
        for day in (early, late):
            check_counts(day)
            instant = timezone.now()
            self.seen.append((instant, day, standings_on(day, instant)))
        assert list_changes(early, late).adds_up


def standings_on(day, known_at=None):
    return {(member.pk, member.status, member.since) for member in members_on(day, known_at)}


def check_histories():
    """Each step of each member is one of the steps that the grid allows."""
    standing: dict[int, str] = {}
    for row in StatusChange.objects.known().order_by("effective_on", "pk"):
        before = standing.get(row.member_id, "nobody")
        assert (row.ground, before, row.status) in ALLOWED
        standing[row.member_id] = row.status


def check_full_members_rest_on_decisions():
    """Whoever is full was in the register when it was opened, or has a decision that nobody annulled."""
    for row in StatusChange.objects.known().filter(status=Status.FULL).exclude(ground="opening"):
        assert (row.decision.outcome, row.decision.member_id) == ("approved", row.member_id)
        assert not Decision.objects.filter(corrects=row.decision).exists()


def check_counts(day):
    counted = {(group.status, group.provisional): group.count for group in count_groups(day)}
    listed = Counter((member.status, bool(member.provisional)) for member in members_on(day))
    assert counted == dict(listed)


def run(examples, **more):
    Register.done = Counter()
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            database=None,
            suppress_health_check=checks,
            **more,
        ),
    )
    return Register.done


ACTS = {
    *("accept", "readmit", "approved", "deferred", "rejected", "withdraw", "dissolve", "expel", "merge", "split"),
    *("confirm", "correct", "annul"),
}


@pytest.mark.postgresql  # the stricter of the two
@pytest.mark.django_db
def test_no_sequence_of_acts_reaches_an_illegal_state():
    done = run(examples=8, derandomize=True)

    assert set(done) == ACTS, "each act succeeds at least once, else the test proves nothing"


@pytest.mark.proof
@pytest.mark.django_db
def test_no_sequence_of_acts_reaches_an_illegal_state_in_hundreds_of_histories():
    assert set(run(examples=400)) == ACTS
