"""What the public application form shows of the fee: the estimate by the answers given so far."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse

from fees.papers.applicant_fee import ApplicantFee
from fees.services.quotes import CURRENCY
from fees.words import dollars
from members.models import Application
from wego.dates import today

TEMPLATE = "fees/estimate.html"


def estimate(application: Application, *, key: UUID | None = None, brief: bool = False, **context) -> dict | None:
    """The first fee, if this year's Executive Committee approves, in words and with its table.

    The application may be unsaved and lack anything: then `lacking` says what to fill in first. Where there is no
    amount, or none that is decided, `reasons` says why. With the `key` of what is applied for it has a paper; `brief`
    leaves the table out.
    """
    try:
        fee = ApplicantFee.of_application(application, approved_in=today().year)
    except ValidationError as refusal:  # no schedule is in force
        return {"template": TEMPLATE, "has_table": True, "reasons": refusal.messages}
    return {
        "template": TEMPLATE,
        "lacking": list(fee.lacking),
        "amount": f"{CURRENCY} {dollars(fee.amount)}" if fee.amount is not None else "",
        "is_decided": fee.is_decided,
        "when": fee.when(),
        "has_table": fee.has_table,
        "reasons": fee.reasons(),
        "warnings": fee.warnings(),
        "figures": fee.figures(),
        "place": fee.place(),
        "rule": fee.rule(),
        "schedule": str(fee.run.schedule),
        "paper_url": reverse("fees:quotation", args=[key]) if key and not fee.lacking else "",
        "is_brief": brief,
        **({} if brief else fee.table()),
    }
