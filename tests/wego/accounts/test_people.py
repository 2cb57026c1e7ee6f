"""Adding colleagues, and what changes about them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.factories import UserFactory
from tests.members.admin.act_pages import ActPage
from tests.wego.accounts.signing_in import PASSWORD, events, link_in_mail, type_password
from wego.accounts.people import reset_second_factor, send_link_again
from wego.models import AuditEntry, User

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

ADD = reverse("admin:add_colleague")


@pytest.fixture
def office(client, settings):
    """A browser of an administrator, inside."""
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(UserFactory(username="chief", is_superuser=True))
    return client


@pytest.fixture
def role(db):
    return Group.objects.create(name="Helpers")


@pytest.fixture
def lee(role):
    return {"first_name": "Jiwon", "last_name": "Lee", "email": "Lee@Example.org", "language": "en", "roles": [role.pk]}


def change(office, person, **changes):
    """Send the page of a person with some answers changed."""
    url = reverse("admin:wego_user_change", args=[person.pk])
    fields = office.get(url).context["adminform"].form
    data = {name: fields[name].value() for name in fields.fields if fields[name].value() not in (None, False)}
    answer = office.post(url, {**data, **changes})
    assert answer.status_code == 302, answer.context["errors"]


def test_a_colleague_comes_by_one_form_and_a_mailed_link(office, lee, role):
    page = ActPage(office, ADD, lee)
    preview = page.preview()
    assert not User.objects.filter(last_name="Lee").exists()
    assert not DBTaskResult.objects.exists()
    assert "A link to set a password goes to lee@example.org. It is valid for 3 days." in preview.context["done"].lines

    page.confirm(preview)

    user = User.objects.get(email="lee@example.org")
    assert (user.username, user.is_staff, user.has_usable_password()) == ("lee", True, False)
    assert list(user.groups.all()) == [role]
    link = link_in_mail()
    assert mail.outbox[0].to == ["lee@example.org"]
    colleague = type(office)()
    form = colleague.get(link, follow=True)
    colleague.post(form.context["action_url"], {"password1": PASSWORD, "password2": PASSWORD})
    assert type_password(colleague, "lee")["Location"] == reverse("admin:index")
    assert events() == ["user.invited", "password.changed", "sign_in.succeeded"]
    assert AuditEntry.objects.get(event="user.invited").facts == {"roles": ["Helpers"]}


def test_a_name_that_is_taken_gets_a_number(office, lee):
    UserFactory(username="LEE")
    UserFactory(username="lee2")
    page = ActPage(office, ADD, lee)
    page.confirm(page.preview())

    assert User.objects.get(email="lee@example.org").username == "lee3"


def test_the_same_form_stands_in_the_list_of_people(office):
    page = office.get(reverse("admin:wego_user_add"))

    assert {"email", "roles"} <= set(page.context["form"].fields)
    assert "password1" not in page.context["form"].fields


@pytest.mark.parametrize("address", ["KIM@example.org", "kim@ＥＸＡＭＰＬＥ.org", "kim@EXAMPLE.org "])
def test_an_address_belongs_to_one_person(office, kim, lee, address):
    preview = ActPage(office, ADD, {**lee, "email": address}).preview()

    assert "Another person already has this e-mail address" in str(preview.context["form"].errors)
    assert "done" not in preview.context or preview.context["done"] is None


def test_the_link_is_sent_again(office, kim):
    page = ActPage(office, reverse("admin:wego_user_send-link", args=[kim.pk]), {})
    page.confirm(page.preview())

    assert link_in_mail().startswith("/account/password/set/")
    assert events() == ["user.link_sent"]
    assert type_password(office.__class__()).status_code == 302  # the present password still works


def test_a_link_needs_an_address(officer):
    with pytest.raises(ValidationError, match="Nothing was sent"):
        send_link_again(officer, by=officer)


@pytest.mark.parametrize("act", [send_link_again, reset_second_factor])
def test_who_has_fewer_rights_cannot_open_an_account_that_has_all(kim, officer, act):
    with pytest.raises(ValidationError, match="all rights"):
        act(kim, by=officer)


def test_the_second_factor_is_reset_on_the_persons_page(office, kim, secret):
    page = ActPage(office, reverse("admin:wego_user_reset-second-factor", args=[kim.pk]), {})
    page.confirm(page.preview())

    assert not kim.authenticator_set.exists()
    assert events() == ["second_factor.removed"]


def test_the_second_factor_is_reset_by_command(kim, secret, capsys):
    call_command("reset_second_factor", "kim")

    assert "removed: recovery_codes, totp" in capsys.readouterr().out
    assert not kim.authenticator_set.exists()
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_factor", "nobody")


def test_nobody_sets_the_password_of_somebody_else(office, kim):
    assert office.get(f"/admin/wego/user/{kim.pk}/password/", follow=True).status_code == 404
    assert (
        "password" not in office.get(reverse("admin:wego_user_change", args=[kim.pk])).context["adminform"].form.fields
    )


def test_rights_that_change_are_recorded_with_before_and_after(office, kim, role):
    change(office, kim, groups=[role.pk], is_staff="")

    granted, removed = AuditEntry.objects.order_by("number")
    assert (granted.event, granted.subject, granted.actor_name) == ("right.granted", "user kim", "chief")
    assert granted.facts == {
        "rights": ["role Helpers"],
        "before": ["is_staff", "is_superuser"],
        "after": ["is_superuser", "role Helpers"],
    }
    assert (removed.event, removed.facts["rights"]) == ("right.removed", ["is_staff"])


def test_other_changes_are_recorded_by_their_fields(office, kim):
    change(office, kim, email="new@example.org", is_active="")

    assert events() == ["user.deactivated", "user.changed"]
    assert AuditEntry.objects.get(event="user.changed").facts == {"fields": ["email"]}
    assert "new@example.org" not in str(list(AuditEntry.objects.values()))


def test_a_page_that_changes_nothing_records_nothing(office, kim):
    change(office, kim)

    assert events() == []


def test_who_is_made_inactive_is_out_at_once(client, kim, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(kim)
    kim.is_active = False
    kim.save()

    assert client.get(reverse("admin:index")).status_code == 302


def test_rights_of_a_role_are_recorded(office, role):
    right = Permission.objects.get(codename="view_member")
    url = reverse("admin:auth_group_change", args=[role.pk])
    office.post(url, {"name": "Helpers", "permissions": [right.pk]})
    office.post(reverse("admin:auth_group_delete", args=[role.pk]), {"post": "yes"})

    assert [(one.event, one.subject, one.facts["rights"]) for one in AuditEntry.objects.order_by("number")] == [
        ("right.granted", "role Helpers", ["members.view_member"]),
        ("right.removed", "role Helpers", ["members.view_member"]),
    ]
