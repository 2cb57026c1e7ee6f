"""The paper "Approval of new members" for a meeting (paper 5): who stands for approval, since when, at what fee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fees.models import DuesRun
from fees.papers.first_fee import FirstFee, basis_words
from fees.services.foreseeing import foresee_dues, plan_first_dues
from members.models import Decision, Meeting
from members.papers import standings
from members.papers.composed import ComposedPaper
from members.papers.standings import Standings
from members.register import begins_on, check_covered
from members.reports import name_of
from members.services.decisions import Candidate, candidates
from members.words import days, since
from wego.dates import today
from wego.spreadsheets import Sheet

DECIDED = gettext_lazy(
    "This meeting has decided already: its paper can no longer be issued. Print its decision record instead. "
    "Nothing was saved."
)
OTHER_BODY = gettext_lazy("This body does not decide on membership: %(body)s. Nothing was saved.")


@dataclass(frozen=True)
class CommitteePaper(ComposedPaper):
    """The associates for a meeting with the register as it stands on `on`."""

    kind = "committee"
    template = "committee_paper"

    meeting: Meeting
    run: DuesRun
    candidates: list[Candidate]
    fees: Mapping[int, FirstFee]
    before: Standings
    on: date
    issued_on: date

    @classmethod
    def of(cls, meeting: Meeting, *, issued_on: date) -> "CommitteePaper":
        """Refused for a body that does not admit, and where the meeting has decided: `before` would be after."""
        if not meeting.body.admits:
            raise ValidationError(OTHER_BODY, code="other_body", params={"body": meeting.body})
        if has_decided(meeting):
            raise ValidationError(DECIDED, code="decided")
        on = min(meeting.last_day, today())
        check_covered(on)
        found, run = candidates(meeting), plan_first_dues(meeting.year)
        outcomes = foresee_dues([candidate.member for candidate in found], run)
        return cls(
            meeting=meeting,
            run=run,
            candidates=found,
            fees={key: FirstFee(outcome, run) for key, outcome in outcomes.items()},
            before=Standings.on(on),
            on=on,
            issued_on=issued_on,
        )

    def about(self) -> Mapping:
        return {"meeting": self.meeting}

    def title(self) -> str:
        return _("Approval of new members: %s") % self.meeting

    def data(self) -> dict:
        return {
            "facts": [
                (_("Meeting"), str(self.meeting)),
                (_("Date"), days(self.meeting.first_day, self.meeting.last_day)),
                (_("Agenda item"), _("Approval of new members")),
                (_("For approval"), self._how_many()),
            ],
            "table": {"title": _("Applicants"), "header": self._header(), "rows": self._rows()},
            "basis": basis_words(self.run),
            "decision": {"title": _("Draft decision"), "lines": self._decision()},
            "totals": {
                "title": _("Members before and after the decision"),
                "sides": [
                    _("Before (%s)") % date_format(self.on),
                    _("After, if all are approved"),
                ],
                "columns": standings.header(),
                "rows": [list(map(str, row)) for row in self._totals()],
            },
            "none": _("No associate member stands for approval."),
            "signatures": [_("Prepared by (date, signature)"), _("Secretary General (date, signature)")],
        }

    def sheets(self) -> list[Sheet]:
        sides = (_("Before (%s)") % self.on.isoformat(), _("After, if all are approved"))
        totals = ["", *(f"{side}: {name}" for side in sides for name in standings.header())]
        return [
            Sheet(_("Applicants"), [*self._header(), _("Fee (USD)"), _("Remarks")], self._rows(workbook=True)),
            Sheet(_("Totals"), totals, self._totals()),
            Sheet(_("Draft decision"), [_("Draft decision")], [[line] for line in self._decision()]),
            Sheet(_("Basis"), [_("Basis")], [[line] for line in basis_words(self.run)]),
        ]

    def summary(self) -> list[str]:
        after = self.before.approving(candidate.member for candidate in self.candidates)
        return [self._how_many(), standings.words(self.before, after)]

    def _how_many(self) -> str:
        count = len(self.candidates)
        return ngettext("%(count)d associate member", "%(count)d associate members", count) % {"count": count}

    def _header(self) -> list[str]:
        return [
            *(_("No."), _("Name"), _("Country"), _("Region"), _("Category"), _("Accepted on"), _("Carried over")),
            _("Fee in the first dues year (%(year)d)") % {"year": self.run.year},
        ]

    def _rows(self, *, workbook: bool = False) -> list[list]:
        return [self._row(candidate, workbook) for candidate in self.candidates]

    def _row(self, candidate: Candidate, workbook: bool) -> list:
        member, fee = candidate.member, self.fees[candidate.member.pk]
        row = [
            *(member.number if workbook else str(member.number), name_of(member)),
            *(str(member.country), str(member.country.region), capfirst(member.get_kind_display())),
            *(since(candidate.accepted_on, member.ground), carried_words(candidate), fee.words()),
        ]
        return [*row, fee.amount, "; ".join(filter(None, [fee.cell(), *fee.warnings()]))] if workbook else row

    def _totals(self) -> list[list]:
        return standings.rows(self.before, self.before.approving(candidate.member for candidate in self.candidates))

    def _decision(self) -> list[str]:
        names = "; ".join(name_of(candidate.member) for candidate in self.candidates)
        return [
            _("1. Approved as full members from the day of this decision: %s") % (names or "-"),
            _("2. First dues year of those approved: %(year)d. For earlier years nothing is due.")
            % {"year": self.run.year},
            _("3. Deferred to the next meeting (name, reason): %s") % LINE,
            _("4. Rejected (name, reason): %s") % LINE,
        ]


LINE = "_" * 40


def can_be_made(meeting: Meeting) -> bool:
    """Whether the meeting still has to decide, on a day that the register covers."""
    begins = begins_on()
    covered = begins is not None and begins <= meeting.last_day
    return meeting.body.admits and covered and not has_decided(meeting)


def has_decided(meeting: Meeting) -> bool:
    """Whether a decision of the meeting on an admission stands."""
    admissions = Decision.objects.standing().filter(meeting=meeting, question=Decision.Question.ADMISSION)
    return admissions.exists()


def carried_words(candidate: Candidate) -> str:
    """How an associate came to this paper (R5, R6)."""
    refusals, passed = candidate.deferrals, candidate.meetings_passed
    parts = []
    if candidate.carried_over:
        parts += [
            _("accepted %(year)d") % {"year": candidate.accepted_on.year},
            _("carried over"),
        ]
    if candidate.carried_over or refusals:
        parts.append(
            ngettext("%(count)d earlier refusal", "%(count)d earlier refusals", refusals) % {"count": refusals}
        )
    if passed:
        parts.append(ngettext("passed %(count)d ExCom", "passed %(count)d ExComs", passed) % {"count": passed})
    return ", ".join(parts) or _("no")
