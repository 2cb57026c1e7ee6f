"""Versions of the fee tables: drafts are written and compared, a decision adopts one, a dues run locks it (R23)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fees.models import EmployeeBand, FeeSchedule, FlatAmount, GdpBand, MatrixCell, PopulationBand
from fees.rules import Tables
from members.models import Meeting
from wego import audit
from wego.dates import not_in_the_future


@transaction.atomic
def copy_schedule(schedule: FeeSchedule, *, title_en: str, first_dues_year: int, by, title_ko: str = "") -> FeeSchedule:
    """A draft with the same tables, for a later dues year."""
    draft = FeeSchedule(
        title_en=title_en,
        title_ko=title_ko,
        first_dues_year=first_dues_year,
        source=str(_("copied from %s") % schedule)[:200],
        recorded_by=by,
    )
    _save(draft, by=by, reason=draft.source)
    _add_rows(draft, schedule.tables())
    return draft


@transaction.atomic
def write_tables(schedule: FeeSchedule, *, tables: Tables, by, reason: str) -> FeeSchedule:
    """Give a draft other tables; the history of the schedule keeps who did so and why."""
    schedule = lock_draft(schedule)
    for rows in (PopulationBand, GdpBand, MatrixCell, EmployeeBand, FlatAmount):
        rows.objects.filter(schedule=schedule).delete()
    _add_rows(schedule, tables)
    _save(schedule, by=by, reason=reason)
    return schedule


@transaction.atomic
def adopt_schedule(
    schedule: FeeSchedule, *, decision: str, by, adopted_on: date | None = None, meeting: Meeting | None = None
) -> FeeSchedule:
    """Put a draft in force from its first dues year on, by a decision. From then on its tables stand."""
    schedule = lock_draft(schedule)
    if not schedule.cells.exists() and not schedule.employee_bands.exists() and not schedule.flat_amounts.exists():
        raise ValidationError(_("The draft has no tables. Nothing was saved."), code="no_tables")
    if adopted_on:
        not_in_the_future(adopted_on)
    schedule.state = FeeSchedule.State.ADOPTED
    schedule.decision, schedule.adopted_on, schedule.meeting = decision, adopted_on, meeting
    _save(schedule, by=by, reason=decision)
    return schedule


@transaction.atomic
def use_schedule(schedule: FeeSchedule) -> FeeSchedule:
    """Lock an adopted schedule because a dues run uses it; again, it stays locked. Returns the row as it is now."""
    schedule = FeeSchedule.objects.select_for_update().get(pk=schedule.pk)
    if schedule.is_draft:
        raise ValidationError(
            _("%(schedule)s is a draft; dues follow an adopted schedule. Nothing was saved."),
            code="draft",
            params={"schedule": schedule},
        )
    if not schedule.is_locked:
        schedule.used_since = timezone.now()
        schedule.save(update_fields=["used_since"])
    return schedule


def lock_draft(schedule: FeeSchedule) -> FeeSchedule:
    """The row as it is now, locked; refused unless it is a draft."""
    schedule = FeeSchedule.objects.select_for_update().get(pk=schedule.pk)
    if not schedule.is_draft:
        raise ValidationError(
            _("%(schedule)s is adopted: its tables stand. Nothing was saved: copy it to a new draft."),
            code="adopted",
            params={"schedule": schedule},
        )
    return schedule


@transaction.atomic
def enter_schedule(schedule: FeeSchedule, *, tables: Tables, by, reason: str) -> FeeSchedule:
    """A schedule as a document has it, with its tables."""
    _save(schedule, by=by, reason=reason)
    _add_rows(schedule, tables)
    return schedule


def _save(schedule: FeeSchedule, *, by, reason: str) -> None:
    schedule._history_user = by
    schedule._change_reason = reason[:100]
    schedule.full_clean()
    schedule.save()
    audit.record(
        "schedule.written", by=by, subject=f"schedule {schedule.pk}", state=str(schedule.state), reason=reason[:100]
    )


def _add_rows(schedule: FeeSchedule, tables: Tables) -> None:
    rows = {PopulationBand: [], GdpBand: [], MatrixCell: [], EmployeeBand: [], FlatAmount: []}
    if tables.city:
        population, gdp = tables.city.population.lowers, tables.city.gdp.lowers
        rows[PopulationBand] = [{"lower": lower} for lower in population]
        rows[GdpBand] = [{"lower": lower} for lower in gdp]
        rows[MatrixCell] = [
            {"gdp_lower": row, "population_lower": column, "amount": amount}
            for row, amounts in zip(gdp, tables.city.cells, strict=True)
            for column, amount in zip(population, amounts, strict=True)
        ]
    if tables.company:
        bands = zip(tables.company.employees.lowers, tables.company.amounts, strict=True)
        rows[EmployeeBand] = [{"lower": lower, "amount": amount} for lower, amount in bands]
    rows[FlatAmount] = [{"kind": kind, "amount": flat.amount} for kind, flat in tables.flat.items()]
    for model, values in rows.items():
        model.objects.bulk_create(model(schedule=schedule, **value) for value in values)
