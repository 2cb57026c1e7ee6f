"""The approval letter (paper 7): full member since when, first dues year, and the fee that is foreseen (R4, R8)."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, override

from fees.assessing import Outcome, Verdict
from fees.papers.figures import money
from fees.services.foreseeing import foresee_dues, plan_first_dues
from members.letters import LetterKind
from members.models import Decision, Member, Paper, in_language
from members.papers.addressing import Correspondent, of_member
from members.papers.letters import Letter, Sending, write_letter
from members.services.letters import Occasion

MISSING = {
    "no_population": gettext_lazy("number of inhabitants, with year and source"),
    "no_gdp": gettext_lazy("a current figure of the GDP per head of your economy"),
    "stale_gdp": gettext_lazy("a current figure of the GDP per head of your economy"),
    "no_employees": gettext_lazy("number of employees, with its date"),
}
NO_SCHEDULE = gettext_lazy("the fee schedule of that year")


def approval(decision: Decision) -> Occasion:
    return Occasion(Paper.Kind.APPROVAL, decision.recorded_at, member=decision.member, meeting=decision.meeting)


def approval_letter(
    decision: Decision, sending: Sending, *, to: Correspondent | None = None, foreseen: Outcome | None = None
) -> Letter:
    """The letter to the member that a meeting approved. `to` and `foreseen` where they are known already."""
    to = to or of_member(decision.member, sending.issued_on)
    outcome = foreseen or foreseen_fees([decision]).get(decision.member_id)
    meeting = decision.meeting
    with override(sending.language):
        values = {
            "member_number": str(decision.member.number),
            "meeting": in_language(meeting.title_en, meeting.title_ko) or str(meeting.body),
            "decided_on": date_format(decision.decided_on),
            "full_since": date_format(decision.decided_on),
            "first_dues_year": str(first_dues_year(decision.decided_on)),
        }
        kind, fee = _fee(outcome)
    return write_letter(kind, approval(decision), to=to, sending=sending, values=values | fee)


def first_dues_year(decided_on: date) -> int:
    """The calendar year after the one of the approval (R8)."""
    return decided_on.year + 1


def foreseen_fees(decisions: Collection[Decision]) -> dict[int, Outcome]:
    """By member: what the dues of its first year come to on the figures of today; nothing without a schedule."""
    found: dict[int, Outcome] = {}
    for year in sorted({decision.decided_on.year for decision in decisions}):
        members = Member.objects.filter(decisions__in=[one for one in decisions if one.decided_on.year == year])
        try:
            found |= foresee_dues(list(members), plan_first_dues(year))
        except ValidationError as refusal:
            if refusal.code != "no_schedule":
                raise
    return found


def _fee(outcome: Outcome | None) -> tuple[LetterKind, dict[str, str]]:
    """Which letter it is, and what it says of the fee."""
    if outcome is None:
        return LetterKind.APPROVAL_OPEN, {"missing": str(NO_SCHEDULE)}
    if outcome.verdict == Verdict.ASSESSED:
        return LetterKind.APPROVAL, {"amount": money(outcome.amount)}
    if outcome.reason == "no_schedule":
        return LetterKind.APPROVAL_FREE, {}
    codes = (outcome.reason, *outcome.facts.get("also", ()))
    return LetterKind.APPROVAL_OPEN, {"missing": ", ".join(str(MISSING[code]) for code in codes)}
