"""Who looked at personal data is logged; files are taken away for a purpose; every month is reviewed."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Contact
from tests.factories import make_opened
from wego import access
from wego.models import AccessEntry, AccessReview, AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CONTACTS = reverse("admin:members_contact_changelist")
EXPORT = reverse("admin:members_contact_export")


@pytest.fixture
def office(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chief"))
    return client


@pytest.fixture
def contact(db):
    [member] = make_opened(7)
    return Contact.objects.create(member=member, role="liaison", name="Kim Minji", email="kim@example.org")


def told():
    return [(one.action, one.what, one.whose, one.purpose) for one in AccessEntry.objects.order_by("pk")]


def test_list_and_page_of_contacts_are_logged_without_names(office, contact):
    office.get(CONTACTS)
    office.get(reverse("admin:members_contact_change", args=[contact.pk]))
    office.get(reverse("admin:members_contact_history", args=[contact.pk]))

    key = f"contact {contact.pk}"
    assert told() == [
        ("listed", "contact", [key], ""),
        ("seen", "contact", [key], ""),
        ("seen", "contact", [key], ""),
    ]
    assert "Kim" not in str(list(AccessEntry.objects.values()))


def test_page_of_a_member_is_logged_by_the_contacts_it_shows(office, contact):
    office.get(reverse("admin:members_member_change", args=[contact.member_id]))

    assert told() == [("seen", "member", [f"contact {contact.pk}"], "")]


def test_page_of_a_member_without_contacts_is_no_personal_data(office):
    [member] = make_opened(8)
    office.get(reverse("admin:members_member_change", args=[member.pk]))

    assert told() == []


def columns(office):
    form = office.get(EXPORT).context["form"]
    return {name: "on" for name, field in form.fields.items() if getattr(field, "is_selectable_field", False)}


def test_contacts_are_exported_for_a_stated_purpose_only(office, contact):
    chosen = columns(office)
    refused = office.post(EXPORT, {"format": "1", "resource": "0", **chosen})
    given = office.post(EXPORT, {"format": "1", "resource": "0", "purpose": "Invitation to the assembly", **chosen})

    assert b"Kim" not in refused.content
    assert "purpose" in refused.context["form"].errors
    assert "Kim Minji" in given.content.decode()
    assert told() == [("exported", "contact", [f"contact {contact.pk}"], "Invitation to the assembly")]


def test_every_export_stands_in_the_trail(office, contact):
    chosen = columns(office)
    office.post(EXPORT, {"format": "1", "resource": "0", "purpose": "Invitation", **chosen})

    [entry] = AuditEntry.objects.filter(event="export.made")
    assert (entry.subject, entry.facts["rows"], entry.actor_name) == ("members.contact", 1, "chief")
    assert "email" in entry.facts["columns"]


def test_logging_costs_one_statement_whatever_the_number_of_rows(office, contact):
    counts = []
    for more in range(2):
        office.get(CONTACTS)
        with CaptureQueriesContext(connection) as captured:
            office.get(CONTACTS)
        counts.append(sum("wego_accessentry" in one["sql"] for one in captured))
        for turn in range(2):
            Contact.objects.create(member=contact.member, role="other", name=f"Person {more}{turn}")

    assert counts == [1, 1]


class TestReview:
    @pytest.fixture(autouse=True)
    def september(self, officer):
        """Two entries of September in Seoul, though one is of August by UTC."""
        for at in (datetime(2026, 8, 31, 15, 30, tzinfo=UTC), datetime(2026, 9, 9, 2, tzinfo=UTC)):
            facts = {"person": officer, "action": "exported", "what": "contact", "purpose": "Invitation"}
            AccessEntry.objects.create(at=at, whose=["contact 1"], count=1, **facts)

    @time_machine.travel("2026-11-22")
    def test_months_that_are_over_wait_for_their_review(self, officer):
        assert access.months_to_review() == [date(2026, 9, 1), date(2026, 10, 1)]
        access.review_month(date(2026, 9, 1), note="Two invitations.", by=officer)

        assert access.months_to_review() == [date(2026, 10, 1)]
        assert AccessReview.objects.get().entries == 2

    @time_machine.travel("2026-11-22")
    def test_the_month_of_today_is_not_reviewed_and_none_twice(self, officer):
        with pytest.raises(ValidationError, match="not over yet"):
            access.review_month(date(2026, 11, 1), note="x", by=officer)
        access.review_month(date(2026, 9, 1), note="x", by=officer)
        with pytest.raises(ValidationError, match="has been reviewed"):
            access.review_month(date(2026, 9, 1), note="again", by=officer)

    @time_machine.travel("2026-11-22 10:00 +0900")
    def test_the_page_shows_who_took_what_and_is_signed(self, office):
        url = reverse("admin:access_review")
        shown = office.get(url).content.decode()
        assert "Invitation" in shown and "officer" in shown and "2026-09" in shown

        sent = {"month": "2026-09-01", "note": "Both for the assembly."}
        confirm = office.post(url, sent)
        office.post(url, {**sent, "_confirm": "1", "_seen": confirm.context["seen"]})
        assert str(AccessReview.objects.get()) == "2026-09"
        assert "Both for the assembly." in office.get(f"{url}?month=2026-09").content.decode()

    def test_entries_are_kept_for_two_years(self, officer):
        assert access.forget_old_entries(datetime(2028, 9, 15, tzinfo=UTC)) == 0
        assert access.forget_old_entries(datetime(2028, 10, 15, tzinfo=UTC)) == 2
