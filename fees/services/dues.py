"""The dues run of a year: previewed at any time, run from 1 January on, run again for what is missing (A10, R9)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fees.assessing import Outcome, Verdict
from fees.explaining import as_json
from fees.models import Assessment, DuesException, DuesRun, NotAssessed
from fees.services.evaluation import evaluate
from fees.services.quotes import schedule_of
from fees.services.schedules import use_schedule
from fees.services.waivers import waive_assessed
from members.models import EconomyFigure
from wego import audit
from wego.dates import today
from wego.imports.inserting import batches, insert_values, uncollected

State = DuesException.State
ASSESSMENT = ("run", "member", "amount", "basis", "warnings", "reason", "recorded_at", "recorded_by")
NOT_ASSESSED = ("run", "member", "reason")
AT_ONCE = 2000  # outcomes that are written at a time: memory does not grow with the register


def plan_run(year: int, *, include_provisional: bool = False, vintage: date | None = None) -> DuesRun:
    """The run of the year as it is, or as it would be opened today; nothing is saved.

    A run that was opened keeps its data: another `vintage` is refused.
    """
    if not 2000 <= year <= 2200:
        raise ValidationError(
            _("A dues year is a year like 2020, not %(year)s. Nothing was saved."),
            code="no_year",
            params={"year": year},
        )
    run = DuesRun.objects.select_related("schedule").filter(year=year).first()
    if run is None:
        run = DuesRun(year=year, schedule=schedule_of(year), data_on=today(), due_on=default_due_on(year))
    elif vintage and run.vintage and vintage != run.vintage:
        raise ValidationError(
            _("The dues of %(year)d follow the GDP figures of %(vintage)s and keep to them. Nothing was saved."),
            code="other_vintage",
            params={"year": year, "vintage": run.vintage.isoformat()},
        )
    run.vintage = run.vintage or known_vintage(vintage)
    run.include_provisional = run.include_provisional or include_provisional
    return run


def default_due_on(year: int) -> date:
    """The due date that is proposed for a year (R18); not before today."""
    return max(date.fromisoformat(f"{year}-{settings.DUES_DUE_ON}"), today())


@transaction.atomic
def open_run(
    year: int, *, by, include_provisional: bool = False, due_on: date | None = None, vintage: date | None = None
) -> DuesRun:
    """The run of the year, opened if it is not: from then on its schedule and its edition of GDP stand.

    Refused before 1 January of the year: the standing of members is not known until then (R9).
    """
    run = plan_run(year, include_provisional=include_provisional, vintage=vintage)
    if today() < date(year, 1, 1):
        raise ValidationError(
            _("The dues of %(year)d can be assessed from %(year)d-01-01 on. Nothing was saved: preview them instead."),
            code="too_early",
            params={"year": year},
        )
    if run.pk is None:
        run.recorded_by = by
        use_schedule(run.schedule)
    run.due_on = due_on or run.due_on
    run._history_user = by
    is_new = run.pk is None
    with refusing_when_busy(year):
        run.full_clean()
        run.save()
    if is_new:
        audit.record("dues.opened", by=by, subject=f"dues {year}", schedule=run.schedule_id, due_on=str(run.due_on))
    return run


def lock_run(run: DuesRun) -> DuesRun:
    """The row as it is now, locked until the transaction ends; refused at once while somebody else has it."""
    with refusing_when_busy(run.year):
        return DuesRun.objects.select_for_update(nowait=connection.features.has_select_for_update_nowait).get(pk=run.pk)


@transaction.atomic
def assess_members(run: DuesRun, *, by) -> Counter:
    """Assess whoever the run has not assessed yet, all in one transaction under its locked row.

    Exceptions are listed and stop nothing. Returns how many members were assessed now (`assessed`), stand
    as open exceptions (`exception`) and were passed over (`not_assessed`).
    """
    run = lock_run(run)
    run.not_assessed.all().delete()
    run.exceptions.filter(state=State.OPEN).update(state=State.LAPSED)
    count = Counter({verdict.value: 0 for verdict in Verdict})
    with uncollected():
        for outcomes in batches(evaluate(run), AT_ONCE):
            count.update(_record(run, outcomes, by))
    waive_assessed(run, by=by)
    run.exceptions.exclude(state=State.OPEN).filter(member__assessments__run=run).update(state=State.ASSESSED)
    run.assessed_at = timezone.now()
    run._history_user, run._change_reason = by, "assessed"
    run.save()
    audit.record("dues.assessed", by=by, subject=f"dues {run.year}", **count)
    return count


def known_vintage(vintage: date | None) -> date | None:
    """The edition asked for, if its figures are on record; without one the newest."""
    if vintage is None:
        return EconomyFigure.objects.newest_vintage(on=today())
    if not EconomyFigure.objects.filter(vintage=vintage).exists():
        raise ValidationError(
            _("No GDP figures of the edition %(vintage)s are on record. Nothing was saved."),
            code="unknown_vintage",
            params={"vintage": vintage.isoformat()},
        )
    return vintage


@contextmanager
def refusing_when_busy(year: int):
    """A savepoint that turns the database's "somebody else has it" into a refusal."""
    try:
        with transaction.atomic():
            yield
    except (OperationalError, IntegrityError) as error:
        raise ValidationError(
            _("Somebody else is at work on the dues of %(year)d right now. Nothing was saved: try again."),
            code="busy",
            params={"year": year},
        ) from error


def _record(run: DuesRun, outcomes: Sequence[Outcome], by) -> dict[str, int]:
    """Put outcomes on record: assessments, and who needs a decision or was passed over. Returns how many of each."""
    of = {verdict: [outcome for outcome in outcomes if outcome.verdict is verdict] for verdict in Verdict}
    insert_values(Assessment, _fields(Assessment, ASSESSMENT), _assessment_rows(run, of[Verdict.ASSESSED], by))
    passed_over = [(run.pk, outcome.member, outcome.reason) for outcome in of[Verdict.NOT_ASSESSED]]
    insert_values(NotAssessed, _fields(NotAssessed, NOT_ASSESSED), passed_over)
    DuesException.objects.bulk_create(
        (
            DuesException(run=run, member_id=outcome.member, reason=outcome.reason, facts=outcome.facts)
            for outcome in of[Verdict.EXCEPTION]
        ),
        update_conflicts=True,  # one that was listed before keeps its owner
        unique_fields=["run", "member"],
        update_fields=["reason", "facts", "state"],
    )
    return {verdict.value: len(rows) for verdict, rows in of.items()}


def _fields(model: type[Model], names: Iterable[str]) -> list[Field]:
    return [model._meta.get_field(name) for name in names]


def _assessment_rows(run: DuesRun, outcomes: Iterable[Outcome], by) -> Iterator[tuple]:
    """Values of ASSESSMENT as the database takes them."""
    recorded_at = Assessment._meta.get_field("recorded_at").get_db_prep_save(timezone.now(), connection)
    recorded_by = by.pk if by else None
    for one in outcomes:
        warnings = json.dumps(one.warnings) if one.warnings else "[]"
        yield run.pk, one.member, f"{one.amount:.2f}", as_json(one.basis), warnings, "", recorded_at, recorded_by
