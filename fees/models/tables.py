"""The rows of a fee schedule's tables (A7). Amounts in USD; a band reaches from `lower` up to the next one."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fees.models.schedules import FeeSchedule, refuse_locked
from members.models import Kind

AMOUNT = {"max_digits": 10, "decimal_places": 2, "validators": [MinValueValidator(Decimal("0.01"))]}


def amount_above_zero(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(amount__gt=0),
        violation_error_message=_("An amount is above 0; who pays nothing has no row."),
    )


def once(fields: list[str], name: str, words) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields, name=name, violation_error_message=words)


class TableRowQuerySet(models.QuerySet):
    """Rows that nobody changes once their schedule is locked."""

    def update(self, **values):
        self.refuse_if_locked()
        return super().update(**values)

    update.alters_data = True

    def delete(self):
        self.refuse_if_locked()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, *args, **kwargs):
        rows = list(objs)
        for schedule in {row.schedule for row in rows}:
            schedule.refuse_if_locked()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs, *args, **kwargs):
        rows = list(objs)
        for schedule in {row.schedule for row in rows}:
            schedule.refuse_if_locked()
        return super().bulk_update(rows, *args, **kwargs)

    def refuse_if_locked(self) -> None:
        for row in self.filter(schedule__used_since__isnull=False).select_related("schedule")[:1]:
            refuse_locked(row.schedule)


class TableRow(models.Model):
    objects = TableRowQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.schedule.refuse_if_locked()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.schedule.refuse_if_locked()
        return super().delete(*args, **kwargs)


class PopulationBand(TableRow):
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="population_bands")
    lower = models.PositiveBigIntegerField(_("population from (persons)"))

    class Meta:
        ordering = ["lower"]
        verbose_name = _("population band")
        verbose_name_plural = _("population bands")
        constraints = [
            once(
                ["schedule", "lower"],
                "population_band_once",
                _("The schedule has a population band from this number already."),
            )
        ]

    def __str__(self):
        return f"{self.lower}~"


class GdpBand(TableRow):
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="gdp_bands")
    lower = models.PositiveIntegerField(_("GDP from (international $ per head)"))

    class Meta:
        ordering = ["lower"]
        verbose_name = _("GDP band")
        verbose_name_plural = _("GDP bands")
        constraints = [
            once(["schedule", "lower"], "gdp_band_once", _("The schedule has a GDP band from this amount already."))
        ]

    def __str__(self):
        return f"{self.lower}~"


class MatrixCell(TableRow):
    """What a city pays whose population and GDP fall into the bands that begin at these bounds."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="cells")
    gdp_lower = models.PositiveIntegerField(_("GDP from (international $ per head)"))
    population_lower = models.PositiveBigIntegerField(_("population from (persons)"))
    amount = models.DecimalField(_("amount (USD)"), **AMOUNT)

    class Meta:
        ordering = ["gdp_lower", "population_lower"]
        verbose_name = _("cell of the matrix")
        verbose_name_plural = _("cells of the matrix")
        constraints = [
            once(
                ["schedule", "gdp_lower", "population_lower"],
                "matrix_cell_once",
                _("The schedule has an amount in this cell already."),
            ),
            amount_above_zero("matrix_cell_above_zero"),
        ]

    def __str__(self):
        return f"{self.gdp_lower}~ x {self.population_lower}~: {self.amount}"


class EmployeeBand(TableRow):
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="employee_bands")
    lower = models.PositiveIntegerField(_("employees from (persons)"))
    amount = models.DecimalField(_("amount (USD)"), **AMOUNT)

    class Meta:
        ordering = ["lower"]
        verbose_name = _("employee band")
        verbose_name_plural = _("employee bands")
        constraints = [
            once(
                ["schedule", "lower"],
                "employee_band_once",
                _("The schedule has an employee band from this number already."),
            ),
            amount_above_zero("employee_band_above_zero"),
        ]

    def __str__(self):
        return f"{self.lower}~: {self.amount}"


class FlatAmount(TableRow):
    """One amount for all members of a kind, like a later fee of institutions (R16)."""

    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="flat_amounts")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount = models.DecimalField(_("amount (USD)"), **AMOUNT)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("flat amount")
        verbose_name_plural = _("flat amounts")
        constraints = [
            once(["schedule", "kind"], "flat_amount_once", _("The schedule has an amount for this kind already.")),
            amount_above_zero("flat_amount_above_zero"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.amount}"
