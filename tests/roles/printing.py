"""The table of who may do what as it is now."""

from django.contrib import admin
from django.db import transaction
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment

from tests.roles.addresses import addresses
from tests.roles.people import COLUMNS, make_world
from tests.roles.table import cells, written


def current_table() -> str:
    """Asked of a database of its own, which is removed afterwards."""
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    try:
        with transaction.atomic():
            world = make_world(list(admin.site._registry))
            found = {column: cells(column, addresses(), world) for column in COLUMNS}
            transaction.set_rollback(True)
        return written(found)
    finally:
        runner.teardown_databases(databases)
