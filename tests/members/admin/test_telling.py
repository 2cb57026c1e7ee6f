"""What is edited in place on the pages of members and names is told to partners, too."""

import pytest

from members.webhooks import CHANGED, RENAMED
from tests.factories import make_full
from tests.members.admin.test_reasons import page, typed
from tests.members.telling import news, subscribe

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def told(officer):
    subscribe(by=officer)


def save(office, row, **changed):
    sent = typed(office.get(page(row))) | {"change_reason": "letter"} | changed
    response = office.post(page(row), sent)
    assert response.status_code == 302, response.context["errors"]


def test_page_of_a_member_tells_what_changed_on_it(told, office, officer):
    member = make_full(by=officer, name_en="Suwon", liaison_name="Kim", liaison_email="kim@example.org")
    news()

    save(office, member, website="https://suwon.example.org", remarks="own", **{"city-0-capital": "on"})
    assert [(event_type, data["changed"]) for event_type, data in news()] == [(CHANGED, ["website", "capital"])]

    save(office, member, **{"names-0-text": "Suwon City"})
    [(event_type, data)] = news()
    assert (event_type, data["name"]) == (RENAMED, "Suwon City")

    save(office, member, **{"names-0-alias": "on"})
    [(event_type, data)] = news()
    assert (event_type, data["changed"], data["name"]) == (CHANGED, ["names"], "")

    save(office, member, **{"contacts-0-phone": "+82 31 000 0000"}, remarks="another")
    assert news() == []


def test_page_of_a_name_tells_it(told, office, officer):
    member = make_full(by=officer, name_en="Suwon", name_ko="수원")
    name = member.names.get(language="ko")
    news()

    save(office, name, text="수원시")
    assert [(event_type, data["name_ko"]) for event_type, data in news()] == [(RENAMED, "수원시")]

    office.post(page(name, "delete"), {"post": "yes", "change_reason": "wrong"})
    assert [(event_type, data["changed"], data["name_ko"]) for event_type, data in news()] == [(CHANGED, ["names"], "")]


def test_official_name_that_becomes_a_spelling_or_goes_to_another_member_is_told(told, office, officer):
    member, other = make_full(by=officer, name_en="Suwon", name_ko="수원"), make_full(by=officer, name_en="Goyang")
    name = member.names.get(language="ko")
    news()

    save(office, name, member=other.pk)
    assert [(event_type, data["number"], data["name_ko"]) for event_type, data in news()] == [
        (RENAMED, other.number, "수원"),
        (CHANGED, member.number, ""),
    ]

    save(office, name, alias="on")
    assert [(event_type, data["number"], data["name_ko"]) for event_type, data in news()] == [
        (CHANGED, other.number, "")
    ]
