"""Master data changes with a reason and a person, which its history shows; facts about the past do not change."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from members.models import Contact, Country, Member, MemberName, Region
from tests.factories import CountryFactory, UserFactory, make_full, rights_to_look
from tests.members.admin.rows import make_rows
from wego.admin import MasterDataAdmin
from wego.append_only import AppendOnlyModel

pytestmark = pytest.mark.sqlite  # pages and words are the same on both

MASTER_DATA = [one for one in admin.site._registry.values() if isinstance(one, MasterDataAdmin)]
APPEND_ONLY = [
    one
    for one in admin.site._registry.values()
    if issubclass(one.model, AppendOnlyModel) and one.opts.model_name != "publishedlist"  # uploaded by its own page
]


@pytest.fixture
def member(officer):
    return make_full(by=officer, name_en="Suwon", liaison_name="Kim", liaison_email="kim@example.org")


def page(row, name="change") -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[row.pk])


def typed(response) -> dict:
    """What a browser would send back from the page: every field of its form and of its rows."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for one in forms for field in one}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_change_without_a_reason_is_refused(office, member):
    sent = typed(office.get(page(member))) | {"website": "https://suwon.example.org"}

    response = office.post(page(member), sent)

    assert response.status_code == 200
    assert "State the reason for the change. Nothing was saved." in response.content.decode()
    assert '<a href="#id_change_reason">' in response.content.decode()
    member.refresh_from_db()
    assert member.website == ""


def test_reason_and_person_are_kept_and_shown(office, member):
    sent = typed(office.get(page(member))) | {
        "website": "https://suwon.example.org",
        "change_reason": "letter of 3 May",
    }

    saved = office.post(page(member), sent)
    text = office.get(page(member, "history")).content.decode()

    record = member.history.first()
    assert saved.status_code == 302
    assert (record.history_user.username, record.history_change_reason) == ("chief", "letter of 3 May")
    assert "letter of 3 May" in text
    assert "chief" in text
    assert "<ins>https://suwon.example.org</ins>" in text


def test_page_saved_as_it_is_makes_no_history(office, member):
    before = member.history.count()

    saved = office.post(page(member), typed(office.get(page(member))))
    assert saved.status_code == 302
    assert member.history.count() == before


@pytest.mark.parametrize("rows", ["names", "contacts"])
def test_rows_on_the_page_need_the_reason_too(office, member, rows):
    field = {"names": "names-0-text", "contacts": "contacts-0-name"}[rows]
    sent = typed(office.get(page(member))) | {field: "Changed"}
    model = {"names": MemberName, "contacts": Contact}[rows]

    refused = office.post(page(member), sent)
    before = model.history.count()
    saved = office.post(page(member), sent | {"change_reason": "by phone"})

    assert "State the reason for the change. Nothing was saved." in refused.content.decode()
    assert f'<a href="#{rows}-group">' in refused.content.decode()
    assert saved.status_code == 302
    record = model.history.first()
    assert model.history.count() == before + 1
    assert (record.history_user.username, record.history_change_reason) == ("chief", "by phone")
    assert member.history.count() == 1


def test_error_in_a_row_is_in_the_summary(office, member):
    sent = typed(office.get(page(member))) | {"contacts-0-email": "nonsense", "change_reason": "by phone"}

    text = office.post(page(member), sent).content.decode()

    assert '<a href="#id_contacts-0-email">' in text
    assert "Enter a valid email address." in text


def test_history_of_a_member_has_its_names_and_contacts(office, member):
    contact = member.contacts.get()
    contact.name = "Lee"
    contact.save()
    contact.delete()
    member.names.create(language="en", text="Suweon", alias=True)

    text = office.get(page(member, "history")).content.decode()

    assert "<strong>Deleted: Lee</strong>" in text
    assert "<strong>Changed: Lee</strong>" in text
    assert "<del>Kim</del> &rarr; <ins>Lee</ins>" in text
    assert "<strong>Created: Suweon</strong>" in text


def test_history_says_values_as_people_read_them(office, member):
    other = CountryFactory(iso3="NPL")
    member.country = other
    member.identification = "low"
    member.save()

    text = office.get(page(member, "history")).content.decode()

    assert "<del>Country KOR</del> &rarr; <ins>Country NPL</ins>" in text
    assert "<del>certain</del> &rarr; <ins>doubtful</ins>" in text


