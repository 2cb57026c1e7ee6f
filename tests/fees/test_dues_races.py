"""Two at once, as real processes: runs of one year, two who confirm one proposal, a confirmation during a run."""

import pytest

from fees.models import Assessment, DuesException
from fees.services.dues import assess_members, open_run
from fees.services.settlements import propose_settlement
from tests.fees.dues import SOURCE, make_company
from tests.fees.racing import BUSY, TURNS, at_once, check_one_set, open_members

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

RUN = "assess_members(open_run(2020, by=None, include_provisional=True), by=None)['assessed']"
REFUSED = {f"refused: {words}" for words in BUSY}


def test_five_runs_at_once_make_one_set(printed):
    expected = open_members(20)

    ended = at_once(*[RUN] * 5)

    done = f"done: {expected.assessed}"
    assert set(ended) <= {done, "done: 0", *REFUSED}
    assert ended.count(done) == 1
    check_one_set(expected)


@pytest.fixture
def confirm(printed, officer, second_officer) -> str:
    """The act of confirming the one proposal of 2020, for a company that told no employees."""
    make_company(None, by=officer)
    assess_members(open_run(2020, by=officer, include_provisional=True), by=officer)
    proposal = propose_settlement(
        DuesException.objects.get(), way="other_source", value="480", reason="letter", by=officer, **SOURCE
    )
    return (
        f"review_settlement(Settlement.objects.get(pk={proposal.pk}), outcome='confirmed', "
        f"by=User.objects.get(pk={second_officer.pk})).outcome"
    )


def test_two_confirmations_at_once_make_one_assessment(confirm):
    ended = at_once(confirm, confirm)

    assert ended.count("done: confirmed") == 1
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("turn", TURNS)
def test_confirmation_during_a_run_makes_one_assessment(confirm, turn):
    """Whoever has the lock first; whoever does not is refused and comes again."""
    ended = at_once(confirm, RUN)

    assert set(ended) <= {"done: confirmed", "done: 0", *REFUSED}
    if "done: confirmed" not in ended:
        assert at_once(confirm) == ["done: confirmed"]
    assert Assessment.objects.count() == 1
