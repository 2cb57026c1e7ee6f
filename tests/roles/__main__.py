"""Prints the table of who may do what as it is now, for tests/roles/matrix.txt."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib import admin  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.roles.addresses import addresses  # noqa: E402
from tests.roles.people import COLUMNS, make_world  # noqa: E402
from tests.roles.table import cells, written  # noqa: E402

setup_test_environment()
runner = DiscoverRunner(verbosity=0)
databases = runner.setup_databases()
try:
    with transaction.atomic():
        world = make_world(list(admin.site._registry))
        found = {column: cells(column, addresses(), world) for column in COLUMNS}
        transaction.set_rollback(True)
    sys.stdout.write(written(found))
finally:
    runner.teardown_databases(databases)
