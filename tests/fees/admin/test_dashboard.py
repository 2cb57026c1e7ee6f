"""The dues on the overview: each number leads to exactly the list that it counts."""

from datetime import date

import pytest
from django.urls import reverse

from fees import dashboard
from fees.apps import PANELS
from fees.models import Adjustment
from fees.services.corrections import supersede_assessment
from fees.services.settlements import take_exception
from tests.factories import make_associate, rights
from tests.fees.admin.exception_pages import propose
from tests.fees.dues import add_figure, add_gdp, assess_dues, make_city, make_company
from tests.members.admin.test_dashboard import Numbers, counted

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

QUERIES = 13  # 5 for the year, 2 for the queue, 5 for the figures, 1 for the drafts


def panels(browser) -> dict[str, dict]:
    return {panel["title"]: panel for panel in browser.get(reverse("admin:index")).context["panels"]}


def items(panel) -> dict[str, tuple]:
    return {item.words: (item.count, item.detail) for item in panel["items_list"]}


@pytest.fixture
def spring(data_2020, time_machine):
    """A day before the dues of the next year are prepared."""
    time_machine.move_to("2020-05-06T12:00+09:00", tick=False)


@pytest.fixture
def year_2020(spring, officer, second_officer):
    """A run with something of everything."""
    waived = make_city(by=officer)
    make_city(year=2016, by=officer)
    silent = [make_city(None, by=officer) for _turn in range(3)]
    corrected = make_company(by=officer)
    make_company(None, by=officer)
    make_associate(by=officer)
    run = assess_dues(2020, by=officer)
    of_waived = run.assessments.get(member=waived)
    Adjustment(assessment=of_waived, ground="waiver", amount=-5000, reason="fire", document="ExCom").save()
    add_figure(corrected, 490, 2019)
    supersede_assessment(run.assessments.get(member=corrected), reason="typed wrong", by=officer)
    first, second, _third = run.exceptions.filter(member__in=silent)
    take_exception(first, by=second_officer)
    propose(second, officer, value="1000")
    return run


def test_year_at_a_glance(office, year_2020):
    panel = panels(office)["Dues 2020"]

    assert items(panel) == {
        "members assessed": (3, "12,000 USD"),
        "cities assessed": (2, "10,000 USD"),
        "companies assessed": (1, "2,000 USD"),
        "waived or reduced by decision": (1, "-5,000 USD"),
        "need a decision": (4, ""),
        "not assessed": (1, ""),
    }
    assert panel["acts"] == [
        {"title": "Dues 2020", "url": reverse("admin:fees_duesrun_change", args=[year_2020.pk])},
    ]


def test_queue_by_reason_and_owner(office, chief, year_2020):
    take_exception(year_2020.exceptions.get(reason="no_employees"), by=chief)

    assert items(panels(office)["Members that need a decision"]) == {
        "without a population": (3, "in the hands of: officer 1, second-officer 1, nobody 1"),
        "without a number of employees": (1, "in the hands of: chief 1"),
        "in your hands": (1, ""),
        "proposals wait for a second person": (1, ""),
    }


def test_freshness_of_the_figures(office, year_2020):
    add_gdp(12_900, year=2019, vintage=date(2020, 4, 9))
    panel = panels(office)["Data freshness"]

    assert items(panel) == {
        "full member cities with a population older than 3 years": (1, ""),
        "cities without a population": (4, ""),  # one of them an associate
        "companies without a number of employees": (1, ""),
    }
    assert panel["run"].vintage == date(2019, 12, 18)
    assert panel["newest"] == {"vintage": date(2020, 4, 9), "first": 2019, "last": 2019}
    text = office.get(reverse("admin:index")).content.decode()
    for vintage in ("2019-12-18", "2020-04-09"):
        assert f'href="/admin/members/economyfigure/?vintage={vintage}"' in text


