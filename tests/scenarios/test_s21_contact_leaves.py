"""S21 Contact leaves: the person's data goes from everywhere, the office stays; the member and its dues are intact."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from members.models import Application, Contact, Delivery, DestructionRecord, Member, Paper
from members.services.erasure import due_applications, due_contacts, erase_applicant, erase_contact
from members.services.papers import issue_paper
from tests.factories import make_full, make_opened
from wego.models import AuditEntry, SentMail

pytestmark = pytest.mark.django_db
NAME, MAIL, PHONE = "Aigerim Bekova", "aigerim.bekova@example.kz", "+7 7172 55 61 82"


@pytest.fixture
def city(officer):
    city = make_full(
        name_en="Kokshetau",
        liaison_name=NAME,
        liaison_email=MAIL,
        liaison_phone=PHONE,
        liaison_title="International Relations",
        population=150_000,
        figure_year=2019,
        figure_source="statistics office",
        accepted_on=date(2020, 3, 2),
        approved_on=date(2020, 11, 17),
        by=officer,
    )
    Contact.objects.create(member=city, role="billing", name=NAME, email=MAIL.upper(), address="City hall")
    Contact.objects.create(member=city, role="head", name="Another Person", email="mayor@example.kz")
    return city


@pytest.fixture
def letter(city, officer):
    """A letter that was sent to the person's address; it names the office."""
    paper = issue_paper(
        kind=Paper.Kind.APPROVAL,
        title="Approval",
        issued_on=date(2020, 11, 20),
        drafts=[],
        by=officer,
        member=city,
        recipient="International Relations, Kokshetau",
    )
    Delivery.objects.create(
        paper=paper, to_address=MAIL, subject="Approval", body="Dear colleague", asked_by=officer, message_id="<1@x>"
    )
    SentMail.objects.create(to=MAIL, subject="Approval", body="Text", file_name="1.eml", sent_at=paper.recorded_at)
    return paper


def tables_with(*words):
    """Every table in which one of the words stands, as an intruder would look for it."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word.casefold() in str(row).casefold() for row in cursor.fetchall() for word in words):
                found.add(table)
    return found


def test_nothing_of_the_person_is_left_anywhere(city, letter, officer, client, django_user_model):
    chief = django_user_model.objects.create_superuser("chief")
    client.force_login(chief)
    person = Contact.objects.get(role="liaison")
    url = reverse("admin:members_contact_change", args=[person.pk])
    fields = {name: getattr(person, name) or "" for name in ("role", "name", "title", "email", "language", "member_id")}
    sent = {**fields, "member": city.pk, "phone": "+7 7172 55 61 83", "change_reason": "new telephone"}
    assert client.post(url, sent, follow=True).redirect_chain  # and the message about it has been read
    assert LogEntry.objects.filter(object_repr__contains=NAME).exists()
    assert tables_with(NAME, MAIL) > {"members_contact", "members_historicalcontact", "members_application"}

    record = erase_contact(person, ground="request", asked_on=date(2021, 5, 3), by=officer)

    assert tables_with(NAME, MAIL, PHONE, "55 61 83") == set()
    assert record.items["contacts"] == 2 and record.items["applications"] == record.items["deliveries"] == 1
    assert NAME not in client.get(reverse("admin:members_member_change", args=[city.pk])).content.decode()
    found = client.get(reverse("admin:members_contact_changelist"), {"q": "Aigerim"})
    assert found.context["cl"].result_count == 0


def test_office_member_and_record_stay(city, letter, officer):
    before = Member.objects.with_status().get(pk=city.pk)
    record = erase_contact(Contact.objects.get(role="liaison"), ground="request", asked_on=date(2021, 5, 3), by=officer)

    letter.refresh_from_db()
    after = Member.objects.with_status().get(pk=city.pk)
    assert letter.recipient == "International Relations, Kokshetau"
    assert (after.status, after.since) == (before.status, before.since)
    assert city.figures.get().value == 150_000
    assert Application.objects.get().liaison_title == "International Relations"
    assert list(Contact.objects.values_list("name", flat=True)) == ["Another Person"]
    assert (record.office, record.asked_on) == (
        f"no. {city.number}: billing contact, liaison officer",
        date(2021, 5, 3),
    )
    assert AuditEntry.objects.get(event="data.destroyed").subject == record.office


def test_a_request_states_its_day(city, officer):
    with pytest.raises(ValidationError, match="State on which day"):
        erase_contact(Contact.objects.get(role="liaison"), ground="request", by=officer)


def test_the_act_shows_what_goes_and_asks_before(city, letter, client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chief"))
    url = reverse("admin:members_contact_erase", args=[Contact.objects.get(role="liaison").pk])
    sent = {"ground": "request", "asked_on": "2021-05-03", "note": ""}

    shown = client.post(url, sent)
    assert "contacts: 2" in shown.content.decode()
    assert Contact.objects.filter(name=NAME).count() == 2

    done = client.post(url, {**sent, "_confirm": "1", "_seen": shown.context["seen"]}, follow=True)
    assert "The personal data is destroyed" in done.content.decode()
    assert NAME not in done.content.decode()


def test_what_is_due_is_proposed_and_goes_when_confirmed(city, officer, client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chief"))
    Contact.objects.filter(name=NAME).update(ends_on=date(2024, 1, 31))
    url = reverse("admin:destruction")
    due = due_contacts(date(2026, 1, 1))
    assert {one.name for one in due} == {NAME} and not due_contacts(date(2025, 1, 30)).exists()

    sent = {"contacts": [one.pk for one in due], "note": "yearly check"}
    assert client.post(url, {"note": ""}).context["form"].errors
    shown = client.post(url, sent)
    client.post(url, {**sent, "_confirm": "1", "_seen": shown.context["seen"]})

    assert [one.ground for one in DestructionRecord.objects.all()] == ["ended"]
    assert not Contact.objects.filter(name=NAME).exists()


def test_an_applicant_whose_application_came_to_nothing_is_due_after_a_year(officer):
    [member] = make_opened(3)
    city = make_full(country=member.country, by=officer, liaison_name=NAME, liaison_email=MAIL)
    application = city.applications.get()
    with pytest.raises(ValidationError, match="still needed"):
        erase_applicant(application, ground="ended", by=officer)

    Application.objects.filter(pk=application.pk).update(state="returned", accepted_on=None)
    assert list(due_applications(date(2024, 1, 1))) == [application]
    erase_applicant(application, ground="ended", by=officer)

    application.refresh_from_db()
    assert (application.liaison_name, application.liaison_email) == ("", "")
    assert not due_applications(date(2024, 1, 1)).exists()
