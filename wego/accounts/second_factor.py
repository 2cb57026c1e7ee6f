"""Whether a session was made with a second factor: a code of an app, a passkey or a recovery code.

A session carries the factor that it was proved with. It counts as long as the person still has that factor: when it
is removed, every session that was made with it ends.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode

from wego import audit
from wego.models import User

PROVED_WITH = "second_factor"  # in the session: the key of the Authenticator
PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none to sign in with


def prove(request, authenticator: Authenticator) -> None:
    """From here on the session counts as made with this factor."""
    request.session[PROVED_WITH] = authenticator.pk


def is_proved(request) -> bool:
    """Whether the session was made with a factor that its person still has."""
    key = request.session.get(PROVED_WITH)
    return key is not None and Authenticator.objects.filter(pk=key, user=request.user.pk).exists()


def suffices(request) -> bool:
    """Whether the session may enter the back office, as far as the second factor goes; asked once a request."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return True
    if not hasattr(request, "_second_factor"):
        request._second_factor = is_proved(request)
    return request._second_factor


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user.pk, type__in=PROVING).exists()


def next_step(user: User, next_page: str) -> str:
    """Where a person whose session does not suffice goes: to prove the second factor, or to set one up."""
    if not has_factor(user):
        return reverse("mfa_index")
    return f"{reverse(way_to_prove(user))}?{urlencode({'next': next_page})}"


def way_to_prove(user: User) -> str:
    """Name of the page; each offers the other ways that the person has."""
    app = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP)
    return "mfa_reauthenticate" if app.exists() else "mfa_reauthenticate_webauthn"


def about(user: User) -> str:
    """How the audit trail names a person."""
    return f"user {user.get_username()}"


def on_used(sender, request, authenticator, **kwargs) -> None:
    """allauth's signal `authenticator_used`: a code or a passkey was right."""
    prove(request, authenticator)


@transaction.atomic
def on_failed(sender, request, user, authenticator, **kwargs) -> None:
    """allauth's signal `authentication_failed`: a code was wrong."""
    audit.record("sign_in.failed", by=None, subject=about(user), step="second factor")
