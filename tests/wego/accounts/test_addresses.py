"""E-mail addresses: one spelling, one person; on both databases. And a sign-in from end to end."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.wego.accounts.signing_in import code_of, events, type_code, type_password
from wego.models import User
from wego.models.users import normal_email

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_second_address(kim):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="other", email="KIM@example.org")
    User.objects.create(username="a", email="")
    User.objects.create(username="b", email="")


@pytest.mark.parametrize(
    ("typed", "stored"), [("ﬀ@example.org", "ff@example.org"), (" A@B.org", "a@b.org"), ("", ""), (None, "")]
)
def test_addresses_have_one_spelling(typed, stored):
    assert normal_email(typed) == stored
    assert User.objects.create_user("x", typed).email == stored


def test_sign_in_and_its_record(client, kim, secret):
    type_password(client)
    type_code(client, code_of(secret))

    assert client.get(reverse("admin:index")).status_code == 200
    assert events() == ["sign_in.succeeded"]
