"""Check constraints of a row: one query while all hold, their own sentence where one does not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_associate
from wego.imports.sheets import violation

pytestmark = pytest.mark.sqlite  # what is asked is the same on both


@pytest.fixture
def row(officer):
    """A row of a table with nine check constraints."""
    return make_associate(by=officer).status_changes.get()


def asked(row) -> int:
    with CaptureQueriesContext(connection) as captured:
        row.validate_constraints()
    return sum(query["sql"].startswith("SELECT") for query in captured)


def test_sound_row_asks_for_all_its_checks_at_once(row):
    assert asked(row) == 1


def test_broken_check_is_named_and_found_again_after_it_is_mended(row):
    row.provisional = True
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()

    assert refusal.value.messages == [violation(type(row), "status_provisional_is_opening")]
    row.provisional = False
    assert asked(row) == 1
