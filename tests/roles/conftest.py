import pytest
from django.contrib import admin
from django.db import transaction

from tests.roles.people import make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """People of every kind and rows of two countries, made once for the tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(list(admin.site._registry))
        transaction.set_rollback(True)
