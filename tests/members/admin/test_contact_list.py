"""The page that makes contact lists and labels: counted freely, made for a purpose, logged, kept nowhere."""

import io

import openpyxl
import pytest
from django.urls import reverse

from members.models import Contact, Paper
from members.papers.contacts import FEWEST
from tests.factories import make_full
from tests.pdfs import text
from wego.models import AccessEntry, AuditEntry

URL = "admin:contact_list"

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def contact(officer):
    member = make_full(by=officer, name_en="Suwon")
    Contact.objects.create(member=member, role="liaison", name="No Address")
    return Contact.objects.create(
        member=member, role="head", name="Mayor Kim", email="mayor@example.org", address="1 Road"
    )


def send(office, **data):
    return office.post(reverse(URL), {"format": "xlsx", "columns": FEWEST, "purpose": "invitations", **data})


def test_a_list_is_made_and_logged_by_keys(office, chief, contact):
    response = send(office, roles=["head"])

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    entry = AccessEntry.objects.get()
    assert rows[1] == ("Suwon", None, "Mayor Kim", "mayor@example.org")
    assert (entry.person, entry.action, entry.what) == (chief, "printed", "contact list")
    assert (entry.whose, entry.purpose) == ([f"contact {contact.pk}"], "invitations")
    assert AuditEntry.objects.filter(event="export.made").count() == 1
    assert "no-store" in response["Cache-Control"]


def test_labels_are_made_of_those_with_an_address(office, contact):
    response = send(office, format="labels")

    assert text(response.content) == "Mayor Kim Suwon 1 Road Country KOR"
    assert AccessEntry.objects.get().whose == [f"contact {contact.pk}"]


@pytest.mark.parametrize("missing", [{"purpose": ""}, {"purpose": "  "}, {"columns": []}])
def test_without_purpose_or_columns_nothing_is_made(office, contact, missing):
    response = send(office, **missing)

    assert "This field is required." in response.content.decode()
    assert not AccessEntry.objects.exists()


def test_counting_shows_nobody_and_needs_no_purpose(office, contact):
    said = send(office, purpose="", _count="1").content.decode()

    assert "2 contacts match" in said
    assert "with an office address for a label: 1" in said
    assert "Mayor Kim" not in said
    assert not AccessEntry.objects.exists()


def test_nobody_matches(office, contact):
    said = send(office, roles=["billing"]).content.decode()

    assert "No contact in office matches. Nothing was made" in said


def test_it_is_no_paper(office, contact):
    send(office)

    assert not Paper.objects.exists()
    assert "has no document number" in office.get(reverse(URL)).content.decode()
