"""The public pages in Korean: no English is left but what the records say."""

from datetime import date

import pytest

from members.models import Member
from members.services.leaving import split_member, withdraw_member
from members.services.members import MemberFacts, rename_member
from tests.directory.pages import PAGES, page_of
from tests.english import Data, english
from tests.factories import MeetingFactory, make_associate, make_full

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ASKED = (
    "/members/?on=2019-01-01",
    "/members/?on=x&kind=x&country=X&region=x",
    "/members/?on=3000-01-01",
    "/members/?q=%E3%85%8B%E3%85%8B",
    "/members/?kind=company&region=oceania",
    "/members/?kind=city&page=2",
    "/statistics/?on=2019-12-31",
    "/statistics/?on=x",
    "/data/",
)


@pytest.fixture
def members(real_register, officer) -> list[Member]:
    """Members of every standing, one of which was split and one renamed."""
    full, leaver, parting = (
        make_full(accepted_on=date(2020, 3, 2), approved_on=date(2020, 5, 4), capital=True, by=officer)
        for _ in range(3)
    )
    rename_member(full, language="en", name="Newville", valid_from=date(2020, 6, 1), by=officer, reason="renamed")
    withdraw_member(leaver, notice_on=date(2020, 6, 1), last_day=date(2020, 6, 30), by=officer)
    parts = [MemberFacts(kind="city", country=full.country, name_en=f"Part {number}") for number in (1, 2)]
    decided = {"meeting": MeetingFactory(held_from=date(2020, 7, 1)), "decided_on": date(2020, 7, 1)}
    split_member(parting, into=parts, last_day=date(2020, 7, 31), by=officer, **decided)
    associate = make_associate(accepted_on=date(2021, 1, 5), kind="company", by=officer)
    return [full, leaver, parting, associate, Member.objects.get(number=1), Member.objects.filter(kind="city").last()]


def test_no_public_page_shows_english(client, members):
    data, faults = Data.of_all_tables(), []
    addresses = [*PAGES, *ASKED, *map(page_of, members), f"{page_of(members[3])}?on=2020-12-31"]

    for address in addresses:
        response = client.get(f"/ko{address}")
        assert response.status_code == 200, address
        faults += [f"{address}: {text}" for text in english(response.content.decode(), data)]

    assert not faults, "\n".join(faults)


def test_dates_and_numbers_read_as_in_korean(client, members):
    pages = {address: client.get(f"/ko{address}").content.decode() for address in (page_of(members[0]), "/about/")}

    assert "2020년 5월 4일" in pages[page_of(members[0])]
    assert "2012년 11월" in pages["/about/"]
    assert "59개국의 회원 191개" in client.get("/ko/members/?on=2019-12-31").content.decode()
