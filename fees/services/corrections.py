"""A wrong assessment is superseded by a new one with a reason, never edited (R28)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from fees.assessing import Outcome, Verdict
from fees.models import Adjustment, Assessment, DuesRun
from fees.services import trail
from fees.services.dues import lock_run
from fees.services.evaluation import evaluate
from fees.services.settlements import write_assessment
from fees.words import dollars, exception_words, not_assessed_words
from wego.dates import today


@transaction.atomic
def supersede_assessment(assessment: Assessment, *, reason: str, by, document: str = "") -> Assessment:
    """Assess the member anew, by the figures on record now and the run's own schedule and edition.

    A higher amount, or a lower one for a year that is over, needs a decision of the Secretary General in
    `document`. Returns the new assessment. A member that is not in question by the register as it is now keeps
    its assessment, with an adjustment of minus what is left of it; that assessment is returned.
    """
    if not reason.strip():
        raise ValidationError(_("State why the assessment is replaced. Nothing was saved."), code="no_reason")
    run = lock_run(assessment.run)
    assessment = Assessment.objects.standing().filter(pk=assessment.pk).with_adjusted().first()
    if assessment is None:
        raise ValidationError(
            _("This assessment was replaced by a newer one already. Nothing was saved."), code="superseded"
        )
    outcome = next(evaluate(run, members=[assessment.member_id], known=True), None)
    if outcome is None or outcome.verdict == Verdict.NOT_ASSESSED:
        return _cancel(run, assessment, outcome, reason=reason, document=document, by=by)
    if outcome.verdict == Verdict.EXCEPTION:
        raise ValidationError(
            _("There is no new amount: %(why)s Nothing was saved."),
            code="exception",
            params={"why": exception_words(outcome.reason, outcome.facts)},
        )
    _check_changes(assessment, outcome)
    _check_decided(run, _owed(assessment), outcome.amount, document)
    new = write_assessment(run, outcome, by=by, supersedes=assessment, reason=_with(reason, document))
    _carry_adjustments(assessment, new, by)
    trail.record(
        "dues.superseded",
        run=run,
        member=new.member,
        by=by,
        assessment=new.pk,
        before=str(assessment.amount),
        after=str(new.amount),
        reason=reason,
    )
    return new


def _owed(assessment: Assessment) -> Decimal:
    """The amount in USD as it holds: without what was assessed in error, before waivers and reductions."""
    errors = assessment.adjustments.filter(ground=Adjustment.Ground.ERROR)
    return assessment.amount + sum(row.amount for row in errors)


def _check_changes(assessment: Assessment, outcome: Outcome) -> None:
    if (outcome.amount, outcome.basis) == (_owed(assessment), assessment.basis):
        raise ValidationError(
            _(
                "The figures on record give the same amount by the same explanation. Nothing was saved: record "
                "the right figure first."
            ),
            code="no_change",
        )


def _check_decided(run: DuesRun, old: Decimal, new: Decimal, document: str) -> None:
    """Nobody is surprised by a second bill, and what is over stays over, unless it was decided."""
    if not document and (new > old or (new < old and run.year < today().year)):
        raise ValidationError(
            _(
                "The amount would be %(new)s USD instead of %(old)s USD. A higher amount counts from the next year "
                "on, and a lower one only for the current year, unless the Secretary General decides: name the "
                "decision. Nothing was saved."
            ),
            code="not_decided",
            params={"new": dollars(new), "old": dollars(old)},
        )


def _cancel(
    run: DuesRun, assessment: Assessment, outcome: Outcome | None, *, reason: str, document: str, by
) -> Assessment:
    why = not_assessed_words(outcome.reason) if outcome else _("not a member")
    if assessment.total == 0:
        raise ValidationError(
            _("Nothing is left of this assessment: it was adjusted to 0 already. Nothing was saved."),
            code="nothing_left",
        )
    _check_decided(run, _owed(assessment), Decimal(0), document)
    Adjustment(
        assessment=assessment,
        ground=Adjustment.Ground.ERROR,
        amount=-assessment.total,
        reason=f"{reason} ({why})",
        document=document,
        recorded_by=by,
    ).save()
    trail.record(
        "dues.cancelled",
        run=run,
        member=assessment.member,
        by=by,
        assessment=assessment.pk,
        amount=str(-assessment.total),
        reason=reason,
    )
    return assessment


def _carry_adjustments(old: Assessment, new: Assessment, by) -> None:
    """What was waived or reduced stays so: in whole where nothing was left, else by the same amount at most."""
    rows = old.adjustments.exclude(ground=Adjustment.Ground.ERROR)
    is_whole = old.amount + sum(row.amount for row in rows) == 0
    left = new.amount
    for row in rows:
        amount = -left if is_whole else max(row.amount, -left)
        left += amount
        if amount < Decimal(0):
            Adjustment(
                assessment=new,
                ground=row.ground,
                amount=amount,
                reason=row.reason,
                document=row.document,
                recorded_by=by,
            ).save()


def _with(reason: str, document: str) -> str:
    return f"{reason} ({document})" if document else reason
