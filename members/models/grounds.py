"""What a row of the status history rests on: a decision, an application, the opening of the register."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.lifecycle import APPLIED, Ground
from members.models.applications import Application
from members.models.decisions import Decision, Outcome

DECISION_QUESTIONS = {
    Ground.APPROVAL: (Decision.Question.ADMISSION, Outcome.APPROVED),
    Ground.REJECTED: (Decision.Question.ADMISSION, Outcome.REJECTED),
    Ground.FOUNDING: (Decision.Question.FOUNDING, Outcome.APPROVED),
    Ground.EXPELLED: (Decision.Question.EXPULSION, Outcome.APPROVED),
    Ground.MERGED: (Decision.Question.MERGER, Outcome.APPROVED),
    Ground.SPLIT: (Decision.Question.SPLIT, Outcome.APPROVED),
    Ground.SUCCESSION: (Decision.Question.SUCCESSION, Outcome.APPROVED),
}
"""The decision that each decided ground rests on."""

ON_THE_DAY = (Ground.APPROVAL, Ground.REJECTED, Ground.FOUNDING)
"""Steps that take effect on the very day of their decision, never before or after (R4, R6)."""


def check_ground(row, opened_on: date | None, annulled: set[int]) -> None:
    """Refuse a row of the status history that points at what does not carry it.

    `opened_on` is the day on which the register was opened, `annulled` the decisions that an annulment undid.
    """
    if row.corrects_id and row.corrects.member_id != row.member_id:
        raise _refusal("corrects", _("A correction points at a row of the same member."), "other_member")
    if row.ground == Ground.OPENING:
        _check_opening(row, opened_on)
    if row.decision_id:
        _check_decision(row, annulled)
        _check_day(row, row.decision.decided_on)
    if row.application_id:
        _check_application(row)


def _check_opening(row, opened_on: date | None) -> None:
    if row.first.ground != Ground.OPENING:
        raise _refusal("ground", _("A step that was recorded later does not become an opening row."), "not_opening")
    if opened_on and (row.effective_on > opened_on or (row.effective_on < opened_on and not row.corrects_id)):
        message = _(
            "The register was opened on %(day)s: an opening row is of that day. Who came later comes by an "
            "application and a decision."
        )
        raise _refusal("effective_on", message, "opened_already", day=opened_on.isoformat())


def _check_decision(row, annulled: set[int]) -> None:
    decision, wanted = row.decision, DECISION_QUESTIONS.get(row.ground)
    if wanted and (decision.question, decision.outcome) != wanted:
        message = _("The decision named does not decide this: %(decision)s.")
        raise _refusal("decision", message, "wrong_decision", decision=decision)
    if decision.member_id != row.member_id:
        raise _refusal("decision", _("The decision is about another member."), "other_member")
    if wanted and decision.pk in annulled:
        message = _("The decision named has been annulled: %(decision)s. Record what was decided.")
        raise _refusal("decision", message, "annulled", decision=decision)


def _check_day(row, decided_on: date) -> None:
    if row.ground in ON_THE_DAY and row.effective_on != decided_on:
        message = _(
            "This takes effect on the day of the decision, %(day)s. For another day annul the decision and "
            "record it again."
        )
        raise _refusal("effective_on", message, "other_day", day=decided_on.isoformat())
    if row.ground == Ground.EXPELLED and row.effective_on <= decided_on:
        message = _("An expulsion ends the membership on or after the day of the decision, %(day)s.")
        raise _refusal("effective_on", message, "other_day", day=decided_on.isoformat())


def _check_application(row) -> None:
    application = row.application
    if row.ground in APPLIED and application.state != Application.State.ACCEPTED:
        message = _("The application is not accepted: %(application)s.")
        raise _refusal("application", message, "not_accepted", application=application)
    if application.member_id not in (None, row.member_id):
        raise _refusal("application", _("The application is another member's."), "other_member")


def _refusal(field: str, message, code: str, **params) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code, params=params)})
