"""The life cycle, step by step: the truth table of domain rule A3, typed by hand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from members.lifecycle import APPLIED, DECIDED, Event, Ground, Status, check

pytestmark = pytest.mark.sqlite  # no database: once is enough

# What each ground leads to, from each standing: a = associate, f = full, x = former, . = nothing.
GRID = """
                 nobody  associate  full  former
    opening      af      .          .     .
    acceptance   a       .          .     .
    readmission  .       .          .     a
    founding     f       .          .     .
    approval     .       f          .     .
    succession   af      .          .     .
    rejected     .       x          .     .
    withdrawn    .       x          x     .
    expelled     .       x          x     .
    dissolved    .       x          x     .
    merged       .       x          x     .
    split        .       x          x     .
    error        .       .          .     .
"""
LETTERS = {"a": "associate", "f": "full", "x": "former"}

# How a member comes to each standing, to try the next step from there.
BEFORE = {
    "nobody": [],
    "associate": [(Status.ASSOCIATE, Ground.ACCEPTANCE)],
    "full": [(Status.ASSOCIATE, Ground.ACCEPTANCE), (Status.FULL, Ground.APPROVAL)],
    "former": [(Status.ASSOCIATE, Ground.ACCEPTANCE), (Status.FORMER, Ground.REJECTED)],
}
FIRST_DAY = date(2019, 3, 20)


def read_grid():
    """(ground, standing before, status after) for every step that is allowed."""
    header, *lines = (line.split() for line in GRID.strip().splitlines())
    return {
        (ground, standing, LETTERS[letter])
        for ground, *cells in lines
        for standing, cell in zip(header, cells, strict=True)
        for letter in cell.replace(".", "")
    }


ALLOWED = read_grid()


def history(*steps):
    return [
        Event(Status(status), Ground(ground), FIRST_DAY + timedelta(days=place))
        for place, (status, ground) in enumerate(steps)
    ]


def is_allowed(*steps):
    try:
        check(history(*steps))
    except ValidationError:
        return False
    return True


def test_the_grid_names_every_ground():
    grounds = [line.split()[0] for line in GRID.strip().splitlines()[1:]]

    assert grounds == [ground.value for ground in Ground]


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("standing", BEFORE)
@pytest.mark.parametrize("ground", Ground.values)
def test_step_is_allowed_exactly_where_the_grid_says_so(ground, standing, status):
    assert is_allowed(*BEFORE[standing], (status, ground)) == ((ground, standing, status) in ALLOWED)


@pytest.mark.parametrize(
    ("missing", "allowed"),
    [(0, False), (1, True), (2, False), (3, False)],  # 1: an associate may withdraw as well
)
def test_a_missing_step_is_found_wherever_it_stood(missing, allowed):
    steps = [("associate", "acceptance"), ("full", "approval"), ("former", "withdrawn")]
    steps += [("associate", "readmission"), ("full", "approval")]
    del steps[missing]

    assert is_allowed(*steps) == allowed


def test_a_history_of_years_is_allowed():
    once = [("full", "approval"), ("former", "withdrawn"), ("associate", "readmission")]

    assert is_allowed(("associate", "acceptance"), *once * 5)


@pytest.mark.parametrize(
    ("ground", "decision", "application"),
    [
        ("opening", False, False),
        ("acceptance", False, True),
        ("readmission", False, True),
        ("founding", True, False),
        ("approval", True, False),
        ("succession", True, False),
        ("rejected", True, False),
        ("withdrawn", False, False),
        ("expelled", True, False),
        ("dissolved", False, False),
        ("merged", True, False),
        ("split", True, False),
        ("error", False, False),
    ],
)
def test_which_ground_rests_on_a_decision_or_an_application(ground, decision, application):
    assert (ground in DECIDED, ground in APPLIED) == (decision, application)


def refusal(*steps, language="en"):
    with pytest.raises(ValidationError) as caught, override(language):
        check(history(*steps))
    return caught.value


def test_refusal_says_the_standing_and_what_is_missing():
    error = refusal(("associate", "acceptance"), ("full", "approval"), ("full", "approval"))

    assert error.code == "out_of_order"
    assert error.messages == [
        "Out of order: “approved by decision” on 2019-03-22. Standing on that day: full member (2019-03-21). "
        "Needed first: associate member. Nothing was saved."
    ]


def test_refusal_of_a_first_step_says_not_a_member_yet():
    assert refusal(("former", "withdrawn")).messages == [
        "Out of order: “withdrawal” on 2019-03-20. Standing on that day: not a member yet. "
        "Needed first: associate member / full member. Nothing was saved."
    ]


@pytest.mark.parametrize("step", [("full", "withdrawn"), ("full", "error"), ("annulled", "approval")])
def test_refusal_of_a_status_that_the_ground_does_not_lead_to(step):
    error = refusal(("associate", "acceptance"), step)

    assert (error.code, error.messages) == ("wrong_status", ["The ground does not lead to this status."])
