"""Mailed links by which applicants come in: no account, no password, their mailbox is the proof.

A link opens once. To an unsent draft it opens for as long as the draft is kept; everything else, what was sent with its
letters included, opens for MINUTES only. Whoever comes with a spent link can have a new one sent to the same address.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import FRESH, Applicant, ApplicantLink, Application, ApplicationDraft, digest_of

TOKEN_BYTES = 32
MINUTES = int(FRESH.total_seconds()) // 60


@dataclass(frozen=True)
class Opened:
    """What a link opened: the pass of the applicant, and what the link led to."""

    applicant: Applicant
    language: str
    kind: str
    key: UUID | None


def make_link(*, email: str, language: str, kind: str = "", key: UUID | None = None) -> str:
    """A new link; the token for its mail, kept nowhere. Earlier links to the same place do not open any more.

    Those that lead to a new application of a `kind` lead to no place yet: they run out by themselves.
    """
    now = timezone.now()
    draft = ApplicationDraft.objects.kept(now).filter(key=key, email=email).first() if key else None
    if not kind:
        ApplicantLink.objects.openable(now).filter(key=key, email=email, kind="").update(opens_until=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ApplicantLink.objects.create(
        digest=digest_of(token),
        email=email,
        language=language,
        kind=kind,
        key=key,
        created_at=now,
        opens_until=draft.kept_until if draft else now + FRESH,
    )
    return token


@transaction.atomic
def open_link(token: str) -> Opened:
    """Use a link up; of many that try at once one succeeds. Refused where it was used, revoked or is too old."""
    link = ApplicantLink.objects.with_token(token)
    now = timezone.now()
    if link is None or not ApplicantLink.objects.openable(now).filter(pk=link.pk).update(used_at=now):
        raise ValidationError(
            _("This link was used before, or is too old. Ask for a new one: what you filled in is kept."), code="spent"
        )
    return Opened(Applicant(link.email, _reach(link)), link.language, link.kind, link.key)


def _reach(link: ApplicantLink) -> UUID | None:
    """A link that opens for long opens the one draft alone; one that is fresh opens all of its address."""
    return link.key if link.opens_until - link.created_at > FRESH else None


def revoke_links(*, email: str, key: UUID) -> None:
    """None of the links to the draft or application opens any more."""
    now = timezone.now()
    ApplicantLink.objects.openable(now).filter(email=email, key=key).update(opens_until=now)


def owns(email: str, key: UUID) -> bool:
    """Whether the draft or application of this key is that of the address."""
    applicant = Applicant(email, key)
    drafts = ApplicationDraft.objects.kept().of_applicant(applicant)
    return drafts.exists() or Application.objects.of_applicant(applicant).exists()


def has_anything(email: str) -> bool:
    """Whether the address has a draft or an application."""
    applicant = Applicant(email)
    drafts = ApplicationDraft.objects.kept().of_applicant(applicant)
    return drafts.exists() or Application.objects.of_applicant(applicant).exists()
