"""Letters: issued as papers under a number, each once, and handed to the mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.jobs import send_delivery
from members.models import Application, Decision, Delivery, Meeting, Member, Outcome, Paper, PaperFile
from members.services.papers import PaperDraft, issue_paper
from members.services.status import lock_members
from wego import audit
from wego.dates import not_in_the_future
from wego.placeholders import one_line

ADMITTING = (Decision.Question.ADMISSION, Decision.Question.FOUNDING)


@dataclass(frozen=True)
class Occasion:
    """What a letter is about. It is written once for each: `since` is the instant at which the occasion arose."""

    kind: Paper.Kind
    since: datetime
    member: Member | None = None
    application: Application | None = None
    meeting: Meeting | None = None

    def letters(self) -> QuerySet[Paper]:
        """The letters issued so far, the newest first."""
        return Paper.objects.filter(
            kind=self.kind,
            recorded_at__gte=self.since,
            member=self.member,
            application=self.application,
            meeting=self.meeting,
        ).order_by("-pk")

    def lock(self) -> None:
        """Nobody else writes a letter to the same body until the transaction ends."""
        if self.application:
            Application.objects.select_for_update(of=("self",)).get(pk=self.application.pk)
        else:
            lock_members([self.member])


@dataclass(frozen=True)
class MailText:
    """A mail as it will be sent; one to each address."""

    subject: str
    body: str
    to: Sequence[str]


@transaction.atomic
def issue_letter(
    occasion: Occasion,
    *,
    subject: str,
    recipient: str,
    issued_on: date,
    language: str,
    render: Callable[[str], bytes],
    mail: MailText,
    by,
    reason: str = "",
) -> Paper:
    """Issue the letter of an occasion and put its mail into the queue; without addresses it goes by post.

    A second letter of the same occasion states the `reason`: it is a paper of its own, the first one stays.
    """
    not_in_the_future(issued_on)
    occasion.lock()
    earlier = occasion.letters().first()
    if earlier and not reason.strip():
        raise ValidationError(
            _(
                "This letter was issued already: %(number)s of %(day)s. Nothing was saved. State the reason to issue "
                "it again under a new number, or mail the one that was issued from its page."
            ),
            code="issued_already",
            params={"number": earlier.number, "day": earlier.issued_on.isoformat()},
        )
    paper = issue_paper(
        kind=occasion.kind,
        title=subject,
        issued_on=issued_on,
        drafts=[PaperDraft(language, PaperFile.Format.PDF, render)],
        by=by,
        member=occasion.member,
        application=occasion.application,
        meeting=occasion.meeting,
        recipient=recipient,
    )
    if earlier:
        again = {"instead_of": earlier.number, "reason": reason}
        audit.record("letter.issued_again", by=by, subject=paper.number, **again)
    _queue(paper, mail, by=by)
    return paper


@transaction.atomic
def mail_paper(paper: Paper, *, mail: MailText, by) -> list[Delivery]:
    """Put mail with the files of an issued paper into the queue, one to each address."""
    if not mail.to:
        raise ValidationError(_("State at least one e-mail address. Nothing was sent."), code="no_address")
    return _queue(paper, mail, by=by)


def _queue(paper: Paper, mail: MailText, *, by) -> list[Delivery]:
    deliveries = [_queue_one(paper, mail, address, by) for address in _addresses(mail.to)]
    if deliveries:
        audit.record("letter.sent", by=by, subject=paper.number, mails=len(deliveries))
    return deliveries


def _queue_one(paper: Paper, mail: MailText, address: str, by) -> Delivery:
    delivery = Delivery(
        paper=paper, to_address=address, subject=one_line(mail.subject)[:300], body=mail.body, asked_by=by
    )
    delivery.full_clean()
    delivery.save()
    send_delivery.enqueue(delivery.pk)
    return delivery


def _addresses(given: Sequence[str]) -> list[str]:
    """Each address once, in order; refused where one is none."""
    known: dict[str, str] = {}
    for address in given:
        validate_email(address)
        known.setdefault(address.casefold(), address)
    return list(known.values())


@transaction.atomic
def send_again(delivery: Delivery, *, by) -> Delivery:
    """Put a mail that failed back into the queue; it keeps its Message-ID, so that nobody reads it twice."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if not delivery.can_be_asked_again:
        raise ValidationError(
            _("This mail is not one that failed: %(state)s. Nothing was sent."),
            code="not_failed",
            params={"state": delivery.get_state_display()},
        )
    delivery.state, delivery.asked_by, delivery.asked_at = Delivery.State.WAITING, by, timezone.now()
    delivery.save(update_fields=["state", "asked_by", "asked_at"])
    send_delivery.enqueue(delivery.pk)
    audit.record("letter.sent", by=by, subject=delivery.paper.number, mails=1)
    return delivery


def approvals_without_letter(decided_after: date) -> QuerySet[Decision]:
    """Approvals decided after the day whose member was not written to."""
    letters = Paper.objects.filter(
        kind=Paper.Kind.APPROVAL,
        member=OuterRef("member"),
        meeting=OuterRef("meeting"),
        recorded_at__gte=OuterRef("recorded_at"),
    )
    return Decision.objects.standing().filter(
        ~Exists(letters),
        question__in=ADMITTING,
        outcome=Outcome.APPROVED,
        decided_on__gt=decided_after,
    )
