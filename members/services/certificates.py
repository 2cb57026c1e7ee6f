"""Issuing, replacing and checking membership certificates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.codes import new_code, read_code
from members.lifecycle import Status
from members.models import Certificate, Member, Paper, StatusChange
from members.services.papers import PaperDraft, issue_paper
from members.services.status import lock_members, standing
from wego.dates import today
from wego.models import next_number


@dataclass(frozen=True)
class CertificateFacts:
    """What is printed on a certificate. `by_opening`: full "by" the day, nobody stated since when (R25)."""

    member: Member
    number: str
    code: str
    full_since: date
    by_opening: bool
    issued_on: date


Compose = Callable[[CertificateFacts], tuple[str, Sequence[PaperDraft]]]
"""Makes title and files of the paper out of its facts."""


@transaction.atomic
def issue_certificate(member: Member, *, compose: Compose, by, reason: str = "") -> Certificate:
    """A certificate under the next number of the year, dated today, with its paper.

    For full members alone. A member has one valid certificate: a `reason` reissues it, which makes the one
    before invalid; without a valid one there is nothing to reissue.
    """
    lock_members([member])
    row, issued_on = _full(member), today()
    before = valid_certificate(member)
    if before and not reason:
        raise ValidationError(
            _("%(member)s has the valid certificate %(number)s. Reissue that one, with a reason. Nothing was saved."),
            code="has_one",
            params={"member": member, "number": before.number},
        )
    if reason and not before:
        raise ValidationError(
            _("%(member)s has no valid certificate to reissue: issue a new one. Nothing was saved."),
            code="has_none",
            params={"member": member},
        )
    facts = CertificateFacts(
        member=Member.objects.with_names(issued_on).get(pk=member.pk),
        number=f"C-{issued_on.year}-{next_number(f'certificate {issued_on.year}'):04d}",
        code=new_code(),
        full_since=row.effective_on,
        by_opening=row.opening,
        issued_on=issued_on,
    )
    title, drafts = compose(facts)
    paper = issue_paper(
        kind=Paper.Kind.CERTIFICATE, title=title, issued_on=issued_on, drafts=drafts, member=member, by=by
    )
    certificate = Certificate(
        member=member,
        number=facts.number,
        code=facts.code,
        paper=paper,
        issued_on=issued_on,
        full_since=facts.full_since,
        by_opening=facts.by_opening,
        replaces=before,
        reason=reason,
        recorded_by=by,
    )
    certificate.save()
    return certificate


def _full(member: Member) -> StatusChange:
    """The row that makes it a full member today; refused where it is none, or perhaps none."""
    row = standing(member, today())
    if row is None or row.status != Status.FULL:
        raise ValidationError(
            _("%(member)s is not a full member today: only full members have a certificate. Nothing was saved."),
            code="not_full",
            params={"member": member},
        )
    if row.provisional:
        raise ValidationError(
            _("The standing of %(member)s is provisional: confirm first that it is a full member. Nothing was saved."),
            code="provisional",
            params={"member": member},
        )
    return row


def valid_certificate(member: Member, on: date | None = None) -> Certificate | None:
    """The certificate of the member that is valid on the day (default today)."""
    return Certificate.objects.valid(on).filter(member=member).order_by("-pk").first()


def is_valid(typed: str, on: date | None = None) -> bool:
    """Whether the code, however it is typed, is that of a certificate that is valid on the day (default today)."""
    code = read_code(typed)
    return bool(code) and Certificate.objects.valid(on).filter(code=code).exists()


def invalid_from(certificate: Certificate) -> date | None:
    """The day from which the certificate is invalid; None while no end is on record.

    The first day after the membership, or that of the reissue, whichever came first.
    """
    replacement = Certificate.objects.filter(replaces=certificate).first()
    ended = (
        StatusChange.objects.history_of(certificate.member)
        .filter(effective_on__gt=certificate.full_since, status=Status.FORMER)
        .first()
    )
    days = [replacement.issued_on] if replacement else []
    return min([*days, *([ended.effective_on] if ended else [])], default=None)


def members_without(members: Sequence[Member]) -> list[Member]:
    """Those of the members that are full today, beyond doubt, and have no valid certificate; by number."""
    full = Member.objects.full().with_names().filter(pk__in=members, provisional=False)
    have = Certificate.objects.valid().filter(member__in=members).values("member")
    return list(full.exclude(pk__in=have).order_by("number"))
