"""What meetings decide about members (A4)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.governance import Meeting
from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class Outcome(models.TextChoices):
    APPROVED = "approved", _("approved")
    DEFERRED = "deferred", _("deferred")
    REJECTED = "rejected", _("rejected")
    ANNULLED = "annulled", _("entered in error")


FINAL = (Outcome.APPROVED, Outcome.REJECTED)


class DecisionQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    def standing(self) -> "DecisionQuerySet":
        """Decisions that no annulment has undone."""
        return self.filter(corrects__isnull=True, corrected_by__isnull=True)


class Decision(RecordedModel, AppendOnlyModel):
    """What a meeting decided about one member (A4). Never edited; an error is answered by an annulment."""

    class Question(models.TextChoices):
        ADMISSION = "admission", _("full membership")
        FOUNDING = "founding", _("founding membership")
        EXPULSION = "expulsion", _("expulsion")
        DISSOLUTION = "dissolution", _("dissolution")
        MERGER = "merger", _("merger")
        SPLIT = "split", _("split")
        SUCCESSION = "succession", _("succession")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("meeting"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("member"))
    question = models.CharField(_("question"), max_length=12, choices=Question)
    about = models.ForeignKey(
        "members.StatusChange",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questioned_by",
        verbose_name=_("standing in question"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    decided_on = models.DateField(_("decided on"))
    reason = models.TextField(_("reason"), blank=True)
    minute = models.CharField(_("minute"), max_length=120, blank=True, help_text=_("Item of the minutes."))
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    reopened = models.PositiveSmallIntegerField(
        _("reopened"),
        default=0,
        editable=False,
        help_text=_("How often an annulment had opened the question again before."),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["about", "question", "reopened"],
                condition=Q(outcome__in=FINAL, corrects__isnull=True),
                name="decision_final_once",
                violation_error_message=_("This question has been decided already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "member", "question", "about", "reopened"],
                condition=Q(corrects__isnull=True),
                name="decision_once_a_meeting",
                violation_error_message=_("This meeting has decided on the member already."),
            ),
            models.CheckConstraint(
                name="decision_reason_if_negative",
                condition=Q(outcome=Outcome.APPROVED) | ~Q(reason=""),
                violation_error_message=_("State the reason of a deferral, a rejection or an annulment."),
            ),
            models.CheckConstraint(
                name="decision_annuls_another",
                condition=Q(outcome=Outcome.ANNULLED, corrects__isnull=False)
                | (~Q(outcome=Outcome.ANNULLED) & Q(corrects__isnull=True)),
                violation_error_message=_("An annulment, and nothing else, points at the decision it annuls."),
            ),
        ]
        indexes = [models.Index(fields=["member", "question", "outcome"], name="decision_of_member")]

    def __str__(self):
        return f"{self.get_question_display()}: {self.get_outcome_display()} ({self.decided_on})"

    def clean(self):
        if self.corrects_id and self.corrects.member_id != self.member_id:
            raise ValidationError(
                {"corrects": ValidationError(_("An annulment is about the same member."), code="other_member")}
            )
        if self.outcome != Outcome.ANNULLED and self.meeting_id and self.decided_on:
            self.meeting.check_decides(self.decided_on)
