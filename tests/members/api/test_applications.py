"""Applications that a partner's program sends: recorded like a letter, seen by who sent them."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from members.models import Application, Contact, Member
from members.services.applications import accept_application, request_completion, return_application
from tests.asking import Program, refused
from tests.factories import ApplicationFactory, CountryFactory, make_former, make_opened
from wego.dates import today
from wego.models import ApiKey

pytestmark = pytest.mark.django_db

BODY = {
    "kind": "city",
    "country": "KOR",
    "name_en": "Gunsan",
    "name_ko": "군산시",
    "submitted_on": "2020-03-02",
    "population": 265_000,
    "figure_year": 2019,
    "figure_source": "census",
    "liaison_name": "Kim Person",
    "liaison_email": "kim@example.org",
}


@pytest.fixture
def sender(db):
    CountryFactory()
    return Program("applications:submit")


def test_an_application_is_recorded_with_its_key_and_number(sender):
    answer = sender.post("applications/", BODY)
    application = Application.objects.get()

    assert answer.status_code == 201
    assert answer.json() == {
        "key": f"app_{application.key.hex}",
        "number": f"A-{today().year}-0001",
        "state": "received",
        "submitted_on": "2020-03-02",
        "received_on": today().isoformat(),
        "accepted_on": None,
        "member": None,
        "missing": None,
        "due_on": None,
    }
    assert (application.channel, application.api_key, application.recorded_by) == ("api", sender.key, None)
    assert (application.name_en, application.population) == ("Gunsan", 265_000)
    assert [step.act for step in application.steps.all()] == ["received"]
    assert not Member.objects.exists()


def test_a_key_of_a_person_records_in_that_name(officer):
    CountryFactory()
    Program("applications:submit", user=officer).post("applications/", BODY)

    assert Application.objects.get().recorded_by == officer


def test_the_sender_follows_what_becomes_of_it(sender, officer):
    key = sender.post("applications/", BODY).json()["key"]
    application = Application.objects.get()
    request_completion(application, missing="The seal", requested_on=today(), due_on=today(), by=officer)
    asked = sender.get(f"applications/{key}/").json()
    application.refresh_from_db()
    member = accept_application(application, accepted_on=today(), by=officer)
    accepted = sender.get(f"applications/{key}/").json()

    assert (asked["state"], asked["missing"], asked["due_on"]) == ("incomplete", "The seal", today().isoformat())
    assert (accepted["state"], accepted["accepted_on"]) == ("accepted", today().isoformat())
    assert (accepted["member"], accepted["missing"]) == (f"mem_{member.key.hex}", None)
    assert Contact.objects.get(member=member).name == "Kim Person"


def test_no_contact_comes_back(sender):
    answer = sender.post("applications/", BODY)
    shown = sender.get(f"applications/{answer.json()['key']}/")

    for response in (answer, shown):
        assert b"Person" not in response.content
        assert b"example.org/" not in response.content.replace(b"members.example.org/", b"")


def test_only_the_key_that_sent_it_sees_it(sender, officer):
    key = sender.post("applications/", BODY).json()["key"]
    by_letter = Application(**{"country": CountryFactory(), "kind": "city", "name_en": "X"})
    other = Program("applications:submit")

    refused(other.get(f"applications/{key}/"), 404, "not_found")
    refused(sender.get(f"applications/app_{by_letter.key.hex}/"), 404, "not_found")
    refused(sender.get("applications/A-2020-0001/"), 404, "not_found")
    assert sender.get(f"applications/{key}/").status_code == 200


def test_a_returned_one_is_seen_as_returned(sender, officer):
    key = sender.post("applications/", BODY).json()["key"]
    return_application(Application.objects.get(), reason="no city", returned_on=today(), by=officer)

    assert sender.get(f"applications/{key}/").json()["state"] == "returned"


def test_a_former_member_applies_again(sender, officer):
    former = make_former(by=officer)
    body = BODY | {"former_member": f"mem_{former.key.hex}"}

    assert sender.post("applications/", body).status_code == 201
    assert Application.objects.latest("pk").member == former


@pytest.mark.parametrize(
    ("change", "status", "code", "param"),
    [
        ({"country": "XXX"}, 400, "invalid", "country"),
        ({"country": None}, 400, "invalid", "country"),
        ({"name_en": ""}, 400, "invalid", "name_en"),
        ({"name_en": "x" * 201}, 400, "invalid", "name_en"),
        ({"kind": "town"}, 400, "invalid", "kind"),
        ({"population": 0}, 400, "invalid", "population"),
        ({"population": 10**30}, 400, "invalid", "population"),
        ({"population": "many"}, 400, "invalid", "population"),
        ({"liaison_email": "kim"}, 400, "invalid", "liaison_email"),
        ({"areas": ["football"]}, 400, "invalid", "areas.0"),
        ({"areas": "water"}, 400, "invalid", "areas"),
        ({"submitted_on": "02.03.2020"}, 400, "invalid", "submitted_on"),
        ({"former_member": "mem_" + "0" * 32}, 400, "invalid", "former_member"),
        ({"submitted_on": "2199-01-01"}, 422, "refused", None),
        ({"employees": 5}, 422, "refused", None),
        ({"figure_source": ""}, 422, "refused", None),
    ],
)
def test_what_cannot_be_recorded(sender, change, status, code, param):
    refused(sender.post("applications/", BODY | change), status, code, param)
    assert not Application.objects.exists()


def test_what_is_missing_is_named(sender):
    refused(sender.post("applications/", {}), 400, "required", "country")


def test_readmission_of_a_present_member_is_a_conflict(sender):
    [member] = make_opened(1)

    refused(
        sender.post("applications/", BODY | {"former_member": f"mem_{member.key.hex}"}),
        409,
        "not_former",
        "former_member",
    )


# --- mass assignment ------------------------------------------------------------------------------
OWN = {field.name for field in Application._meta.get_fields()} | {field.attname for field in Application._meta.fields}
STATED = {
    "city": {"capital": True, "level": "city", "reason": "to learn", "areas": ["mobility", "water"]},
    "institution": {"legal_form": "association", "parent_body": "Province", "mandate": "research", "remarks": "soon"},
    "company": {
        "registration_number": "110111-1",
        "business_areas": "sensors",
        "employees": 480,
        "employees_scope": "company",
        "figure_year": 2019,
        "figure_source": "own count",
    },
}
OF_EVERYBODY = {
    "name_local": "군산시",
    "website": "https://gunsan.example",
    "document": "G-1",
    "language": "ko",
    "head_name": "Lee Person",
    "head_title": "Mayor",
    "head_email": "mayor@example.org",
    "head_address": "1 Sicheong-ro",
    "political_name": "Park Person",
    "political_title": "Deputy",
    "political_email": "deputy@example.org",
    "liaison_title": "Officer",
    "liaison_department": "Smart city",
    "liaison_phone": "+82 63 454 2114",
    "payer_name": "City of Gunsan",
    "tax_number": "401-83-00001",
    "invoice_note": "PO 7",
    "billing_name": "Choi Person",
    "billing_email": "billing@example.org",
    "billing_address": "1 Sicheong-ro",
}


@pytest.mark.parametrize("kind", STATED)
def test_all_that_an_application_states_is_kept(sender, kind):
    figures = {"population", "figure_year", "figure_source"} if kind != "city" else set()
    body = {name: value for name, value in BODY.items() if name not in figures} | OF_EVERYBODY | STATED[kind]
    answer = sender.post("applications/", body | {"kind": kind})
    application = Application.objects.get()

    assert answer.status_code == 201
    for name, value in (OF_EVERYBODY | STATED[kind]).items():
        assert getattr(application, name) == value, name


FORBIDDEN = sorted(OWN - set(BODY) - set(OF_EVERYBODY) - {name for stated in STATED.values() for name in stated})


@pytest.mark.parametrize("name", [*FORBIDDEN, "is_staff", "member_id", "amount", "status", "pk", "by"])
def test_nothing_else_can_be_set(sender, name):
    before = digest()

    refused(sender.post("applications/", BODY | {name: "1"}), 400, "unknown_field", name)
    assert digest() == before


def test_there_is_something_to_forbid():
    assert {"number", "state", "channel", "accepted_on", "member", "key", "api_key", "received_on"} <= set(FORBIDDEN)


def digest() -> str:
    """Of every row that could have been touched; that the key was used may be noted."""
    ApiKey.objects.update(last_used_at=None)
    rows = [list(model.objects.order_by("pk").values_list()) for model in (Application, Member, Contact, ApiKey)]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_a_letter_has_no_key(sender, officer):
    application = ApplicationFactory.build(country=CountryFactory(), api_key=sender.key)

    with pytest.raises(ValidationError, match="names the key it was sent with"):
        application.validate_constraints()
