"""Members that a dues run cannot assess without a decision, and how each is settled (R13)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fees.models.dues import DuesRun
from members.models import Member, OfMemberQuerySet
from wego.models.recorded import RecordedModel


class Figure(models.TextChoices):
    """What dues follow from."""

    POPULATION = "population", _("population")
    GDP = "gdp", _("GDP per head (PPP)")
    EMPLOYEES = "employees", _("employees")


class DuesException(models.Model):
    """A member that needs a decision: never an amount of zero, never a silent lowest band.

    It is open until the member is assessed, or turns out not to be in question.
    """

    class Reason(models.TextChoices):
        NO_POPULATION = "no_population", _("no population")
        NO_GDP = "no_gdp", _("no GDP figure")
        STALE_GDP = "stale_gdp", _("GDP figure too old")
        NO_EMPLOYEES = "no_employees", _("no number of employees")
        PROVISIONAL = "provisional", _("standing not confirmed")

    class State(models.TextChoices):
        OPEN = "open", _("needs a decision")
        ASSESSED = "assessed", _("assessed")
        LAPSED = "lapsed", _("no longer in question")

    run = models.ForeignKey(DuesRun, on_delete=models.PROTECT, related_name="exceptions", verbose_name=_("dues run"))
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="dues_exceptions", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=13, choices=Reason)
    facts = models.JSONField(_("what is known"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ["run", "member__number"]
        verbose_name = _("dues exception")
        verbose_name_plural = _("dues exceptions")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "member"],
                name="dues_exception_once",
                violation_error_message=_("The run lists this member already."),
            )
        ]
        indexes = [models.Index(fields=["run", "state"], name="dues_exception_open")]

    def __str__(self):
        return f"{self.run}: {self.member}: {self.get_reason_display()}"

    @property
    def figure(self) -> str:
        """The figure that is missing; '' where it is not a figure that is missing."""
        return FIGURE_OF.get(self.reason, "")


FIGURE_OF = {
    DuesException.Reason.NO_POPULATION: Figure.POPULATION,
    DuesException.Reason.NO_GDP: Figure.GDP,
    DuesException.Reason.STALE_GDP: Figure.GDP,
    DuesException.Reason.NO_EMPLOYEES: Figure.EMPLOYEES,
}


class SettlementQuerySet(OfMemberQuerySet):
    country_paths = ["exception__member__country"]


class Settlement(RecordedModel):
    """A figure that one officer proposes to assess an exception by, and what a second person said to it.

    `recorded_by` proposed it. Its values are never edited; `outcome` is given once.
    """

    class Way(models.TextChoices):
        LAST_VALUE = "last_value", _("last available value")
        OTHER_SOURCE = "other_source", _("another named source")
        LAST_YEAR = "last_year", _("as last year")
        WAIVER = "waiver", _("waiver")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    exception = models.ForeignKey(
        DuesException, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("dues exception")
    )
    figure = models.CharField(_("figure"), max_length=10, choices=Figure)
    way = models.CharField(_("way"), max_length=12, choices=Way)
    value = models.DecimalField(
        _("value"), max_digits=24, decimal_places=12, help_text=_("Persons, or international $ per head.")
    )
    reference_year = models.PositiveSmallIntegerField(
        _("reference year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    source = models.CharField(_("source"), max_length=200)
    reason = models.TextField(_("reason"))
    document = models.CharField(
        _("decision"), max_length=200, blank=True, help_text=_("Body, day, item of the minutes.")
    )
    outcome = models.CharField(_("second person"), max_length=9, choices=Outcome, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    review_note = models.TextField(_("note of the second person"), blank=True, editable=False)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["exception", "pk"]
        verbose_name = _("settlement of an exception")
        verbose_name_plural = _("settlements of exceptions")
        permissions = [
            ("propose_settlement", gettext_noop("Can propose how a dues exception is settled")),
            ("review_settlement", gettext_noop("Can confirm how a dues exception is settled")),
        ]
        constraints = [
            models.CheckConstraint(
                name="settlement_reviewed_by_another",
                condition=Q(recorded_by__isnull=False)
                & (Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("recorded_by"))),
                violation_error_message=_("A second person confirms: nobody confirms an own proposal."),
            ),
            models.CheckConstraint(
                name="settlement_review_whole",
                condition=Q(outcome="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(outcome__in=["confirmed", "refused"], reviewed_at__isnull=False, reviewed_by__isnull=False),
                violation_error_message=_("A review has an outcome, a person and an instant."),
            ),
            models.CheckConstraint(
                name="settlement_value_positive",
                condition=Q(value__gt=0) | Q(figure="employees", value=0),
                violation_error_message=_("The value is above 0; only a number of employees may be 0."),
            ),
            models.CheckConstraint(
                name="settlement_has_grounds",
                condition=~Q(reason="") & ~Q(source=""),
                violation_error_message=_("State the source of the value and the reason."),
            ),
            models.CheckConstraint(
                name="settlement_waiver_by_decision",
                condition=~Q(way="waiver") | ~Q(document=""),
                violation_error_message=_("Name the decision that waives the dues."),
            ),
            models.UniqueConstraint(
                fields=["exception"],
                condition=Q(outcome=""),
                name="settlement_one_open",
                violation_error_message=_("A proposal for this exception waits for a second person already."),
            ),
            models.UniqueConstraint(
                fields=["exception", "figure"],
                condition=Q(outcome="confirmed"),
                name="settlement_one_confirmed",
                violation_error_message=_("This figure of the exception is settled already."),
            ),
        ]

    def __str__(self):
        figure = f"{self.get_figure_display()} {self.value.normalize():,f} ({self.reference_year})"
        return f"{self.get_way_display()}: {figure}"

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    def origin(self) -> dict:
        """What an explanation says of the figure that was settled."""
        return {
            "year": self.reference_year,
            "source": self.source,
            "settled": {"settlement": self.pk, "way": self.way, "document": self.document},
        }
