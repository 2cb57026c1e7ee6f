"""What is told to partners holds nothing of a person, and costs next to nothing where nobody is told."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Member
from members.services.members import MemberFacts, enter_members
from members.services.status import open_register
from tests.factories import CountryFactory, make_full
from tests.members.telling import news, subscribe
from wego.models import WebhookEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(officer):
    subscribe(by=officer)


def test_nothing_of_a_person_is_told(told, officer):
    people = {
        f"{role}_{what}": f"{what} of the {role}@example.org".replace(" ", "-")
        for role in ("head", "liaison", "billing")
        for what in ("name", "email")
    }
    make_full(by=officer, **people, liaison_phone="+82 2 123 4567", payer_name="The Payer")

    sent = " ".join(WebhookEvent.objects.values_list("body", flat=True))

    assert "associate" in sent
    assert [value for value in (*people.values(), "+82 2 123 4567", "The Payer") if value in sent] == []
    assert {key for _type, data in news() for key in data} == {
        *(
            "key",
            "number",
            "name",
            "name_ko",
            "name_local",
            "kind",
            "country",
            "website",
            "status",
            "effective_on",
            "ground",
            "change",
        )
    }


def make_members(count: int) -> list[Member]:
    """Members without any standing."""
    country = CountryFactory()
    facts = {no: MemberFacts(kind="city", country=country, name_en=f"City {no}") for no in range(1, count + 1)}
    return list(enter_members(facts, by=None, sources=dict.fromkeys(facts, "sheet")).values())


def queries_of(call) -> int:
    """How many statements about webhooks, whatever else is done."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum("webhook" in query["sql"] for query in captured)


def test_opening_the_whole_register_asks_once_where_nobody_is_told():
    members = make_members(191)

    assert queries_of(lambda: open_register(members=members, on=date(2019, 12, 31), source="sheet")) == 1
    assert not WebhookEvent.objects.exists()


def test_opening_the_whole_register_tells_of_each_member_in_few_queries(told):
    members = make_members(191)
    queries = queries_of(lambda: open_register(members=members, on=date(2019, 12, 31), source="sheet"))

    assert queries <= 8
    assert [data["number"] for _type, data in news()] == [member.number for member in members]


def test_many_acts_in_one_transaction_ask_once_where_nobody_is_told(officer):
    def act():
        for _member in range(5):
            make_full(by=officer)

    assert queries_of(act) == 1
