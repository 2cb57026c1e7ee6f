"""The letters of the Secretariat and the placeholders of their texts: a table, no database."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", _("acknowledgement of receipt")
    COMPLETION = "completion", _("request for completion")
    RETURN = "return", _("return of an application")
    ACCEPTANCE = "acceptance", _("acceptance letter")
    APPROVAL = "approval", _("approval letter")
    APPROVAL_OPEN = "approval_open", _("approval letter, fee not known yet")
    APPROVAL_FREE = "approval_free", _("approval letter, no fee schedule")
    WITHDRAWAL = "withdrawal", _("withdrawal acknowledgement")


COMMON: Mapping[str, str | Promise] = {
    "member": _("name of the member or applicant on the day of the letter"),
    "country": _("its country"),
    "site": _("address of this site"),
}
APPLICATION: Mapping[str, str | Promise] = {
    "application_number": _("number of the application"),
    "submitted_on": _("date of the form"),
    "received_on": _("day on which the application arrived"),
}
APPROVED: Mapping[str, str | Promise] = {
    "member_number": _("number of the member"),
    "meeting": _("meeting or body that decided"),
    "decided_on": _("day of the decision"),
    "full_since": _("first day of full membership"),
    "first_dues_year": _("first year with a membership fee"),
}
PLACEHOLDERS: Mapping[LetterKind, Mapping[str, str | Promise]] = {
    LetterKind.ACKNOWLEDGEMENT: {**COMMON, **APPLICATION},
    LetterKind.COMPLETION: {
        **COMMON,
        **APPLICATION,
        "requested_on": _("day on which completion was requested"),
        "missing": _("what is missing, as recorded with the request"),
        "due": _("“by” the day on which it is due; without one “as soon as possible”"),
    },
    LetterKind.RETURN: {
        **COMMON,
        **APPLICATION,
        "returned_on": _("day on which the application was returned"),
        "why": _("reason, as recorded with the return"),
    },
    LetterKind.ACCEPTANCE: {
        **COMMON,
        **APPLICATION,
        "member_number": _("number of the member"),
        "accepted_on": _("first day of associate membership"),
        "next_meeting": _("next meeting that decides on members, with its planned days; else that it is not fixed yet"),
    },
    LetterKind.APPROVAL: {**COMMON, **APPROVED, "amount": _("foreseen membership fee, like USD 5,000.00")},
    LetterKind.APPROVAL_OPEN: {**COMMON, **APPROVED, "missing": _("figures without which the fee is not known")},
    LetterKind.APPROVAL_FREE: {**COMMON, **APPROVED},
    LetterKind.WITHDRAWAL: {
        **COMMON,
        "member_number": _("number of the member"),
        "notice_on": _("day of the notice of withdrawal"),
        "last_day": _("last day of membership"),
        "invalid_from": _("day after it: the certificate is invalid from then on"),
    },
}
"""What may stand in the text of each letter, and what it is replaced by."""
