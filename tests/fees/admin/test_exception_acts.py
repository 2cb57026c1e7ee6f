"""What two officers do about a member that needs a decision, page by page (R13)."""

import pytest
from django.contrib import admin

from fees.models import Assessment, DuesException, Settlement
from fees.services.settlements import review_settlement, take_exception
from tests.fees.admin.exception_pages import CONFIRMED, STATED, act, allowed, offered, page, propose, said
from tests.fees.dues import add_figure, assess_dues, make_city
from wego.acts import CONFIRM

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

ACTS = {"take": "propose_settlement", "propose": "propose_settlement", "review": "review_settlement"}


def test_every_act_is_tried():
    assert set(admin.site._registry[DuesException].acts) == set(ACTS)
    assert admin.site._registry[Settlement].acts == {}


@pytest.mark.parametrize("name", ACTS)
def test_act_is_refused_to_who_only_looks(second_officer, queue, name):
    reader = allowed(second_officer, *(set(ACTS.values()) - {ACTS[name]}))

    answers = [reader.get(page(queue["no_gdp"], name)), reader.post(page(queue["no_gdp"], name), {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert ACTS[name] == "review_settlement" or offered(reader, queue["no_gdp"]) == []


def test_taking_on(proposer, queue, officer, second_officer):
    exception = queue["no_gdp"]
    take_exception(exception, by=second_officer)
    taking = act(proposer, exception, "take")

    preview = taking.preview()
    taking.confirm(preview)

    assert said(preview) == ["In the hands of: officer", "Until now: second-officer"]
    exception.refresh_from_db()
    assert exception.owner == officer


def test_two_officers_settle_an_exception(proposer, reviewer, queue, officer, second_officer):
    exception = queue["stale_gdp"]
    proposing = act(proposer, exception, "propose", **STATED | {"value": "7,300.50"})

    proposed = proposing.preview()
    proposing.confirm(proposed)
    settlement = Settlement.objects.get()
    reviewing = act(reviewer, exception, "review", **CONFIRMED)
    shown = reviewing.look().context["proposal"]
    preview = reviewing.preview()
    assert not Assessment.objects.filter(member=exception.member).exists()
    reviewing.confirm(preview)

    facts = [
        "How: another named source",
        "Figure: GDP per head (PPP) 7,300.50 international $ (2018)",
        "Source: IMF",
        "Reason: newer",
    ]
    assert said(proposed)[:6] == [
        "A settlement is proposed. It waits for a second person.",
        "The last GDP figure of the economy VEN is of 2012; the year asked for is 2018.",
        *facts,
    ]
    assert shown[:4] == facts
    assert said(preview)[1:5] == facts
    assert said(preview)[6:] == ["Assessed: 3,500 USD"]
    assert Assessment.objects.get(member=exception.member).amount == 3500
    settlement.refresh_from_db()
    assert (settlement.recorded_by, settlement.reviewed_by) == (officer, second_officer)


@pytest.mark.parametrize(
    ("reason", "typed", "consequences"),
    [
        ("stale_gdp", {"way": "last_value"}, ["Assessed: 6,500 USD"]),
        (
            "stale_gdp",
            {"way": "waiver", "document": "ExCom, item 4"},
            ["Assessed: 6,500 USD", "Waived: -6,500 USD. Left to pay: 0 USD"],
        ),
        ("no_population", {**STATED, "value": "1,070,000"}, ["Assessed: 5,000 USD"]),
        ("no_employees", {**STATED, "value": "1 999"}, ["Assessed: 4,000 USD"]),
        ("no_employees", {**STATED, "value": "0"}, ["Assessed: 2,000 USD"]),
    ],
)
def test_confirmation_shows_the_amount_that_follows(proposer, reviewer, queue, reason, typed, consequences):
    proposing = act(proposer, queue[reason], "propose", **{"reason": "checked"} | typed)
    proposing.confirm(proposing.preview())

    lines = said(act(reviewer, queue[reason], "review", **CONFIRMED).preview())

    assert lines[-len(consequences) :] == consequences


def test_what_is_missing_besides_is_said_by_the_confirmation(proposer, reviewer, queue, officer):
    both = make_city(None, country=queue["no_gdp"].member.country, by=officer)
    exception = assess_dues(2020, by=officer).exceptions.get(member=both)
    propose(exception, officer, value="50000")

    lines = said(act(reviewer, exception, "review", **CONFIRMED).preview())

    assert lines[-1] == "It stays open. No GDP figure of the economy CUB up to 2018 in this edition."


def test_refusal_leaves_the_exception_open(reviewer, queue, officer):
    exception = queue["stale_gdp"]
    propose(exception, officer)
    refusing = act(reviewer, exception, "review", outcome="refused", note="not a public source")

    preview = refusing.preview()
    refusing.confirm(preview)

    assert said(preview)[0] == "The proposal is refused."
    assert said(preview)[-1].startswith("It stays open. The last GDP figure of the economy VEN is of 2012")
    assert Settlement.objects.get().outcome == "refused"
    assert offered(reviewer, exception) == ["Take on", "Propose a settlement"]


# --- refusals, in the words of the services ----------------------------------------------------------
@pytest.mark.parametrize(
    ("reason", "typed", "words"),
    [
        ("stale_gdp", {"value": ""}, "State the GDP per head (PPP), in international $."),
        ("stale_gdp", {"value": "107만"}, "GDP per head must be an amount in international $ like 3450.5"),
        ("stale_gdp", {"value": "12,5"}, "GDP per head must be an amount in international $ like 3450.5"),
        ("stale_gdp", {"value": "0"}, "GDP per head must be above 0, not 0."),
        ("stale_gdp", {"source": ""}, "State the reference year and the source of the figure."),
        ("stale_gdp", {"reference_year": "2199"}, "This year has not come yet."),
        ("stale_gdp", {"way": "last_value"}, "This way takes the figure that is on record."),
        ("stale_gdp", {"way": "waiver"}, "Name the decision that waives the dues."),
        ("stale_gdp", {"reason": ""}, "This field is required."),
        ("no_population", {"value": "107만"}, "Population must be a whole number of persons like 1070000"),
        ("no_population", {"value": "0"}, "Population 0 is a missing figure"),
        ("provisional", {}, "No figure is missing here: the standing of the member is not confirmed."),
    ],
)
def test_proposal_that_cannot_be_is_refused(proposer, queue, reason, typed, words):
    response = act(proposer, queue[reason], "propose").preview(**STATED | typed)

    refusals = [error for errors in response.context["form"].errors.values() for error in errors]
    assert len(refusals) == 1
    assert refusals[0].startswith(words)
    assert not Settlement.objects.exists()


def test_last_year_without_an_assessment_is_refused(proposer, queue):
    response = act(proposer, queue["no_population"], "propose", way="last_year", reason="x").preview()

    assert "The member was not assessed by this figure for 2019. Name another source." in response.content.decode()


def test_review_in_the_words_of_the_service(proposer, reviewer, queue, officer, second_officer):
    exception = queue["stale_gdp"]
    none = act(reviewer, exception, "review", **CONFIRMED).preview()
    settlement = propose(exception, officer)
    own = act(proposer, exception, "review", **CONFIRMED).preview()
    bare = act(reviewer, exception, "review", outcome="refused", note="").preview()
    reviewing = act(reviewer, exception, "review", **CONFIRMED)
    preview = reviewing.preview()
    review_settlement(settlement, outcome="refused", note="no", by=second_officer)
    late = reviewing.confirm(preview)

    for response, words in (
        (none, "No proposal waits for a second person here. Nothing was saved."),
        (own, "A second person confirms: nobody confirms an own proposal."),
        (bare, "State why it is refused."),
        (late, "No proposal waits for a second person here. Nothing was saved."),
    ):
        assert words in response.content.decode()
    assert not Assessment.objects.filter(member=exception.member).exists()


def test_closed_exception_refuses_the_acts(proposer, queue, officer):
    exception = queue["no_population"]
    add_figure(exception.member, 300_000)
    assess_dues(2020, by=officer)

    for response in (act(proposer, exception, "take").preview(), act(proposer, exception, "propose").preview(**STATED)):
        assert "This exception is closed: assessed. Nothing was saved." in response.content.decode()