def test_each_number_is_the_length_of_its_list(office, chief, year_2020):
    take_exception(year_2020.exceptions.get(reason="no_employees"), by=chief)
    make_city(year=2017, by=chief)  # three years old: not older than three
    found = [
        (panel, number, url)
        for panel, number, url in Numbers(office.get(reverse("admin:index")).content.decode()).found
        if panel in ("Dues 2020", "Members that need a decision", "Data freshness")
    ]

    assert [(panel, number, url) for panel, number, url in found if counted(office, url) != number] == []
    assert [number for _panel, number, _url in found] == [3, 2, 1, 1, 4, 1, 3, 1, 1, 1, 1, 4, 1]


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize(
    ("day", "previews", "next_preview"),
    [
        ("2020-05-06", [2020], date(2020, 10, 1)),
        ("2020-09-30", [2020], date(2020, 10, 1)),
        ("2020-10-01", [2020, 2021], date(2020, 10, 1)),
        ("2020-10-02", [2020, 2021], date(2021, 10, 1)),
    ],
)
def test_year_that_is_not_assessed_yet(client, chief, time_machine, day, previews, next_preview):
    time_machine.move_to(f"{day}T00:00+09:00", tick=False)
    client.force_login(chief)

    panel, freshness = panels(client)["Dues 2020"], panels(client)["Data freshness"]

    assert panel["items_list"] == []
    assert panel["acts"] == [
        {"title": f"Preview {year}", "url": f"/admin/dues-preview/?year={year}"} for year in previews
    ]
    assert freshness["next_preview"] == next_preview
    text = client.get(reverse("admin:index")).content.decode()
    assert "Not assessed yet." in text
    assert "Nothing waits for a decision." in text


def test_drafts_lead_to_what_they_would_change(office, spring, draft):
    assert panels(office)["Drafts of fee schedules"]["drafts"] == [
        ("Proposal (2022)", reverse("admin:fees_feeschedule_what_if", args=[draft.pk]))
    ]


def test_queries_do_not_grow(spring, chief, officer, rf, draft, django_assert_num_queries):
    request = rf.get("/")
    request.user = chief

    def make(members: int):
        for _turn in range(members):
            make_city(by=officer)
            make_city(None, by=officer)
            make_company(None, by=officer)
        run = assess_dues(2020, by=officer)
        for exception in run.exceptions.filter(owner=None)[:members]:
            propose(exception, officer, value="1000")
        return run

    def look():
        return [getattr(dashboard, name)(request) for name in PANELS]

    make(1)
    with django_assert_num_queries(QUERIES):
        look()
    run = make(2)
    with django_assert_num_queries(QUERIES):
        year, *_rest = look()
    assert year["run"] == run
    assert year["items_list"][0].count == 3


RIGHTS = {
    "fees.view_duesrun fees.view_assessment": ["dues_year"],
    "fees.view_duesrun": [],
    "fees.view_duesexception": ["exceptions_queue"],
    "members.view_member members.view_economyfigure": ["data_freshness"],
    "fees.view_feeschedule": ["draft_schedules"],
    "": [],
}


@pytest.mark.parametrize(("given", "shown"), RIGHTS.items())
def test_panels_are_for_those_who_may_see_them(newcomer, year_2020, draft, rf, given, shown):
    codenames = [right.partition(".")[2] for right in given.split()]
    newcomer.user_permissions.set(rights(*codenames))
    request = rf.get("/")
    request.user = newcomer

    found = {name: getattr(dashboard, name)(request) for name in PANELS}

    assert [name for name, panel in found.items() if panel] == shown


def test_who_sees_assessments_only_gets_no_number_that_is_refused(newcomer, client, year_2020):
    seen = ["view_duesrun", "view_assessment", "view_member", "view_economyfigure"]
    newcomer.user_permissions.set(rights(*seen))
    client.force_login(newcomer)

    found = Numbers(client.get(reverse("admin:index")).content.decode()).found

    mine = {url for panel, _number, url in found if panel in ("Dues 2020", "Data freshness")}
    assert {url for url in mine if client.get(url).status_code != 200} == set()
    assert len(mine) == 7
