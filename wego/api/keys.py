"""Issues, recognises and revokes the keys of the API.

    Authorization: Bearer wego_<prefix>_<secret>

The prefix finds the row; of the secret, 256 random bits, only the SHA-256 is kept: nobody can show a key again.
"""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.api.scopes import SCOPES
from wego.models import ApiKey, User

KEY = re.compile("wego_([0-9a-f]{12})_([0-9a-f]{64})")
USE_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def issue_key(
    *, partner: str, scopes: Collection[str], expires_on: date, by: User, user: User | None = None
) -> tuple[ApiKey, str]:
    """A new key, and its text, which is kept nowhere. `expires_on` is its last day."""
    _check_scopes(scopes, user)
    if user and user.is_superuser and not by.is_superuser:
        raise ValidationError(
            _("This person has all rights: only somebody who has them too gives out a key in that name."),
            code="more_rights",
        )
    secret = secrets.token_hex(32)
    key = ApiKey(
        prefix=secrets.token_hex(6),
        secret_digest=_digest(secret),
        partner=" ".join(partner.split()),
        scopes=sorted(scopes),
        user=user,
        expires_on=expires_on,
        recorded_by=by,
    )
    key.full_clean()
    key.save()
    audit.record(
        "key.issued",
        by=by,
        subject=about(key),
        partner=key.partner,
        scopes=key.scopes,
        user=user.get_username() if user else "",
        expires_on=expires_on.isoformat(),
    )
    return key, f"wego_{key.prefix}_{secret}"


def _check_scopes(scopes: Collection[str], user: User | None) -> None:
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise ValidationError({"scopes": ValidationError(_("Choose what the key opens."), code="scopes")})
    if user is None and any(SCOPES[name].of_staff for name in scopes):
        words = _("What is for staff is opened in the name of a person: choose the person, or open less.")
        raise ValidationError({"user": ValidationError(words, code="no_person")})


@transaction.atomic
def revoke_key(key: ApiKey, *, by: User) -> ApiKey:
    """From now on the key opens nothing. It stays on the list, with what was done by it."""
    key = ApiKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is not None:
        raise ValidationError(_("This key was revoked already. Nothing was changed."), code="revoked_already")
    key.revoked_at, key.revoked_by = timezone.now(), by
    key.full_clean()
    key.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("key.revoked", by=by, subject=about(key))
    return key


def find_key(text: str) -> ApiKey | None:
    """The key of this text, with its person, whether it may still be used or not; None where there is none."""
    typed = KEY.fullmatch(text)
    if typed is None:
        return None
    key = ApiKey.objects.filter(prefix=typed[1]).select_related("user").first()
    expected = key.secret_digest if key else "-"
    return key if secrets.compare_digest(_digest(typed[2]), expected) else None


def note_use(key: ApiKey) -> None:
    """Remember that the key was used, at most once an hour."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def about(key: ApiKey) -> str:
    """How the audit trail names a key."""
    return f"key {key.prefix}"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
