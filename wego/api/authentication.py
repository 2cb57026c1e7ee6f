"""Who asks: nobody in particular, or the holder of a key. Cookies of the site count for nothing here."""

import structlog
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from wego.api.errors import CODES
from wego.api.keys import find_key, note_use
from wego.models import ApiKey
from wego.permissions import Rights, allows

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """`request.auth` is the key, `request.user` the person in whose name it acts, if any."""

    def authenticate(self, request):
        given = request.headers.get("Authorization")
        if given is None:
            return None
        scheme, _space, text = given.partition(" ")
        if scheme.casefold() != SCHEME.casefold():
            raise AuthenticationFailed(_("Authorization begins with Bearer, followed by the key."), "bad_key")
        key = find_key(text.strip())
        if code := _fault(key):
            raise AuthenticationFailed(CODES[code], code)
        structlog.contextvars.bind_contextvars(partner=key.prefix)
        note_use(key)
        return key.user or AnonymousUser(), key

    def authenticate_header(self, request):
        return SCHEME


def _fault(key: ApiKey | None) -> str:
    """Why the key opens nothing; '' where it may be used."""
    if key is None:
        return "bad_key"
    if key.is_usable:
        return ""
    return "key_expired" if key.revoked_at is None and (key.user is None or key.user.is_active) else "key_revoked"


def opens(key: ApiKey | None, scope: str, rights: Rights = ()) -> bool:
    """Whether a key has the scope, and the person in whose name it acts the rights that it takes."""
    if key is None or scope not in key.scopes:
        return False
    return not rights or (key.user is not None and allows(key.user, rights))


class KeyScheme(OpenApiAuthenticationExtension):
    """How the description of the API names the keys."""

    target_class = "wego.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A key of the Secretariat: wego_..."}
