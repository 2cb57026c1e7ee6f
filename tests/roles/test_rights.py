"""Roles are made and given their rights by migrations; nobody confirms an own proposal; rights read as sentences."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse

from fees.models import DuesException, Settlement
from tests.factories import UserFactory
from tests.members.admin.rows import make_rows
from tests.roles.people import browser_of
from wego.acts import CONFIRM
from wego.permissions import describe
from wego.roles import DESCRIPTIONS, GrantRights, MakeRoles, Role

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

OWN_APPS = ("wego", "members", "fees")


def run(operation, *, backwards: bool = False) -> None:
    (operation.reverse_code if backwards else operation.code)(apps, connection.schema_editor())


def held(role: Role) -> set[str]:
    group = Group.objects.get(name=role)
    return {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.select_related("content_type")}


# --- roles ---------------------------------------------------------------------------------------
def test_every_role_is_made_with_rights_and_says_what_it_is_for():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    assert [role for role in Role if not held(role) or not DESCRIPTIONS[role]] == []


def test_all_but_the_office_see_all_countries():
    assert [role for role in Role if "members.see_all_countries" not in held(role)] == [Role.REGIONAL_OFFICE]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READ_ONLY, Role.REGIONAL_OFFICE])
def test_who_only_looks_has_rights_to_look_only(role):
    assert {right for right in held(role) if not right.partition(".")[2].startswith(("view_", "see_"))} == set()


def test_the_auditor_may_look_at_all_that_anybody_may_look_at():
    looks = {right for role in Role for right in held(role) if right.partition(".")[2].startswith("view_")}

    assert held(Role.AUDITOR) >= looks


def test_who_keeps_people_changes_no_member_and_no_amount():
    changes = {right for right in held(Role.ADMINISTRATOR) if right.partition(".")[2].startswith(("add", "change"))}

    assert {right.rpartition("_")[2] for right in changes} == {
        "apikey",
        "group",
        "user",
        "body",
        "country",
        "region",
        "regionaloffice",
    }
    assert not any(right.startswith("fees.") for right in held(Role.ADMINISTRATOR))


def test_a_right_is_granted_once_and_stays_as_officers_left_it():
    grant = GrantRights({Role.READ_ONLY: ["members.view_contact"], Role.FINANCE: ["members.view_contact"]})
    before = {role: held(role) for role in Role}
    Group.objects.get(name=Role.FINANCE).delete()

    for _turn in range(2):
        run(MakeRoles())
        Group.objects.filter(name=Role.FINANCE).delete()
        run(grant)

    assert held(Role.READ_ONLY) == before[Role.READ_ONLY] | {"members.view_contact"}
    assert not Group.objects.filter(name=Role.FINANCE).exists()
    run(grant, backwards=True)
    assert {role: held(role) for role in Role if role != Role.FINANCE} == {
        role: rights for role, rights in before.items() if role != Role.FINANCE
    }


def test_a_right_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        run(GrantRights({Role.READ_ONLY: ["members.view_nothing"]}))


def test_roles_in_use_are_not_taken_away_backwards():
    Group.objects.get(name=Role.AUDITOR).permissions.clear()
    Group.objects.get(name=Role.READ_ONLY).permissions.clear()
    UserFactory().groups.add(Group.objects.get(name=Role.AUDITOR))

    run(MakeRoles(), backwards=True)

    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values) - {Role.READ_ONLY}


# --- words ---------------------------------------------------------------------------------------
def test_rights_read_as_sentences():
    own = Permission.objects.filter(content_type__app_label__in=OWN_APPS).select_related("content_type")
    said = {describe(one) for one in own.exclude(content_type__model__startswith="historical")}

    assert {sentence for sentence in said if not sentence.startswith("Can ")} == set()
    assert {"Can see members", "Can change contacts", "Can record withdrawals and dissolutions"} <= said


def test_roles_are_listed_and_chosen_with_what_they_are_for(client):
    client.force_login(UserFactory(is_superuser=True))
    person = UserFactory(username="colleague")
    said = str(DESCRIPTIONS[Role.AUDITOR])

    assert said in client.get(reverse("admin:auth_group_changelist")).content.decode()
    assert f"Auditor: {said}" in client.get(reverse("admin:wego_user_change", args=[person.pk])).content.decode()


# --- nobody does both steps, nobody gives rights to oneself ---------------------------------------
def test_who_holds_two_roles_does_not_confirm_an_own_proposal(client):
    make_rows(1, by=UserFactory())
    both, second = UserFactory(username="both"), UserFactory(username="second")
    both.groups.set(Group.objects.filter(name__in=[Role.FINANCE, Role.SECRETARY_GENERAL]))
    second.groups.set(Group.objects.filter(name=Role.SECRETARY_GENERAL))
    Settlement.objects.all().delete()
    about = DuesException.objects.get()
    said = {"way": "other_source", "value": "1000", "reference_year": "2018", "source": "census", "reason": "newer"}

    proposed = confirmed("both", "propose", about, said)
    own = confirmed("both", "review", about, {"outcome": "confirmed"})
    other = confirmed("second", "review", about, {"outcome": "refused", "note": "no"})

    assert (proposed.status_code, own.status_code, other.status_code) == (302, 200, 302)
    assert [(one.recorded_by, one.reviewed_by, one.outcome) for one in Settlement.objects.all()] == [
        (both, second, "refused")
    ]


def confirmed(username: str, act: str, about, said: dict):
    """The answer to the act, filled in and, if it comes to that, confirmed."""
    client, url = browser_of(username), reverse(f"admin:fees_duesexception_{act}", args=[about.pk])
    shown = client.post(url, said)
    seen = shown.context.get("seen")
    return client.post(url, said | {CONFIRM: "1", "_seen": seen}) if seen else shown


def test_nobody_gives_rights_to_oneself(client):
    me, other = UserFactory(username="me"), UserFactory(username="other")
    role = Group.objects.get(name=Role.ADMINISTRATOR)
    me.groups.add(role)
    client.force_login(me)

    fields = {one: editable(client, one) for one in (me, other)}

    assert fields[me] & {"groups", "user_permissions", "is_superuser"} == set()
    assert fields[other] >= {"groups", "user_permissions"}
    assert "is_superuser" not in fields[other]
    page = reverse("admin:auth_group_change", args=[role.pk])
    assert client.post(page, {"name": role.name}).status_code == 403


def test_who_keeps_people_changes_nobody_with_all_rights(client):
    me, chief = UserFactory(username="me"), UserFactory(username="chief", is_superuser=True)
    me.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
    client.force_login(me)

    assert (
        client.post(reverse("admin:wego_user_change", args=[chief.pk]), {"email": "a@example.org"}).status_code == 403
    )


def editable(client, person) -> set[str]:
    form = client.get(reverse("admin:wego_user_change", args=[person.pk])).context["adminform"].form
    return set(form.fields)
