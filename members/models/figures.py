from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from members.models.duplicates import RecordMerge
from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class MemberFigureQuerySet(OfMemberQuerySet, AppendOnlyQuerySet):
    def counting(self) -> "MemberFigureQuerySet":
        """Without figures that a merge of records brought and that left again when it was undone."""
        return self.exclude(merge__in=RecordMerge.objects.filter(undone_at__isnull=False).values("pk"))

    def newest(self, indicator: str, *, until: int) -> "MemberFigureQuerySet":
        """For each member its figure of the latest year not after `until`; of one year the one recorded last."""
        known = self.counting().filter(indicator=indicator, reference_year__lte=until)
        newest_first = ["-reference_year", "-pk"]
        if connection.features.can_distinct_on_fields:
            return known.order_by("member_id", *newest_first).distinct("member_id")
        latest = known.filter(member=OuterRef("member")).order_by(*newest_first)
        return known.filter(pk=Subquery(latest.values("pk")[:1]))


class MemberFigure(RecordedModel, AppendOnlyModel):
    """A dated fact about a member with its source (A6): inhabitants or employees, in persons.

    A later figure never erases an earlier one.
    """

    class Indicator(models.TextChoices):
        POPULATION = "population", _("population")
        EMPLOYEES = "employees", _("employees")

    class YearBasis(models.TextChoices):
        STATED = "stated", _("stated by the source")
        INFERRED = "inferred", _("inferred")
        ASSUMED = "assumed", _("assumed: the source is undated")

    class Quality(models.TextChoices):
        A = "A", _("official figure of the member's own unit")
        B = "B", _("estimate of an international source")
        C = "C", _("undated, older or partial")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="figures", verbose_name=_("member"))
    indicator = models.CharField(_("indicator"), max_length=10, choices=Indicator)
    value = models.PositiveBigIntegerField(_("value (persons)"))
    reference_year = models.PositiveSmallIntegerField(
        _("reference year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    year_basis = models.CharField(_("how the year is known"), max_length=8, choices=YearBasis, default=YearBasis.STATED)
    concept = models.CharField(_("what is counted"), max_length=80, blank=True)
    quality = models.CharField(_("quality"), max_length=1, choices=Quality, default=Quality.A)
    source = models.CharField(_("source"), max_length=200)
    vintage = models.DateField(_("vintage of the source"), null=True, blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    merge = models.ForeignKey(
        RecordMerge,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="figures",
        verbose_name=_("by the merge of records"),
    )

    objects = MemberFigureQuerySet.as_manager()

    class Meta:
        ordering = ["member", "indicator", "-reference_year", "-pk"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        indexes = [models.Index(fields=["member", "indicator", "-reference_year", "-id"], name="figure_newest")]
        constraints = [
            models.CheckConstraint(
                name="figure_population_positive",
                condition=~Q(indicator="population") | Q(value__gt=0),
                violation_error_message=_("Population must be a whole number of persons above 0, like 1070000."),
            ),
            models.CheckConstraint(
                name="figure_has_source",
                condition=~Q(source=""),
                violation_error_message=_("State the source of the figure."),
            ),
        ]

    def __str__(self):
        return f"{self.get_indicator_display()} {self.reference_year}: {self.value:,}"
