"""The texts of letters, and the mail by which letters leave."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from members.letters import PLACEHOLDERS, LetterKind
from members.models.papers import Paper
from members.models.visibility import RegisterQuerySet
from wego.placeholders import check_placeholders

STUCK_AFTER = timedelta(days=1)


class LetterText(models.Model):
    """What a letter says in a language, with placeholders (members/letters.py). Issued letters stay as they are."""

    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200, help_text=_("Of the letter and of the mail."))
    body = models.TextField(_("text of the letter"), help_text=_("An empty line begins a new paragraph."))
    enclosures = models.TextField(_("enclosures"), blank=True, help_text=_("One on each line; empty where none."))
    mail = models.TextField(_("text of the mail"), help_text=_("The letter is attached to it as PDF."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("letter text")
        verbose_name_plural = _("letter texts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="letter_text_once",
                violation_error_message=_("There is a text of this letter in this language already: change that one."),
            )
        ]

    TEXTS = ("subject", "body", "enclosures", "mail")

    def __str__(self):
        return f"{self.get_kind_display()} ({self.get_language_display()})"

    def clean(self):
        """Only placeholders of this letter, each of which has a value when it is written."""
        allowed = PLACEHOLDERS.get(self.kind, {})
        refused = {}
        for name in self.TEXTS:
            try:
                check_placeholders(getattr(self, name), allowed)
            except ValidationError as refusal:
                refused[name] = refusal
        if refused:
            raise ValidationError(refused)


def new_message_id() -> str:
    """A Message-ID of this site, never used before."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"


class DeliveryQuerySet(RegisterQuerySet):
    def not_sent(self) -> "DeliveryQuerySet":
        """Mail that failed for good, and mail that waits for longer than any retry takes."""
        stuck = Q(state=Delivery.State.WAITING, asked_at__lt=timezone.now() - STUCK_AFTER)
        return self.filter(Q(state=Delivery.State.FAILED) | stuck)


class Delivery(models.Model):
    """One mail with the files of a paper, to one address: asked for by a person, sent by a job.

    Sent at least once, always with the same Message-ID, so that a mailbox sees a second copy for what it is. The
    address is personal data: members.services.deliveries.erase_address takes it out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("paper"))
    to_address = models.EmailField(_("to"), blank=True, db_index=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text of the mail"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING, db_index=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, default=new_message_id)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                name="delivery_sent_has_instant",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                violation_error_message=_("Mail that was sent says when, and no other does."),
            ),
            models.CheckConstraint(
                name="delivery_waiting_has_address",
                condition=~Q(state="waiting") | ~Q(to_address=""),
                violation_error_message=_("Mail that waits has an address."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} ({self.get_state_display()})"

    @property
    def can_be_asked_again(self) -> bool:
        """Whether sending it once more makes sense: it failed, or nobody has heard of it for long."""
        stuck = self.state == self.State.WAITING and self.asked_at < timezone.now() - STUCK_AFTER
        return bool(self.to_address) and (self.state == self.State.FAILED or stuck)
