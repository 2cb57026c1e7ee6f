"""Applications while they are written online: begun, saved page by page, given files, sent or given up."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.jobs import mail_carry_on, mail_sent
from members.models import Application, ApplicationDraft, Attachment
from members.services.applications import receive_completion, record_application
from members.services.links import revoke_links
from wego import audit, files
from wego.attachments import Accepted
from wego.dates import today

AT_MOST = 10
"""Drafts of one address at the same time, and files of one purpose."""
LONGEST_PAGE = 20_000  # characters of one page's answers


@transaction.atomic
def begin_draft(*, kind: str, email: str, language: str) -> ApplicationDraft:
    """A new draft of a confirmed address."""
    if ApplicationDraft.objects.kept().filter(email=email).count() >= AT_MOST:
        raise ValidationError(
            _("There are %(count)d unfinished applications of this address. Finish or delete one of them first."),
            code="too_many_drafts",
            params={"count": AT_MOST},
        )
    draft = ApplicationDraft(kind=kind, email=email, language=language)
    draft.full_clean()
    draft.save()
    mail_carry_on.enqueue(draft.pk)
    return draft


@transaction.atomic
def save_answers(draft: ApplicationDraft, *, page: str, typed: Mapping[str, object]) -> ApplicationDraft:
    """Keep what was typed on a page, right or wrong; other pages, saved elsewhere meanwhile, stay as they are."""
    draft = _lock(draft)
    cleaned = {name: _plain(value) for name, value in typed.items()}
    if len(str(cleaned)) > LONGEST_PAGE:
        raise ValidationError(
            _("This page holds more text than can be saved: %(most)d characters. Shorten it; nothing was saved."),
            code="too_long",
            params={"most": LONGEST_PAGE},
        )
    draft.answers[page] = cleaned
    return _save(draft)


def _plain(value):
    """Without the one character that PostgreSQL keeps in no text."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.replace("\0", "") if isinstance(value, str) else value


@transaction.atomic
def attach(draft: ApplicationDraft, *, purpose: str, file: Accepted) -> Attachment:
    """Add a file to a draft."""
    draft = _lock(draft)
    attachment = keep_attachment(file, purpose=purpose, draft=draft)
    _save(draft)
    return attachment


def keep_attachment(file: Accepted, *, purpose: str, **belongs) -> Attachment:
    """The row of a file that was judged; its content is on the disk before the row is committed."""
    if Attachment.objects.filter(purpose=purpose, **belongs).count() >= AT_MOST:
        raise ValidationError(
            _("There are %(count)d files already. Remove one of them first."),
            code="too_many_files",
            params={"count": AT_MOST},
        )
    attachment = Attachment(
        purpose=purpose,
        name=file.name,
        content_type=file.content_type,
        digest=files.keep(file.content),
        size=len(file.content),
        **belongs,
    )
    attachment.full_clean()
    attachment.save()
    return attachment


@transaction.atomic
def detach(attachment: Attachment) -> None:
    """Remove a file from a draft; what was sent keeps its files."""
    _lock(attachment.draft)
    attachment.delete()


@transaction.atomic
def submit_application(application: Application, *, draft: ApplicationDraft) -> Application:
    """Send a draft: `application` holds its answers. It arrives as it is sent, under the draft's key and a number.

    Sent twice, the second time finds no draft any more (`Application.objects.get(key=draft.key)` is what was sent).
    """
    draft = _lock(draft)
    application.channel = Application.Channel.FORM
    application.key = draft.key
    application.applicant_email = draft.email
    application.submitted_on = application.received_on = today()
    application = record_application(application, by=None)
    Attachment.objects.filter(draft=draft).update(draft=None, application=application)
    audit.record("application.submitted", by=None, subject=application.number, files=application.attachments.count())
    revoke_links(email=draft.email, key=draft.key)
    draft.delete()
    mail_sent.enqueue(application.pk)
    return application


@transaction.atomic
def answer_request(application: Application, *, note: str, sent: Sequence[Accepted]) -> Application:
    """What the applicant sends when the Secretariat asked for completion (보완): words, files or both."""
    if not note.strip() and not sent:
        raise ValidationError(_("Write an answer, or choose a file. Nothing was sent."), code="nothing_sent")
    application = receive_completion(application, received_on=today(), note=note, by=None)
    for file in sent:
        keep_attachment(file, purpose=Attachment.Purpose.COMPLETION, application=application)
    audit.record("application.completed", by=None, subject=application.number, files=len(sent))
    return application


@transaction.atomic
def delete_draft(draft: ApplicationDraft) -> None:
    """Give an unsent application up: answers, files and links are gone at once."""
    draft = _lock(draft)
    revoke_links(email=draft.email, key=draft.key)
    draft.delete()


def _lock(draft: ApplicationDraft) -> ApplicationDraft:
    locked = ApplicationDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise ValidationError(
            _("This application was sent or deleted meanwhile. Nothing was saved by this step."), code="no_draft"
        )
    return locked


def _save(draft: ApplicationDraft) -> ApplicationDraft:
    draft.saved_at = timezone.now()
    draft.save(update_fields=["answers", "saved_at"])
    return draft
