"""The queue of members that need a decision, the page of each, and the settlements (R13)."""

import re

import pytest
from django.urls import reverse

from fees.models import Assessment
from fees.services.settlements import review_settlement, take_exception
from tests.fees.admin.exception_pages import QUEUE, offered, page, propose
from tests.fees.dues import add_figure, assess_dues
from wego.spreadsheets import read_table

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both


def reasons(browser, query="") -> set[str]:
    return {row.reason for row in browser.get(QUEUE + query).context["cl"].result_list}


# --- the queue ---------------------------------------------------------------------------------------
def test_queue_shows_what_is_open_unless_asked_for_more(proposer, queue, officer, second_officer):
    review_settlement(propose(queue["stale_gdp"], officer), outcome="confirmed", by=second_officer)

    assert reasons(proposer) == {"no_gdp", "no_population", "no_employees", "provisional"}
    assert reasons(proposer, "?state__exact=assessed") == {"stale_gdp"}
    assert len(reasons(proposer, "?state__exact=all")) == 5


def test_filters(proposer, queue, officer, second_officer):
    take_exception(queue["no_gdp"], by=officer)
    propose(queue["stale_gdp"], second_officer)
    expected = {
        "owner=me": {"no_gdp"},
        f"owner={second_officer.pk}": {"stale_gdp"},
        "owner=nobody": {"no_population", "no_employees", "provisional"},
        "proposal=waits": {"stale_gdp"},
        "proposal=none": {"no_gdp", "no_population", "no_employees", "provisional"},
        "reason__exact=no_gdp": {"no_gdp"},
        "member__kind__exact=company": {"no_employees"},
        "run__year=2020&proposal=waits": {"stale_gdp"},
        "run__year=2021": set(),
    }

    assert {query: reasons(proposer, f"?{query}") for query in expected} == expected


@pytest.mark.parametrize("term", ["caracas", "카라카스", "Karakas"])
def test_member_is_found_by_any_spelling(proposer, queue, term):
    assert reasons(proposer, f"?q={term}") == {"stale_gdp"}
    assert reasons(proposer, f"?q={queue['no_employees'].member.number}") == {"no_employees"}


def test_row_says_why_who_and_what_waits(proposer, queue, second_officer):
    propose(queue["stale_gdp"], second_officer)

    text = proposer.get(QUEUE, {"q": "Caracas"}).content.decode()

    cells = dict(re.findall(r'class="field-(\w+)">(.*?)</t[dh]>', text))
    assert cells["words"] == "The last GDP figure of the economy VEN is of 2012; the year asked for is 2018."
    assert cells["in_hands"] == "second-officer"
    assert cells["proposal"].startswith("another named source (second-officer, ")
    assert (cells["dues_year"], cells["age"], cells["state"]) == ("2020", "0", "needs a decision")


def test_queue_is_exported_as_filtered(proposer, queue, tmp_path):
    url = reverse("admin:fees_duesexception_export") + "?reason__exact=no_gdp"
    form = proposer.get(url).context["form"]
    columns = {field.html_name: "on" for field in form if field.widget_type == "checkbox"}

    response = proposer.post(url, {"format": "1", "resource": "0", **columns})

    (tmp_path / "queue.csv").write_bytes(response.content)
    with (tmp_path / "queue.csv").open("rb") as file:
        _header, rows = read_table(file, "queue.csv")
        assert len(list(rows)) == 1


# --- the page of one ---------------------------------------------------------------------------------
def test_page_says_what_is_known_and_what_was_proposed(proposer, queue, officer, second_officer):
    refused = propose(queue["stale_gdp"], officer)
    review_settlement(refused, outcome="refused", note="not a public source", by=second_officer)

    context = proposer.get(page(queue["stale_gdp"])).context

    assert context["found"] == [
        ("last available value", "GDP per head (PPP) 17,800 international $ (2012); World Bank, file of 2019-12-18"),
        ("as last year", "none on record"),
    ]
    [(outcome, lines)] = context["proposals"]
    assert outcome == "refused"
    assert lines[:4] == [
        "How: another named source",
        "Figure: GDP per head (PPP) 7,300 international $ (2018)",
        "Source: IMF",
        "Reason: newer",
    ]
    assert lines[4].startswith("Proposed by officer, ")
    assert lines[5].startswith("Refused by second-officer, ")
    assert lines[6:] == ["Note: not a public source"]


def test_provisional_member_is_settled_in_the_register(office, queue):
    text = office.get(page(queue["provisional"])).content.decode()

    assert "confirm the standing of the member in the register, then assess the year again" in text
    for name, args in (("provisional", []), ("fees_duesrun_again", [queue["provisional"].run_id])):
        assert f'href="{reverse(f"admin:{name}", args=args)}"' in text
    assert offered(office, queue["provisional"]) == ["Take on"]


def test_acts_are_offered_where_they_are_possible(proposer, reviewer, queue, officer, second_officer):
    exception = queue["stale_gdp"]
    assert offered(proposer, exception) == ["Take on", "Propose a settlement"]

    settlement = propose(exception, officer)
    assert offered(proposer, exception) == []  # it is in the own hands, and a second person confirms
    assert "a second person confirms or refuses it" in proposer.get(page(exception)).content.decode()
    assert offered(reviewer, exception) == ["Take on", "Confirm or refuse"]

    review_settlement(settlement, outcome="confirmed", by=second_officer)
    assert offered(reviewer, exception) == []
    assert reverse("admin:fees_assessment_change", args=[Assessment.objects.get(member=exception.member).pk]) in (
        reviewer.get(page(exception)).content.decode()
    )


def test_nothing_is_added_changed_or_deleted_by_hand(office, queue):
    answers = [
        office.get(reverse("admin:fees_duesexception_add")),
        office.post(page(queue["no_gdp"]), {"state": "assessed"}),
        office.post(page(queue["no_gdp"], "delete"), {"post": "yes"}),
        office.get(reverse("admin:fees_settlement_add")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]


# --- settlements -------------------------------------------------------------------------------------
def test_settlements_are_listed(proposer, queue, officer, second_officer):
    waiting, refused = propose(queue["stale_gdp"], officer), propose(queue["no_population"], officer)
    review_settlement(refused, outcome="refused", note="no", by=second_officer)
    url = reverse("admin:fees_settlement_changelist")

    def found(query):
        return set(proposer.get(url + query).context["cl"].result_list)

    assert found("?outcome=waits") == found("?q=Caracas") == {waiting}
    assert found("?outcome=refused") == found("?figure__exact=population") == {refused}
    text = proposer.get(reverse("admin:fees_settlement_change", args=[refused.pk])).content.decode()
    assert "population 7,300 persons (2018)" in text


def test_proposal_that_nobody_needs_any_more_does_not_wait(proposer, queue, officer):
    exception = queue["no_population"]
    settlement = propose(exception, officer)
    add_figure(exception.member, 300_000)
    assess_dues(2020, by=officer)

    waiting = proposer.get(reverse("admin:fees_settlement_changelist"), {"outcome": "waits"})
    text = proposer.get(reverse("admin:fees_settlement_change", args=[settlement.pk])).content.decode()

    assert list(waiting.context["cl"].result_list) == []
    assert "no longer needed" in text
    assert [outcome for outcome, _lines in proposer.get(page(exception)).context["proposals"]] == ["no longer needed"]
