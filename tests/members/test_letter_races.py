"""Two officers confirm the same letter at once, as two real processes on PostgreSQL: one letter, one mail."""

import pytest

from members.models import Delivery, Paper
from members.services.loading_letters import load_letter_texts
from tests.factories import UserFactory
from tests.members.letters import make_application
from tests.members.test_races import at_once
from wego.models import Counter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

ISSUE = (
    "from members.papers.application_letters import acknowledgement_letter; "
    "from tests.members.letters import sending; "
    "acknowledgement_letter(Application.objects.get(pk={}), sending()).issue(by=by)"
)


def test_two_confirmations_of_one_letter_issue_it_once():
    load_letter_texts()
    application = make_application(by=UserFactory())
    act = ISSUE.format(application.pk)

    done, refused = at_once(act, act)

    assert done == "done"
    assert refused.startswith("refused: This letter was issued already: WeGO-2019-0001 of 2019-04-02. Nothing")
    assert (Paper.objects.count(), Delivery.objects.count()) == (1, 1)
    assert Counter.objects.get(series="paper 2019").last == 1


def test_letters_to_two_applicants_at_once_have_numbers_without_a_gap():
    load_letter_texts()
    by = UserFactory()
    acts = [ISSUE.format(make_application(by=by).pk) for _turn in range(2)]

    assert at_once(*acts) == ["done", "done"]
    assert sorted(Paper.objects.values_list("number", flat=True)) == ["WeGO-2019-0001", "WeGO-2019-0002"]
