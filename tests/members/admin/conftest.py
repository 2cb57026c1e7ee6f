from datetime import date

import pytest

from members.models import Region, StatedTotal, StatusChange
from members.services.applications import record_application, request_completion
from tests.factories import (
    ApplicationFactory,
    CountryFactory,
    MeetingFactory,
    UserFactory,
    make_associate,
    make_opened,
)


@pytest.fixture
def chief(db):
    """A person with all rights."""
    return UserFactory(username="chief", is_superuser=True)


@pytest.fixture
def office(client, chief):
    """A browser of the person with all rights."""
    client.force_login(chief)
    return client


@pytest.fixture
def newcomer(db):
    """Staff that has no rights yet."""
    return UserFactory(username="newcomer", is_staff=True)


@pytest.fixture
def world(officer):
    """One row for each act to be about."""
    CountryFactory()
    Region.objects.update(name_en="Asia")
    member, other = make_opened(1, 2)
    waiting = record_application(
        ApplicationFactory.build(
            country=member.country,
            name_en="Waiting City",
            liaison_name="Kim",
            population=5000,
            figure_year=2018,
            figure_source="census",
        ),
        by=officer,
    )
    incomplete = record_application(
        ApplicationFactory.build(country=member.country, name_en="Incomplete City"), by=officer
    )
    request_completion(incomplete, missing="seal", requested_on=date(2019, 3, 8), by=officer)
    associate = make_associate(by=officer, name_en="Associated City", accepted_on=date(2020, 1, 7))
    return {
        "member": member,
        "other": other,
        "waiting": waiting,
        "incomplete": incomplete,
        "associate": associate,
        "meeting": MeetingFactory(held_from=date(2020, 2, 3)),
        "status": StatusChange.objects.get(member=member),
        "total": StatedTotal.objects.create(as_of=date(2019, 12, 31), where_en="Table, line 1", stated=9),
    }
