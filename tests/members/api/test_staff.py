"""Figures and decisions for programs of the staff: the same services, rights and refusals as in the back office."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Decision, MemberFigure, RegionalOffice, StatusChange
from members.services.decisions import annul_decision
from tests.asking import Program, refused
from tests.factories import (
    BodyFactory,
    CountryFactory,
    MeetingFactory,
    UserFactory,
    approve,
    make_associate,
    make_full,
    make_opened,
    rights,
)
from wego.models import AuditEntry

pytestmark = pytest.mark.django_db

FIGURE = {"value": 265_000, "reference_year": 2019, "source": "census"}


def key(member) -> str:
    return f"mem_{member.key.hex}"


def program(*scopes: str, may=(), **facts) -> Program:
    """In the name of a person with these rights, who sees the members of all countries."""
    person = UserFactory(**facts)
    person.user_permissions.set(rights(*may))
    return Program(*scopes, user=person)


@pytest.fixture
def figures():
    return program("figures:read", "figures:write", may=["view_memberfigure", "add_memberfigure"])


@pytest.fixture
def decisions():
    return program("decisions:read", "decisions:write", may=["view_decision", "view_meeting", "add_decision"])


# --- figures -------------------------------------------------------------------------------------
def test_a_figure_is_recorded_by_the_person_of_the_key(figures):
    [city] = make_opened(1)
    answer = figures.post("figures/", FIGURE | {"member": key(city), "quality": "B"})
    figure = MemberFigure.objects.get()

    assert answer.status_code == 201
    assert answer.json() == {
        "member": key(city),
        "indicator": "population",
        "value": 265_000,
        "reference_year": 2019,
        "year_basis": "stated",
        "concept": "",
        "quality": "B",
        "source": "census",
        "vintage": None,
        "retrieved_on": None,
        "recorded_at": answer.json()["recorded_at"],
    }
    assert (figure.member, figure.value, figure.recorded_by) == (city, 265_000, figures.key.user)


def test_a_company_has_employees(figures):
    [company] = make_opened(1, kind="company")

    assert figures.post("figures/", FIGURE | {"member": key(company)}).json()["indicator"] == "employees"


def test_the_same_figure_again_is_a_conflict(figures):
    [city] = make_opened(1)
    figures.post("figures/", FIGURE | {"member": key(city)})

    words = refused(figures.post("figures/", FIGURE | {"member": key(city)}), 409, "recorded")
    assert words.startswith("This figure is on record already")
    assert MemberFigure.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"value": 0}, 422, "population_zero", "value"),
        ({"value": -1}, 400, "invalid", "value"),
        ({"value": 10**30}, 400, "invalid", "value"),
        ({"reference_year": 2199}, 422, "in_the_future", "reference_year"),
        ({"vintage": "2199-01-01"}, 422, "in_the_future", "vintage"),
        ({"source": " "}, 400, "invalid", "source"),
        ({"member": "mem_" + "0" * 32}, 400, "invalid", "member"),
        ({"member": "4711"}, 400, "invalid", "member"),
        ({"recorded_by": "1"}, 400, "unknown_field", "recorded_by"),
        ({"indicator": "employees"}, 400, "unknown_field", "indicator"),
        ({"merge": 1}, 400, "unknown_field", "merge"),
        ({"id": 1}, 400, "unknown_field", "id"),
    ],
)
def test_a_figure_that_cannot_be_recorded(figures, change, status, code, param):
    [city] = make_opened(1)

    refused(figures.post("figures/", FIGURE | {"member": key(city)} | change), status, code, param)
    assert not MemberFigure.objects.exists()


def test_institutions_have_no_figure(figures):
    [institution] = make_opened(1, kind="institution")

    refused(figures.post("figures/", FIGURE | {"member": key(institution)}), 422, "other_kind", "member")


def test_a_person_of_a_regional_office_sees_the_own_countries_only():
    own, [other] = make_opened(1)[0], make_opened(2)
    other.country = CountryFactory(iso3="FRA")
    other.save()
    person = UserFactory()
    person.user_permissions.set(rights("view_memberfigure", "add_memberfigure").exclude(codename="see_all_countries"))
    office = RegionalOffice.objects.create(name_en="Office")
    office.countries.add(own.country)
    office.staff.add(person)
    figures = Program("figures:read", "figures:write", user=person)
    for member in (own, other):
        MemberFigure(member=member, indicator="population", value=5, reference_year=2018, source="census").save()

    assert [row["member"] for row in figures.pages("figures/")] == [key(own)]
    assert figures.post("figures/", FIGURE | {"member": key(own)}).status_code == 201
    refused(figures.post("figures/", FIGURE | {"member": key(other)}), 400, "invalid", "member")


def test_filters_of_figures(figures):
    city, other = make_opened(1, 2)
    [company] = make_opened(3, kind="company")
    for member in (city, other, company):
        figures.post("figures/", FIGURE | {"member": key(member)})

    assert [row["member"] for row in figures.pages("figures/", page_size="1")] == [key(city), key(other), key(company)]
    assert [row["member"] for row in figures.pages("figures/", member=key(other))] == [key(other)]
    assert [row["member"] for row in figures.pages("figures/", indicator="employees")] == [key(company)]


# --- decisions -----------------------------------------------------------------------------------
def decided(meeting, *verdicts, **facts) -> dict:
    rows = [{"member": key(member), "outcome": outcome} | more for member, outcome, more in verdicts]
    return {"meeting": f"mtg_{meeting.key.hex}", "decided_on": "2019-11-08", "verdicts": rows} | facts


def test_a_meeting_decides_on_many_in_one_act(decisions, officer):
    first, second, third = (make_associate(by=officer) for _one in range(3))
    meeting = MeetingFactory()
    later, no = {"reason": "next year"}, {"reason": "no city"}
    answer = decisions.post(
        "decisions/",
        decided(meeting, (first, "approved", {}), (second, "deferred", later), (third, "rejected", no), minute="7.2"),
    )
    standings = {row.member: row.status for row in StatusChange.objects.order_by("pk")}

    assert answer.status_code == 201
    assert answer.json()["results"][1] == {
        "meeting": f"mtg_{meeting.key.hex}",
        "member": key(second),
        "question": "admission",
        "outcome": "deferred",
        "decided_on": "2019-11-08",
        "reason": "next year",
        "minute": "7.2",
        "annulled": False,
    }
    assert standings == {first: "full", second: "associate", third: "former"}
    assert {row.recorded_by for row in Decision.objects.all()} == {decisions.key.user}
    assert AuditEntry.objects.filter(event="decision.recorded", actor=decisions.key.user).count() == 3


def test_all_or_none(decisions, officer):
    associate, full = make_associate(by=officer), make_full(by=officer)
    before = Decision.objects.count()
    body = decided(MeetingFactory(), (associate, "approved", {}), (full, "approved", {}))

    words = refused(decisions.post("decisions/", body), 409, "not_associate")
    assert words.startswith(f"Member no. {full.number} is not an associate")
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"decided_on": "2019-11-09"}, 422, "other_day", None),
        ({"decided_on": "2199-01-01"}, 422, "in_the_future", None),
        ({"meeting": "mtg_" + "0" * 32}, 400, "invalid", "meeting"),
        ({"verdicts": []}, 400, "invalid", "verdicts"),
        ({"verdicts": "all"}, 400, "invalid", "verdicts"),
        ({"outcome": "approved"}, 400, "unknown_field", "outcome"),
        ({"minute": "x" * 121}, 400, "invalid", "minute"),
    ],
)
def test_a_decision_that_cannot_be_recorded(decisions, officer, change, status, code, param):
    body = decided(MeetingFactory(), (make_associate(by=officer), "approved", {}))

    refused(decisions.post("decisions/", body | change), status, code, param)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"outcome": "annulled"}, 400, "invalid", "verdicts.0.outcome"),
        ({"outcome": "rejected"}, 422, "refused", None),
        ({"member": "mem_" + "0" * 32}, 400, "invalid", "verdicts.0.member"),
        ({"status": "full"}, 400, "unknown_field", "verdicts.0.status"),
    ],
)
def test_a_verdict_that_cannot_be_recorded(decisions, officer, change, status, code, param):
    body = decided(MeetingFactory(), (make_associate(by=officer), "approved", {}))
    body["verdicts"][0] |= change

    refused(decisions.post("decisions/", body), status, code, param)
    assert not Decision.objects.exists()


def test_a_member_twice_is_refused(decisions, officer):
    member = make_associate(by=officer)
    body = decided(MeetingFactory(), (member, "approved", {}), (member, "approved", {}))

    refused(decisions.post("decisions/", body), 422, "twice")


def test_a_body_that_does_not_admit(decisions, officer):
    meeting = MeetingFactory(body=BodyFactory(code="board", admits=False))

    refused(
        decisions.post("decisions/", decided(meeting, (make_associate(by=officer), "approved", {}))), 422, "other_body"
    )


def test_deciding_takes_the_right_to_every_country(officer):
    person = UserFactory()
    person.user_permissions.set(rights("add_decision").exclude(codename="see_all_countries"))
    one = Program("decisions:write", user=person)

    refused(one.post("decisions/", decided(MeetingFactory())), 403, "permission_denied")


def test_decisions_are_listed_newest_first(decisions, officer):
    first = make_full(by=officer)
    second = make_associate(by=officer)
    decision = approve(second, on=date(2020, 5, 4), by=officer)
    annul_decision(decision, reason="error", by=officer)
    rows = decisions.pages("decisions/", page_size="1")

    assert [(row["member"], row["outcome"], row["annulled"]) for row in rows] == [
        (key(second), "annulled", False),
        (key(second), "approved", True),
        (key(first), "approved", False),
    ]
    assert len(decisions.pages("decisions/", member=key(first))) == 1
    assert len(decisions.pages("decisions/", meeting=f"mtg_{decision.meeting.key.hex}")) == 2


def test_meetings_with_their_keys(decisions):
    meetings = [MeetingFactory(held_from=date(2019, 11, day)) for day in (7, 8)]
    rows = decisions.pages("meetings/", page_size="1")

    assert [row["key"] for row in rows] == [f"mtg_{one.key.hex}" for one in reversed(meetings)]
    assert (rows[0]["body"], rows[0]["held_from"]) == ("executive_committee", "2019-11-08")


# --- lists ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["figures/", "decisions/", "meetings/"])
def test_queries_do_not_grow_with_the_list(officer, path):
    chief = Program("figures:read", "decisions:read", user=UserFactory(is_superuser=True))
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make_full(by=officer, population=5, figure_year=2018, figure_source="census")
        with CaptureQueriesContext(connection) as queries:
            rows = chief.get(path).json()["results"]
        reading = [one["sql"] for one in queries if "UPDATE" not in one["sql"]]
        counts.append((len(rows), len(reading)))

    assert [count for count, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 3


def test_no_list_has_a_number_of_the_database(decisions, figures, officer):
    make_full(by=officer, population=5, figure_year=2018, figure_source="census")

    for rows in (decisions.pages("decisions/"), decisions.pages("meetings/"), figures.pages("figures/")):
        assert not {"id", "pk"} & set(rows[0])
