"""Work of the register that leaves the request."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from members.models import Application, ApplicationDraft
from members.services import applicant_mail
from members.services.deliveries import deliver
from members.services.forgetting import forget_old_drafts, forget_old_links
from members.services.list_comparison import compare_waiting, stale_lists
from members.services.papers import forget_unnamed_files
from wego.jobs import job

RETRIES = 20
"""With the pauses between them most of a day: a mail server that is down over night loses nothing."""


@job(retries=RETRIES, backoff=timedelta(minutes=1), takes_context=True)
def send_delivery(context, delivery: int) -> str:
    """Mail a delivery that waits; at least once, always under its one Message-ID."""
    return deliver(delivery, is_last_try=context.attempt > RETRIES)


@job()
def prune_papers() -> int:
    """Remove files that no paper names: of papers that were looked at before they were issued, or not issued."""
    return forget_unnamed_files()


@job(retries=8)
def mail_confirmation(email: str, kind: str, language: str) -> None:
    """The link is made here: neither the queue nor the time of the page holds or tells anything."""
    applicant_mail.mail_confirmation(email=email, kind=kind, language=language)


@job(retries=8)
def mail_return(email: str, language: str, key: str = "") -> bool:
    """A new link, for whoever has something here; nobody learns from the page who has."""
    return applicant_mail.mail_return(email=email, language=language, key=UUID(key) if key else None)


@job(retries=8)
def mail_carry_on(draft: int) -> None:
    """The link to a draft that was begun; nothing where it was sent or deleted meanwhile."""
    if found := ApplicationDraft.objects.filter(pk=draft).first():
        applicant_mail.mail_carry_on(found)


@job(retries=8)
def mail_sent(application: int) -> None:
    """The number of an application that was sent, and the way to its status page."""
    applicant_mail.mail_sent(Application.objects.get(pk=application))


@job()
def prune_drafts() -> int:
    """Remove unsent applications and links whose time is over."""
    forget_old_links(timezone.now())
    return forget_old_drafts(timezone.now())


@job()
def compare_list(published: int) -> None:
    """Compare a long list with the register; how far it is stands in its row."""
    compare_waiting(published)


@job()
def compare_lists() -> int:
    """Have every list compared again for which the register has changed, each by a job of its own: what was signed off
    and is not so any more shows itself open."""
    stale = stale_lists()
    for published in stale:
        compare_list.enqueue(published)
    return len(stale)
