"""A confirmed waiver is an adjustment beside the assessment, which stays as it is (R13, R22)."""

from fees.models import Adjustment, DuesException, DuesRun, Settlement
from fees.services import trail


def waive_assessed(run: DuesRun, *, by) -> None:
    """Adjust to 0 what was assessed just now of members whose waiver is confirmed; once for each member.

    Called before their exceptions are closed: a closed one was adjusted when it was closed.
    """
    confirmed = Settlement.objects.filter(
        exception__run=run, way=Settlement.Way.WAIVER, outcome=Settlement.Outcome.CONFIRMED
    )
    waiting = confirmed.exclude(exception__state=DuesException.State.ASSESSED).select_related("exception")
    waivers = {waiver.exception.member_id: waiver for waiver in waiting}
    if not waivers:
        return
    for assessment in run.assessments.standing().filter(member__in=waivers).select_related("member"):
        waiver = waivers[assessment.member_id]
        Adjustment(
            assessment=assessment,
            ground=Adjustment.Ground.WAIVER,
            amount=-assessment.amount,
            reason=waiver.reason,
            document=waiver.document,
            recorded_by=by,
        ).save()
        facts = {"assessment": assessment.pk, "amount": str(-assessment.amount)}
        trail.record("dues.waived", run=run, member=assessment.member, by=by, **facts)
