"""A dues run in the hands of a worker: asked for once, whoever asks, and how far it is (S20)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fees.assessing import Verdict
from fees.jobs import assess_year
from fees.models import DuesException, DuesRun
from fees.services.dues import lock_run
from fees.services.evaluation import evaluate


class Stage(StrEnum):
    """Where the assessment of a year stands. All of it is one transaction: there is no half."""

    NEW = "new"
    WAITING = "waiting"
    WORKING = "working"
    AGAIN = "again"
    FAILED = "failed"
    DONE = "done"


UNDER_WAY = {Stage.WAITING, Stage.WORKING, Stage.AGAIN}
UNDER_WAY_ALREADY = _(
    "The assessment of %(year)d was asked for at %(at)s by %(person)s and is under way. Nothing was saved."
)
ASSESSED_ALREADY = _(
    "The dues of %(year)d were assessed at %(at)s by %(person)s already, and nothing has changed since. "
    "Nothing was saved."
)


@dataclass(frozen=True)
class Progress:
    """A stage and the instant it began; of AGAIN the instant of the next try."""

    stage: Stage
    at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY


def progress_of(run: DuesRun) -> Progress:
    """What became of the assessment that was asked for last."""
    if not run.is_waiting:
        return Progress(Stage.DONE if run.assessed_at else Stage.NEW, run.assessed_at)
    job = DBTaskResult.objects.filter(pk=run.job).first()
    if job is None:  # removed from the queue by hand, or long ago
        return Progress(Stage.FAILED)
    match job.status:
        case TaskResultStatus.SUCCESSFUL:
            run.refresh_from_db(fields=["assessed_at"])  # it may have ended since the row was read
            return Progress(Stage.DONE, job.finished_at)
        case TaskResultStatus.FAILED:
            return Progress(Stage.FAILED, job.finished_at)
        case TaskResultStatus.RUNNING:
            return Progress(Stage.WORKING, job.started_at)
    return Progress(Stage.AGAIN, job.run_after) if job.worker_ids else Progress(Stage.WAITING, run.asked_at)


@transaction.atomic
def ask_for_assessment(run: DuesRun, *, by) -> DuesRun:
    """Have a worker assess whom the run lacks. Refused while it is under way, and where nothing would change."""
    run = lock_run(run)
    if progress_of(run).is_under_way:
        raise _refusal(UNDER_WAY_ALREADY, run, "asked_at")
    if run.assessed_at and _changes_nothing(run):
        raise _refusal(ASSESSED_ALREADY, run, "assessed_at")
    run.asked_at = timezone.now()
    run.job = assess_year.enqueue(run.pk, by.pk if by else None).id
    run._history_user, run._change_reason = by, "assessment asked for"
    run.save()
    return run


def whose(run: DuesRun, instant: str):
    """Who made `asked_at` or `assessed_at` of the run what it is; None for a command."""
    rows = run.history.filter(**{instant: getattr(run, instant)}).select_related("history_user")
    first = rows.order_by("history_date", "history_id").first()
    return first and first.history_user


def _refusal(words: str, run: DuesRun, instant: str) -> ValidationError:
    at = timezone.localtime(getattr(run, instant)).strftime("%Y-%m-%d %H:%M")
    said = {"year": run.year, "person": whose(run, instant) or "-", "at": at}
    return ValidationError(words, code=instant, params=said)


def _changes_nothing(run: DuesRun) -> bool:
    """Whether another assessment of the year would leave all as it is."""
    listed = {
        row.member_id: (Verdict.EXCEPTION, row.reason, row.facts)
        for row in run.exceptions.filter(state=DuesException.State.OPEN)
    } | {row.member_id: (Verdict.NOT_ASSESSED, row.reason, {}) for row in run.not_assessed.all()}
    found = {}
    for outcome in evaluate(run):
        if outcome.verdict == Verdict.ASSESSED:
            return False
        found[outcome.member] = (outcome.verdict, outcome.reason, outcome.facts)
    return found == listed


@transaction.atomic
def move_due_date(run: DuesRun, *, due_on, by) -> DuesRun:
    """Another due date for the year; who typed it is in the history (R18)."""
    run = lock_run(run)
    run.due_on = due_on
    run._history_user = by
    run.full_clean()
    run.save()
    return run
