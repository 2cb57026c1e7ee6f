"""S20 Two officers at once: one set of dues, nothing twice; the second is told when and by whom it was done."""

import pytest

from fees.models import Assessment, DuesRun
from fees.services.asking import ask_for_assessment
from fees.services.dues import assess_members, open_run
from tests.factories import make_associate
from tests.fees.dues import assess_dues, dues_of, make_city, make_company, refusal_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_2020")]


@pytest.fixture
def members(officer):
    return [make_city(by=officer), make_company(by=officer), make_city(None, by=officer), make_associate(by=officer)]


def test_second_run_adds_nothing(members, officer, second_officer):
    runs = [open_run(2020, by=one) for one in (officer, second_officer)]  # both have it open

    counts = [assess_members(run, by=one) for run, one in zip(runs, (officer, second_officer), strict=True)]

    assert [count["assessed"] for count in counts] == [2, 0]
    assert DuesRun.objects.get().recorded_by == officer
    assert {row.recorded_by for row in Assessment.objects.all()} == {officer}
    assert [dues_of(member, 2020) for member in members] == [5000, 2000, "no_population", "associate"]


def test_second_officer_is_told(members, officer, second_officer, time_machine):
    time_machine.move_to("2020-01-06T10:00+09:00", tick=False)
    run = assess_dues(2020, by=officer)

    time_machine.move_to("2020-01-06T10:05+09:00")
    refusal = refusal_of(lambda: ask_for_assessment(run, by=second_officer))

    assert refusal.messages == [
        "The dues of 2020 were assessed at 2020-01-06 10:00 by officer already, and nothing has changed since. "
        "Nothing was saved."
    ]
