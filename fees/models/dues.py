"""The dues of a year and what each member owes for it (A8, A10). Amounts in USD."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from simple_history.models import HistoricalRecords

from fees.models.schedules import FeeSchedule
from members.models import Member, OfMemberQuerySet, RegisterQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel

AMOUNT = {"max_digits": 10, "decimal_places": 2}
ZERO = Value(Decimal("0.00"), output_field=DecimalField(**AMOUNT))


class DuesRun(RecordedModel):
    """The dues of one year: the data they follow from is named here once and stays (R12).

    Every writer of the year's assessments locks this row first. `recorded_at` is when the run was opened.
    """

    year = models.PositiveSmallIntegerField(
        _("dues year"),
        unique=True,
        validators=[MinValueValidator(2000), MaxValueValidator(2200)],
        error_messages={
            "unique": _("Somebody else opened the dues of this year just now. Nothing was saved: try again.")
        },
    )
    schedule = models.ForeignKey(
        FeeSchedule, on_delete=models.PROTECT, related_name="runs", verbose_name=_("fee schedule")
    )
    data_on = models.DateField(_("data as of"))
    vintage = models.DateField(_("edition of the GDP figures"), null=True, blank=True)
    include_provisional = models.BooleanField(
        _("provisional members included"),
        default=False,
        help_text=_("Members of whom the source does not tell whether they are full members."),
    )
    due_on = models.DateField(_("due date"))
    asked_at = models.DateTimeField(_("assessment asked for at"), null=True, blank=True, editable=False)
    job = models.CharField(_("job"), max_length=64, blank=True, editable=False)
    assessed_at = models.DateTimeField(_("last assessed at"), null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("dues run")
        verbose_name_plural = _("dues runs")
        permissions = [("assess_dues", gettext_noop("Can assess dues"))]
        constraints = [
            models.CheckConstraint(
                name="dues_run_due_after_data",
                condition=Q(due_on__gte=F("data_on")),
                violation_error_message=_("The due date is not before the day of the data."),
            )
        ]

    def __str__(self):
        return str(_("Dues %d") % self.year)

    @property
    def is_waiting(self) -> bool:
        """Whether an assessment was asked for that has not ended."""
        return self.asked_at is not None and (self.assessed_at is None or self.assessed_at < self.asked_at)


class AssessmentQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    def standing(self) -> "AssessmentQuerySet":
        """What holds: assessments that no other one has replaced (R28)."""
        return self.filter(superseded_by__isnull=True)

    def owed(self) -> "AssessmentQuerySet":
        """What holds and was not taken back as assessed in error."""
        return self.standing().exclude(adjustments__ground="error")

    def with_adjusted(self) -> "AssessmentQuerySet":
        """Adds `adjusted`, the sum of adjustments (0 or below), and `total`, what is left to pay, in USD."""
        adjusted = Coalesce(Sum("adjustments__amount"), ZERO)
        return self.annotate(adjusted=adjusted).annotate(total=F("amount") + F("adjusted"))


class Assessment(RecordedModel, AppendOnlyModel):
    """What one member owes for one year, and all that it follows from (A8).

    `basis` holds the figures with their years and sources, the bands, the cell and the schedule: evaluating
    it again gives `amount`. Never edited: a wrong one is superseded by a new one with a reason (R28).
    """

    run = models.ForeignKey(DuesRun, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("dues run"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("member"))
    amount = models.DecimalField(_("amount (USD)"), **AMOUNT)
    basis = models.JSONField(_("explanation"), encoder=DjangoJSONEncoder)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-run__year", "member__number", "pk"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "member"],
                condition=Q(supersedes__isnull=True),
                name="assessment_once",
                violation_error_message=_("The member is assessed for this year already."),
            ),
            models.CheckConstraint(
                name="assessment_above_zero",
                condition=Q(amount__gt=0),
                violation_error_message=_("An assessment is above 0; who owes nothing is not assessed."),
            ),
            models.CheckConstraint(
                name="assessment_superseded_with_reason",
                condition=Q(supersedes__isnull=True, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
                violation_error_message=_("State why the assessment is replaced, and only then."),
            ),
        ]

    def __str__(self):
        return f"{self.run}: {self.member}"

    def clean(self):
        before = self.supersedes
        if before and (before.run_id, before.member_id) != (self.run_id, self.member_id):
            raise ValidationError(
                {"supersedes": ValidationError(_("It is about another member or year."), code="other_member")}
            )


class AdjustmentQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    country_paths = ["assessment__member__country"]


class Adjustment(RecordedModel, AppendOnlyModel):
    """A waiver or a reduction by decision: a line of its own, the assessed amount stays as it is (R22)."""

    class Ground(models.TextChoices):
        WAIVER = "waiver", _("waiver")
        REDUCTION = "reduction", _("reduction")
        ERROR = "error", _("assessed in error")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="adjustments", verbose_name=_("assessment")
    )
    ground = models.CharField(_("ground"), max_length=9, choices=Ground)
    amount = models.DecimalField(_("amount (USD)"), help_text=_("Below 0."), **AMOUNT)
    reason = models.TextField(_("reason"))
    document = models.CharField(
        _("decision"), max_length=200, blank=True, help_text=_("Body, day, item of the minutes.")
    )

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "pk"]
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints = [
            models.CheckConstraint(
                name="adjustment_below_zero",
                condition=Q(amount__lt=0),
                violation_error_message=_("An adjustment lowers what is owed: its amount is below 0."),
            ),
            models.CheckConstraint(
                name="adjustment_by_decision",
                condition=~Q(reason="") & (Q(ground="error") | ~Q(document="")),
                violation_error_message=_("Name the reason, and the decision that waives or reduces the dues."),
            ),
        ]

    def __str__(self):
        return f"{self.get_ground_display()}: {self.amount}"

    def clean(self):
        """Nobody is owed money by an adjustment."""
        if self.assessment_id and self.amount is not None:
            before = Assessment.objects.with_adjusted().get(pk=self.assessment_id).total
            if before + self.amount < 0:
                words = _("No more than %(total)s USD is left.") % {"total": f"{before:.2f}"}
                raise ValidationError({"amount": ValidationError(words, code="too_much")})


class NotAssessed(models.Model):
    """A member that a run passed over, and why. Written anew each time the year is assessed."""

    class Reason(models.TextChoices):
        ASSOCIATE = "associate", _("associate member")
        JOINED_TOO_LATE = "joined_too_late", _("joined after the year had begun")
        LEFT = "left", _("left before the year began")
        NO_SCHEDULE = "no_schedule", _("no dues schedule")

    run = models.ForeignKey(
        DuesRun, on_delete=models.PROTECT, related_name="not_assessed", db_index=False, verbose_name=_("dues run")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    reason = models.CharField(_("reason"), max_length=15, choices=Reason)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ["run", "member__number"]
        verbose_name = _("member not assessed")
        verbose_name_plural = _("members not assessed")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "member"],
                name="not_assessed_once",
                violation_error_message=_("The run lists this member already."),
            )
        ]

    def __str__(self):
        return f"{self.member}: {self.get_reason_display()}"
