"""Who may do without a second factor: a machine with DEBUG, nobody else."""

import sys

import pytest

from tests.processes import process

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("debug", "asked", "required"), [("0", "0", True), ("0", "", True), ("1", "", False), ("1", "1", True)]
)
def test_only_debug_lets_the_requirement_be_off(debug, asked, required):
    told = "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"
    env = {"DJANGO_SETTINGS_MODULE": "wego.settings", "DEBUG": debug, "SECOND_FACTOR_REQUIRED": asked}
    with process(sys.executable, "-c", told, **env) as child:
        printed, _errors = child.communicate(timeout=60)

    assert printed.strip() == str(required)
