from datetime import date

import pytest

from tests.factories import CountryFactory, RegionFactory, UserFactory, make_former, make_full
from tests.members.published.lists import ROWS, record, table


@pytest.fixture
def korea(db):
    return CountryFactory(iso3="KOR", iso2="KR", name_en="Korea, Rep. of", name_ko="한국")


@pytest.fixture
def towns(korea, officer):
    """Four full members by their numbers, and one that left in 2019."""
    japan = CountryFactory(iso3="JPN", iso2="JP", name_en="Japan", name_ko="일본", region=RegionFactory())
    given = (
        {"name_en": "Suwon", "name_ko": "수원시", "country": korea},
        {"name_en": "Gimpo City", "name_ko": "김포", "country": korea},
        {"name_en": "Osaka", "name_ko": "오사카", "country": japan},
        {"name_en": "Naju", "name_ko": "나주", "country": korea},
    )
    members = [make_full(by=officer, **one) for one in given]
    make_former(by=officer, name_en="Pohang", country=korea, last_day=date(2019, 6, 30))
    return {member.number: member for member in members}


@pytest.fixture
def published(towns, officer):
    """The list of ROWS."""
    return record(table(ROWS, ["name"]), by=officer)


@pytest.fixture
def office(client, db):
    """A browser of a person with all rights."""
    client.force_login(UserFactory(username="chief", is_superuser=True))
    return client
