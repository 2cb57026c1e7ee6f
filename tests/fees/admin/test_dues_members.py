"""Who was passed over by a run, and what the page of a member shows of its dues."""

from datetime import date

import pytest
from django.urls import reverse

from fees.models import Adjustment, Assessment
from fees.services.corrections import supersede_assessment
from tests.factories import UserFactory, rights
from tests.fees.dues import add_figure, assess_dues, make_city, make_institution

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # pages and words are the same on both


@pytest.fixture(autouse=True)
def in_february(time_machine):
    time_machine.move_to("2020-02-03T12:00:00+09:00", tick=False)


@pytest.fixture
def town(data_2020, officer):
    """An assessed city of 1,250,000."""
    town = make_city(by=officer, name_en="Yongin")
    assess_dues(2020, by=officer)
    return town


def test_members_passed_over_are_found(office, officer, data_2020):
    make_institution(by=officer, name_en="House")
    assess_dues(2020, by=officer)

    for query in ({}, {"q": "Hause"}, {"reason__exact": "no_schedule"}):
        rows = office.get(reverse("admin:fees_notassessed_changelist"), query).context["cl"].result_list
        assert [row.member_name_en for row in rows] == ["House"]


def member_page(client, member):
    return client.get(reverse("admin:members_member_change", args=[member.pk]))


def test_member_page_shows_its_assessments(office, officer, town):
    old = Assessment.objects.get()
    add_figure(town, 985_000)
    new = supersede_assessment(old, reason="census", by=officer)
    Adjustment(assessment=new, ground="reduction", amount=-500, reason="flood", document="Item 4").save()

    (panel,) = member_page(office, town).context["panels"]

    assert (panel["title"], panel["lines"]) == (
        "Dues",
        [
            {
                "pk": new.pk,
                "year": 2020,
                "fee": "4,500.00",
                "adjusted": "-500.00",
                "total": "4,000.00",
                "state": "holds",
            },
            {"pk": old.pk, "year": 2020, "fee": "5,000.00", "adjusted": "-", "total": "5,000.00", "state": "replaced"},
        ],
    )
    address = reverse("admin:fees_assessment_change", args=[new.pk])
    assert f'<a href="{address}">2020</a>' in member_page(office, town).content.decode()


def test_member_page_has_no_panel_without_assessments_or_the_right(client, office, officer, town):
    other = make_city(by=officer)
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(rights("view_member"))

    assert member_page(office, other).context["panels"] == []
    client.force_login(reader)
    assert member_page(client, town).context["panels"] == []


def test_member_page_has_the_same_queries_with_more_years(
    office, chief, officer, town, time_machine, django_assert_num_queries
):
    member_page(office, town)
    with django_assert_num_queries(25):
        member_page(office, town)
    for year in (2021, 2022):
        time_machine.move_to(date(year, 2, 3), tick=False)
        assess_dues(year, by=officer)
    office.force_login(chief)

    with django_assert_num_queries(25):
        assert len(member_page(office, town).context["panels"][0]["lines"]) == 3
