"""Work of the dues that leaves the request."""

from fees.models import DuesRun
from fees.services.dues import assess_members
from wego.jobs import job
from wego.models import User


@job(atomic=True)
def assess_year(run: int, by: int | None) -> dict:
    """Assess whom the run lacks: all in one transaction with the tick of the job, or nothing.

    Returns how many were assessed now, need a decision and were passed over.
    """
    return dict(assess_members(DuesRun.objects.get(pk=run), by=User.objects.filter(pk=by).first()))
