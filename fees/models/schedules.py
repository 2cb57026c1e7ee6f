from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from fees.rules import Bands, CityMatrix, EmployeeScale, Flat, Tables
from members.models import Meeting, in_language
from wego.models.recorded import RecordedModel


def refuse_locked(schedule: "FeeSchedule") -> None:
    raise ValidationError(
        _("%(schedule)s was used by a dues run and is locked. Nothing was saved: copy it to a new draft."),
        code="locked",
        params={"schedule": schedule},
    )


class ScheduleQuerySet(models.QuerySet):
    def with_tables(self) -> "ScheduleQuerySet":
        """With bands, cells and amounts: what it takes to quote."""
        return self.prefetch_related("population_bands", "gdp_bands", "cells", "employee_bands", "flat_amounts")

    def in_force(self, year: int) -> "FeeSchedule | None":
        """The adopted schedule of a dues year, with its tables: the newest that had begun by then (R23)."""
        adopted = self.filter(state=FeeSchedule.State.ADOPTED, first_dues_year__lte=year)
        return adopted.with_tables().order_by("-first_dues_year").first()

    def update(self, **values):
        for schedule in self.filter(used_since__isnull=False)[:1]:
            refuse_locked(schedule)
        return super().update(**values)

    update.alters_data = True

    def delete(self):
        for schedule in self.filter(used_since__isnull=False)[:1]:
            refuse_locked(schedule)
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class FeeSchedule(RecordedModel):
    """A version of the fee tables (A7, R23): a draft until it is adopted, locked once a dues run has used it.

    On PostgreSQL triggers refuse what the model refuses here: changing or deleting a locked schedule or a
    row of its tables.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")

    title_en = models.CharField(_("title (English)"), max_length=120)
    title_ko = models.CharField(_("title (Korean)"), max_length=120, blank=True)
    first_dues_year = models.PositiveSmallIntegerField(
        _("first dues year"), validators=[MinValueValidator(2000), MaxValueValidator(2200)]
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    decision = models.CharField(
        _("decision"),
        max_length=200,
        blank=True,
        help_text=_("What put the tables in force: body, day, item of the minutes."),
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fee_schedules",
        verbose_name=_("meeting"),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True, help_text=_("Empty: the day is not known."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    used_since = models.DateTimeField(_("used by a dues run since"), null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["-first_dues_year", "-pk"]
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["first_dues_year"],
                condition=Q(state="adopted"),
                name="schedule_one_a_year",
                violation_error_message=_("Another schedule is adopted for this first dues year already."),
            ),
            models.CheckConstraint(
                name="schedule_state_known",
                condition=Q(state__in=["draft", "adopted"]),
                violation_error_message=_("A schedule is a draft or adopted."),
            ),
            models.CheckConstraint(
                name="schedule_adopted_by_decision",
                condition=Q(state="draft") | ~Q(decision=""),
                violation_error_message=_("Name the decision that adopts the tables."),
            ),
            models.CheckConstraint(
                name="schedule_draft_not_adopted_on",
                condition=Q(state="adopted") | Q(adopted_on__isnull=True, meeting__isnull=True),
                violation_error_message=_("A draft has no day of adoption and no meeting."),
            ),
            models.CheckConstraint(
                name="schedule_used_if_adopted",
                condition=Q(state="adopted") | Q(used_since__isnull=True),
                violation_error_message=_("A draft is not used for dues."),
            ),
        ]

    def __str__(self):
        return f"{in_language(self.title_en, self.title_ko)} ({self.first_dues_year})"

    def save(self, *args, **kwargs):
        self.refuse_if_locked()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.refuse_if_locked()
        return super().delete(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_locked(self) -> bool:
        return self.used_since is not None

    def refuse_if_locked(self) -> None:
        """Look at the row as it is now, not as it was when it was read."""
        if self.pk and FeeSchedule.objects.filter(pk=self.pk, used_since__isnull=False).exists():
            refuse_locked(self)

    def version(self) -> dict:
        """How an explanation names it."""
        return {"title": self.title_en, "first_dues_year": self.first_dues_year}

    def tables(self) -> Tables:
        """What it says, for quoting; from memory where it was read `with_tables`."""
        return Tables(
            self._city_matrix(),
            self._employee_scale(),
            {row.kind: Flat(row.kind, row.amount) for row in self.flat_amounts.all()},
        )

    def _city_matrix(self) -> CityMatrix | None:
        cells = {(cell.gdp_lower, cell.population_lower): cell.amount for cell in self.cells.all()}
        if not cells:
            return None
        population = tuple(sorted(band.lower for band in self.population_bands.all()))
        gdp = tuple(sorted(band.lower for band in self.gdp_bands.all()))
        rows = tuple(tuple(cells[lower, column] for column in population) for lower in gdp)
        return CityMatrix(Bands(population), Bands(gdp), rows)

    def _employee_scale(self) -> EmployeeScale | None:
        bands = sorted(self.employee_bands.all(), key=lambda band: band.lower)
        if not bands:
            return None
        return EmployeeScale(Bands(tuple(band.lower for band in bands)), tuple(band.amount for band in bands))
