"""Fee schedules in the back office: the tables as tables, and the acts on a version (R14, R23)."""

import re
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from fees.models import FeeSchedule
from fees.services.schedules import adopt_schedule, copy_schedule, use_schedule
from tests.factories import MeetingFactory, UserFactory, rights_to_look
from tests.fees.printed import CELLS, PRINTED_TABLES
from wego.acts import CONFIRM, SEEN

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both

ACTS = {"copy": "fees.add_feeschedule"} | dict.fromkeys(["tables", "bands", "adopt"], "fees.change_feeschedule")


def page(schedule, name="change") -> str:
    return reverse(f"admin:fees_feeschedule_{name}", args=[schedule.pk])


def typed(client, schedule, act="tables", **changed) -> dict:
    """What the form of the tables or bands holds, as a browser sends it."""
    form = client.get(page(schedule, act)).context["form"]
    held = {bound.name: "" if bound.value() is None else str(bound.value()) for bound in form}
    return held | {"reason": "wish of the committee"} | changed


def confirm(client, url, preview):
    sent = dict(preview.context["sent"]) | {SEEN: preview.context["seen"], CONFIRM: "Confirm"}
    return client.post(url, sent)


def offered(client, schedule) -> list[str]:
    return [act["url"].rstrip("/").rsplit("/", 1)[1] for act in client.get(page(schedule)).context["acts"]]


def said(response) -> list[str]:
    return [response.context["done"].message, *response.context["done"].lines]


def stored(schedule):
    return FeeSchedule.objects.with_tables().get(pk=schedule.pk)


def test_every_act_is_tried():
    assert set(admin.site._registry[FeeSchedule].acts) == set(ACTS)


def test_page_shows_the_matrix_as_it_is_printed(office, printed):
    text = office.get(page(printed)).content.decode()

    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", text, re.S)
    amounts = [re.findall(r"([\d,]+)</td>", cells) for _label, cells in rows]
    assert [label for label, _cells in rows] == [
        "0 to below 1,000",
        "1,000 to below 2,000",
        "2,000 to below 4,000",
        "4,000 to below 6,000",
        "6,000 to below 8,000",
        "8,000 to below 10,000",
        "10,000 to below 15,000",
        "15,000 to below 20,000",
        "20,000 or more",
        "0 to below 500",
        "500 to below 2,000",
        "2,000 or more",
    ]
    assert amounts == [[f"{amount:,}" for amount in row] for row in CELLS] + [["2,000"], ["4,000"], ["8,000"]]
    assert "Without a table, so not assessed: institution." in text


def test_cells_equal_to_their_neighbour_are_marked_as_information(office, printed):
    text = office.get(page(printed)).content.decode()

    assert text.count('<abbr title="equal to its neighbour">=</abbr>') == 10
    assert text.count('<abbr title="equal to its neighbour">=</abbr> 8,500') == 1
    assert "This is information, not an error" in text


def test_acts_are_offered_where_they_are_possible(office, printed, draft):
    use_schedule(printed)

    assert offered(office, printed) == ["copy", "what-if"]
    assert offered(office, draft) == ["copy", "tables", "bands", "adopt", "what-if"]
    assert "Locked: a dues run has used this version." in office.get(page(printed)).content.decode()


def test_list_shows_versions(office, printed, draft):
    response = office.get(reverse("admin:fees_feeschedule_changelist"), {"state": "draft"})

    assert list(response.context["cl"].result_list) == [draft]


