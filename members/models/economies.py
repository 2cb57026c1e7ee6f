"""Figures of economies: what dues of cities depend on besides their population (R11, R12)."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from members.models.places import Country
from members.worldbank import GDP_PER_CAPITA_PPP
from wego.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wego.models.recorded import RecordedModel


class EconomyFigureQuerySet(AppendOnlyQuerySet):
    def newest(self, *, until: int, vintage: date, indicator: str = GDP_PER_CAPITA_PPP) -> "EconomyFigureQuerySet":
        """For each economy its figure of the latest year not after `until`, in one edition (R12)."""
        edition = self.filter(indicator=indicator, vintage=vintage, reference_year__lte=until)
        latest = edition.filter(economy=OuterRef("economy")).order_by("-reference_year")
        return edition.filter(pk=Subquery(latest.values("pk")[:1]))

    def newest_vintage(self, *, on: date, indicator: str = GDP_PER_CAPITA_PPP) -> date | None:
        """The newest edition on record that was published by the day `on`; None where there is none."""
        editions = self.filter(indicator=indicator, vintage__lte=on)
        return editions.order_by("-vintage").values_list("vintage", flat=True).first()


class EconomyFigure(RecordedModel, AppendOnlyModel):
    """GDP per capita of an economy in one year, as one edition of its source gives it (A6, R11, R12).

    Value in current international $ per head (PPP). Editions stand beside each other: a revision never
    replaces what an earlier one said.
    """

    economy = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="economy_figures",
        verbose_name=_("economy"),
        help_text=_("By its World Bank code, like KOR."),
    )
    indicator = models.CharField(_("indicator"), max_length=20, default=GDP_PER_CAPITA_PPP)
    reference_year = models.PositiveSmallIntegerField(
        _("reference year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    value = models.DecimalField(_("value (international $ per head)"), max_digits=24, decimal_places=12)
    vintage = models.DateField(_("vintage of the source"))
    source = models.CharField(_("source"), max_length=200)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    objects = EconomyFigureQuerySet.as_manager()

    class Meta:
        ordering = ["economy_id", "-reference_year", "-vintage"]
        verbose_name = _("GDP figure")
        verbose_name_plural = _("GDP figures")
        constraints = [
            models.UniqueConstraint(  # its index also serves `newest` and `newest_vintage`
                fields=["indicator", "vintage", "economy", "reference_year"],
                name="economy_figure_once",
                violation_error_message=_("This edition's figure of the economy and year is recorded already."),
            ),
            models.CheckConstraint(
                name="economy_figure_positive",
                condition=Q(value__gt=0),
                violation_error_message=_("GDP per capita is an amount above 0."),
            ),
            models.CheckConstraint(
                name="economy_figure_has_source",
                condition=~Q(source=""),
                violation_error_message=_("State the source of the figure."),
            ),
        ]

    def __str__(self):
        return f"{self.economy_id} {self.reference_year}: {self.value:,.2f}"