def test_deletion_needs_a_reason(office, member):
    contact = member.contacts.get()
    url = page(contact, "delete")

    asked = office.get(url)
    refused = office.post(url, {"post": "yes", "change_reason": " "}, follow=True)
    still_there = Contact.objects.filter(pk=contact.pk).exists()
    deleted = office.post(url, {"post": "yes", "change_reason": "left the city"})

    assert 'name="change_reason"' in asked.content.decode()
    assert "State the reason. Nothing was deleted." in refused.content.decode()
    assert still_there
    assert deleted.status_code == 302
    record = Contact.history.first()
    assert (record.history_type, record.history_change_reason) == ("-", "left the city")
    assert record.history_user.username == "chief"


@pytest.mark.parametrize("model_admin", MASTER_DATA, ids=lambda one: one.opts.model_name)
def test_rows_are_never_deleted_in_bulk(office, chief, rf, model_admin):
    request = rf.get("/")
    request.user = chief

    assert "delete_selected" not in model_admin.get_actions(request)


@pytest.mark.parametrize("model_admin", MASTER_DATA, ids=lambda one: one.opts.model_name)
def test_no_old_version_can_be_put_back(office, chief, model_admin):
    """The history package saves what is sent to the page of an old version, whoever sends it."""
    make_rows(1, by=chief)
    row = model_admin.model.objects.order_by("pk").first()
    record = row.history.first()

    response = office.post(f"{page(row, 'history')}{record.pk}/", {"_save": "1"})

    assert response.status_code in (302, 404)
    assert row.history.count() == 1 or row.history.first().pk == record.pk
    with pytest.raises(NoReverseMatch):
        page(row, "simple_history")


@pytest.mark.parametrize("model_admin", APPEND_ONLY, ids=lambda one: one.opts.model_name)
def test_no_address_changes_a_recorded_row(office, chief, rf, model_admin):
    make_rows(1, by=chief)
    row = model_admin.model.objects.order_by("pk").first()
    before = list(model_admin.model.objects.values().order_by("pk"))
    request = rf.get("/")
    request.user = chief
    opts = model_admin.opts
    listed = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    answers = [
        office.post(page(row), {"_save": "1", "text": "other", "reason": "other"}).status_code,
        office.post(page(row, "delete"), {"post": "yes"}).status_code,
        office.post(reverse(f"admin:{opts.app_label}_{opts.model_name}_add"), {"_save": "1"}).status_code,
    ]
    office.post(listed, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert answers == [403, 403, 403]
    assert list(model_admin.get_actions(request)) == ["export_admin_action"]
    assert list(model_admin.model.objects.values().order_by("pk")) == before


def test_members_are_never_added_or_deleted(office, member):
    listed = reverse("admin:members_member_changelist")

    added = office.post(reverse("admin:members_member_add"), {"number": 5})
    deleted = office.post(page(member, "delete"), {"post": "yes", "change_reason": "x"})
    text = office.get(listed).content.decode()

    assert (added.status_code, deleted.status_code) == (403, 403)
    assert reverse("admin:members_member_add") not in text
    assert Member.objects.count() == 1


def test_countries_and_regions_are_never_deleted(office, member):
    country, region = Country.objects.get(), Region.objects.get()

    answers = [office.post(page(row, "delete"), {"post": "yes", "change_reason": "x"}) for row in (country, region)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_meeting_that_decided_is_not_deleted(office, member):
    meeting = member.decisions.get().meeting

    assert office.post(page(meeting, "delete"), {"post": "yes", "change_reason": "x"}).status_code == 403


def test_who_only_looks_is_not_asked_for_a_reason(client, member):
    reader = UserFactory(username="reader", is_staff=True)
    reader.user_permissions.set(rights_to_look())
    client.force_login(reader)

    response = client.get(page(member))

    text = response.content.decode()
    assert response.status_code == 200
    assert "change_reason" not in text
    assert response.context["acts"] == []
    assert "Correct this row" not in text
    assert client.post(page(member), {"website": "https://x.example.org"}).status_code == 403


def test_a_new_row_is_not_asked_for_a_reason(office, member):
    add = reverse("admin:members_contact_add")
    sent = {"member": member.pk, "role": "other", "name": "Han", "language": "ko", "ends_on": date(2030, 1, 1)}

    assert "change_reason" not in office.get(add).content.decode()
    assert office.post(add, sent).status_code == 302
    assert Contact.history.first().history_user.username == "chief"