def test_schedules_are_not_added_changed_or_deleted_by_hand(office, draft):
    answers = [
        office.get(reverse("admin:fees_feeschedule_add")),
        office.post(page(draft), {"title_en": "Other"}),
        office.post(page(draft, "delete"), {"post": "yes", "change_reason": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_copy(office, chief, printed):
    url = page(printed, "copy")

    preview = office.post(url, {"title_en": "Proposal", "title_ko": "", "first_dues_year": "2022"})
    response = confirm(office, url, preview)

    copy = FeeSchedule.objects.exclude(pk=printed.pk).get()
    assert said(preview) == ["New draft: Proposal (2022).", "Tables as in Fee tables of January 2020 (2020)"]
    assert response["Location"] == page(copy)
    assert (stored(copy).tables(), copy.state, copy.recorded_by) == (PRINTED_TABLES, "draft", chief)


def test_tables_are_edited_as_a_matrix(office, chief, draft):
    url = page(draft, "tables")

    preview = office.post(url, typed(office, draft, cell_6_3="5500", company_0="2100.50", institution="300"))
    response = confirm(office, url, preview)

    tables = stored(draft).tables()
    assert said(preview) == [
        "The tables of Proposal (2022) are changed.",
        "City, GDP 10,000 to below 15,000, population 1,000,000 to below 2,000,000: 5,000 -> 5,500 USD",
        "Company, employees 0 to below 500: 2,000 -> 2,100.50 USD",
        "Every member of the kind: institution: - -> 300 USD",
    ]
    assert response["Location"] == page(draft)
    assert tables.city.cells[6][3] == 5500
    assert tables.company.amounts[0] == Decimal("2100.50")
    assert tables.flat["institution"].amount == 300
    assert draft.history.first().history_user == chief


def test_bounds_of_bands_can_be_moved(office, draft):
    url = page(draft, "tables")

    confirm(office, url, office.post(url, typed(office, draft, population_1="250000", employees_2="3000")))

    tables = stored(draft).tables()
    assert tables.city.population.lowers[:3] == (0, 250_000, 600_000)
    assert tables.company.employees.lowers == (0, 500, 3000)


def test_bands_are_added_and_removed(office, draft):
    url = page(draft, "bands")
    population = "0\n300,000\n600000\n1 000 000\n1500000\n2000000\n4000000\n7000000\n10000000\n"

    preview = office.post(url, typed(office, draft, "bands", population=population, employees="0\n2000"))
    confirm(office, url, preview)

    tables, before = stored(draft).tables(), PRINTED_TABLES
    assert said(preview)[1:] == [
        "Population from (persons): 0; 300,000; 600,000; 1,000,000; 2,000,000; 4,000,000; 7,000,000; 10,000,000 -> "
        "0; 300,000; 600,000; 1,000,000; 1,500,000; 2,000,000; 4,000,000; 7,000,000; 10,000,000",
        "Employees from (persons): 0; 500; 2,000 -> 0; 2,000",
    ]
    assert [row[4] for row in tables.city.cells] == [row[3] for row in before.city.cells]
    assert [row[:4] + row[5:] for row in tables.city.cells] == list(before.city.cells)
    assert tables.company.amounts == (before.company.amounts[0], before.company.amounts[2])


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ("0\n500\n2000", "This is what the draft has already."),
        ("0\nmany", "“many” is not a whole number."),
        ("0\n500\n400", "The lower bounds of the bands must rise from one to the next."),
        ("500\n2000", "The lower bounds of the bands must rise from one to the next."),
    ],
)
def test_bands_that_are_none_are_refused(office, draft, bounds, words):
    response = office.post(page(draft, "bands"), typed(office, draft, "bands", employees=bounds))

    refusals = [error for errors in response.context["form"].errors.values() for error in errors]
    assert [refusal[: len(words)] for refusal in refusals] == [words]
    assert stored(draft).tables() == PRINTED_TABLES


def test_every_field_of_the_matrix_has_a_label(office, draft):
    text = office.get(page(draft, "tables")).content.decode()

    inputs = re.findall(r"<input type=\"text\"[^>]*>", text)
    assert len([one for one in inputs if 'name="cell_' in one]) == 72
    assert [one for one in inputs if "aria-label" not in one] == []
    assert 'aria-label="GDP 10,000 to below 15,000, population 1,000,000 to below 2,000,000"' in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "This is what the draft has already."),
        ({"cell_0_0": "0"}, "Ensure this value is greater than or equal to 0.01."),
        ({"cell_0_0": ""}, "This field is required."),
        ({"cell_0_0": "many"}, "Enter a number."),
        ({"population_1": "700000"}, "The lower bounds of the bands must rise from one to the next."),
        ({"gdp_1": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"cell_0_0": "1", "reason": ""}, "This field is required."),
    ],
)
def test_tables_that_are_none_are_refused(office, draft, changed, words):
    response = office.post(page(draft, "tables"), typed(office, draft, **changed))

    refusals = [error for errors in response.context["form"].errors.values() for error in errors]
    assert len(refusals) == 1
    assert refusals[0].startswith(words)
    assert stored(draft).tables() == PRINTED_TABLES


def test_tables_changed_in_between_are_shown_again(office, draft):
    url = page(draft, "tables")
    first = office.post(url, typed(office, draft, cell_6_3="5500"))
    second = office.post(url, typed(office, draft, cell_6_3="5400"))
    confirm(office, url, first)

    response = confirm(office, url, second)

    assert response.status_code == 409
    assert said(response)[1].endswith("5,500 -> 5,400 USD")
    assert stored(draft).tables().city.cells[6][3] == 5500


def test_adoption(office, printed, draft):
    url, meeting = page(draft, "adopt"), MeetingFactory()

    preview = office.post(
        url, {"decision": "General Assembly, item 4", "meeting": meeting.pk, "adopted_on": "2019-11-08"}
    )
    response = confirm(office, url, preview)

    assert said(preview) == [
        "Proposal (2022) is adopted.",
        "In force for the dues year 2022 and after",
        "In force for that year until now: Fee tables of January 2020 (2020)",
        "Decision: General Assembly, item 4",
        "Kinds without a table, which are not assessed: institution",
    ]
    assert [str(message) for message in get_messages(response.wsgi_request)] == said(preview)[:1]
    assert FeeSchedule.objects.in_force(2022) == draft
    assert (stored(draft).meeting, str(stored(draft).adopted_on)) == (meeting, "2019-11-08")


def test_history_says_who_changed_the_tables_and_why(office, draft):
    url = page(draft, "tables")
    confirm(office, url, office.post(url, typed(office, draft, cell_6_3="5500")))

    text = office.get(page(draft, "history")).content.decode()

    assert "wish of the committee" in text
    assert "chief" in text


@pytest.mark.parametrize("act", ["tables", "adopt"])
def test_adopted_schedule_refuses_the_acts_of_a_draft(office, officer, draft, act):
    data = {"decision": "x"} if act == "adopt" else typed(office, draft, cell_0_0="1")
    adopt_schedule(draft, decision="General Assembly", by=officer)

    response = office.post(page(draft, act), data)

    assert "Proposal (2022) is adopted: its tables stand." in response.content.decode()


def test_two_schedules_of_a_year_are_refused(office, officer, printed):
    second = copy_schedule(printed, title_en="Second", first_dues_year=2020, by=officer)

    response = office.post(page(second, "adopt"), {"decision": "x"})

    assert "Another schedule is adopted for this first dues year already." in response.content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_act_is_refused_to_staff_without_the_right(client, draft, act):
    reader = UserFactory()
    reader.user_permissions.set(rights_to_look())
    client.force_login(reader)

    answers = [client.get(page(draft, act)), client.post(page(draft, act), {CONFIRM: "Confirm"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert offered(client, draft) == ["what-if"]
