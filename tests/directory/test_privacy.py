"""Nothing that is about a person stands on any public page or in any file, wherever it is recorded."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from members.models import Contact, Member, OfficerCity, RegionalOffice
from members.services.applications import record_application
from tests.directory.pages import FILES, PAGES, page_of
from tests.factories import ApplicationFactory, UserFactory, make_full

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PERSON = {
    "name": "Qaxquiel Zzyvind",
    "title": "Postwarden Qx",
    "department": "Departqx",
    "email": "qaxquiel@zzyvind.example",
    "phone": "+99 555 0042 17",
    "address": "Streetqx 42",
}
SECRET = {"remarks": "Remarkqx", "legal_payer_name": "Payerqx", "economy_reason": "Economyqx"}
PRIVATE = {"members_contact", "members_application", "members_historicalcontact", "wego_user", "members_delivery"}


@pytest.fixture
def member(officer):
    member = make_full(
        name_en="Aville",
        liaison_name="Liaisonqx Person",
        liaison_email="liaisonqx@example.org",
        billing_name="Billingqx Person",
        billing_email="billingqx@example.org",
        by=officer,
    )
    for role in Contact.Role.values:
        Contact.objects.create(member=member, role=role, **PERSON)
    Member.objects.filter(pk=member.pk).update(**SECRET)
    office = RegionalOffice.objects.create(name_en="An office", host=member)
    office.staff.add(UserFactory(username="staffqx", email="staffqx@example.org", last_name="Staffqx"))
    OfficerCity.objects.create(member=member, office="president", starts_on=date(2020, 1, 1), source="Sourceqx")
    record_application(ApplicationFactory.build(country=member.country, name_en="Applicantqx"), by=officer)
    return member


def text_of(response) -> str:
    assert response.status_code == 200
    if "spreadsheetml" not in response.headers["Content-Type"]:
        return response.content.decode()
    book = load_workbook(io.BytesIO(response.content))
    return " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)


ADDRESSES = [
    f"{prefix}{address}" for prefix in ("", "/ko") for address in (*PAGES, "/MEMBER/", "/MEMBER/?on=2020-02-01")
]


@pytest.mark.parametrize("address", [*ADDRESSES, *FILES])
def test_no_page_and_no_file_names_a_person(client, member, address):
    text = text_of(client.get(address.replace("/MEMBER/", page_of(member))))

    found = [word for word in (*PERSON.values(), *SECRET.values()) if word in text]
    assert found == []
    assert "qx" not in text.lower()


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_no_table_about_persons_is_even_read(client, member, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        client.get(page_of(member))

    assert [query["sql"] for query in queries if any(f'"{table}"' in query["sql"] for table in PRIVATE)] == []
    assert len(queries) > 5


@pytest.mark.parametrize("q", ["Qaxquiel Zzyvind", "qaxquiel@zzyvind.example", "Liaisonqx", "+99 555 0042 17"])
def test_nobody_is_found_by_a_person(client, member, q):
    assert client.get("/members/", {"q": q}).context["page"].paginator.count == 0
    assert client.get("/data/members.json", {"q": q}).json()["members"] == []


def test_only_members_are_on_the_pages(client, member):
    assert "Applicantqx" not in "".join(text_of(client.get(address)) for address in (*PAGES, *FILES))
