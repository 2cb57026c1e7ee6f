"""People who sign in as in production: with the second factor required."""

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from tests.factories import UserFactory
from tests.wego.accounts.signing_in import PASSWORD


@pytest.fixture(autouse=True)
def production(settings):
    """As on a server. Each test has its own attempts."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def standing_clock():
    """Codes of the app change every 30 seconds; not in the middle of a test."""
    with time_machine.travel("2026-03-02T03:00:10Z", tick=False) as clock:
        yield clock


@pytest.fixture
def kim(db):
    """A colleague with a password and nothing else."""
    user = UserFactory(username="kim", email="kim@example.org", is_superuser=True, language="ko")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def secret(kim, standing_clock) -> str:
    """Of kim's app, which is set up, with recovery codes."""
    found = generate_totp_secret()
    TOTP.activate(kim, found)
    RecoveryCodes.activate(kim)
    return found
