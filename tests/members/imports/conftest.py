import pytest

from tests.factories import CountryFactory, UserFactory
from tests.members.imports.tables import post_confirmation, post_table


@pytest.fixture
def officer(client, db):
    """A person with all rights, signed in."""
    CountryFactory()
    officer = UserFactory(is_superuser=True)
    client.force_login(officer)
    return officer


@pytest.fixture
def upload(client, officer):
    """Shows what rows would do; of another table than the members with `model` and `header`."""
    return lambda *rows, **options: post_table(client, rows, **options)


@pytest.fixture
def confirm(client):
    return lambda preview, **options: post_confirmation(client, preview, **options)
