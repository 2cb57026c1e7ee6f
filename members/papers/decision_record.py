"""The decision record of a meeting, an extract of its minutes (paper 6): decision per applicant, totals after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Decision, Meeting, Member, Outcome, in_language
from members.papers import standings
from members.papers.composed import ComposedPaper
from members.papers.standings import Standings
from members.register import begins_on
from members.reports import name_of
from members.words import day, days
from wego.spreadsheets import Sheet

NOT_HELD = gettext_lazy("Record first when the meeting was held: %(meeting)s. Nothing was saved.")


@dataclass(frozen=True)
class DecisionRecord(ComposedPaper):
    """A meeting that was held; members are named as on its last day. `before` None: the register began later."""

    kind = "decisions"
    template = "decision_record"

    meeting: Meeting
    host: Member | None
    decisions: list[Decision]
    members: Mapping[int, Member]
    before: Standings | None
    after: Standings | None
    issued_on: date

    @classmethod
    def of(cls, meeting: Meeting, *, issued_on: date) -> "DecisionRecord":
        if meeting.held_from is None:
            raise ValidationError(NOT_HELD, code="not_held", params={"meeting": meeting})
        decisions = list(
            Decision.objects.filter(meeting=meeting)
            .exclude(outcome=Outcome.ANNULLED)
            .select_related("corrected_by")
            .order_by("decided_on", "pk")
        )
        named = Member.objects.with_names(meeting.held_to).select_related("country__region")
        keys = {decision.member_id for decision in decisions}
        return cls(
            meeting=meeting,
            host=named.filter(pk=meeting.host_id).first(),
            decisions=decisions,
            members=named.in_bulk(keys),
            before=_standings(meeting.held_from - timedelta(days=1)),
            after=_standings(meeting.held_to),
            issued_on=issued_on,
        )

    def about(self) -> Mapping:
        return {"meeting": self.meeting}

    def title(self) -> str:
        return _("Decision record: %s") % self.meeting

    def data(self) -> dict:
        return {
            "facts": self._facts(),
            "decisions": {
                "title": _("Decisions"),
                "header": self._header(),
                "rows": [[*map(str, row[:4]), *row[4:6], day(row[6]), *row[7:]] for row in self._rows()],
                "annulled": [hasattr(decision, "corrected_by") for decision in self.decisions],
            },
            "totals": self._totals(),
            "none": _("No decision on a member is recorded for this meeting."),
            "note": _("Votes and discussion stand in the minutes."),
            "signatures": [_("Chair of the meeting (date, signature)"), _("Secretary General (date, signature)")],
        }

    def sheets(self) -> list[Sheet]:
        totals = self._totals()
        facts = [[label, value] for label, value in self._facts()]
        return [
            Sheet(_("Decisions"), self._header(), self._rows()),
            *([Sheet(_("Totals"), totals["header"], totals["numbers"])] if totals else []),
            Sheet(_("Meeting"), ["", ""], facts),
        ]

    def summary(self) -> list[str]:
        standing = [decision for decision in self.decisions if not hasattr(decision, "corrected_by")]
        said = [
            _("Decisions: %(count)d, of which annulled: %(annulled)d")
            % {"count": len(self.decisions), "annulled": len(self.decisions) - len(standing)}
        ]
        return [*said, *([standings.words(self.before, self.after)] if self.before and self.after else [])]

    def _facts(self) -> list[tuple[str, str]]:
        meeting = self.meeting
        given = [
            (_("Body"), str(meeting.body)),
            (_("Date"), days(meeting.held_from, meeting.held_to)),
            (_("Mode"), capfirst(meeting.get_mode_display())),
            (_("Place"), in_language(meeting.held_place_en, meeting.held_place_ko)),
            (_("Host city"), name_of(self.host) if self.host else ""),
            (_("Attendance"), in_language(meeting.attendance_en, meeting.attendance_ko)),
            (_("Minutes"), meeting.minutes),
        ]
        return [(label, value) for label, value in given if value]

    def _header(self) -> list[str]:
        return [
            *(_("No."), _("Member"), _("Country"), _("Category"), _("Question"), _("Decision")),
            *(_("Decided on"), _("Item of the minutes"), _("Reason")),
        ]

    def _rows(self) -> list[list]:
        return [self._row(decision, self.members[decision.member_id]) for decision in self.decisions]

    def _row(self, decision: Decision, member: Member) -> list:
        return [
            *(member.number, name_of(member), str(member.country), capfirst(member.get_kind_display())),
            *(capfirst(decision.get_question_display()), _outcome(decision), decision.decided_on),
            *(decision.minute, _reason(decision)),
        ]

    def _totals(self) -> dict | None:
        if self.after is None:
            return None
        sides = [(_("Before the meeting"), self.before), (_("After the meeting"), self.after)]
        sides = [(label, side) for label, side in sides if side]
        numbers = standings.rows(*(side for _label, side in sides))
        return {
            "title": _("Members"),
            "sides": [label for label, _side in sides],
            "header": ["", *(f"{side}: {name}" for side, _of in sides for name in standings.header())],
            "columns": standings.header(),
            "numbers": numbers,
            "rows": [list(map(str, row)) for row in numbers],
        }


def _standings(on: date) -> Standings | None:
    """None for a day before the register begins: nothing is known of it."""
    begins = begins_on()
    return None if begins is None or on < begins else Standings.on(on)


def _outcome(decision: Decision) -> str:
    words = str(decision.get_outcome_display())
    return _("ANNULLED (%s)") % words if hasattr(decision, "corrected_by") else words


def _reason(decision: Decision) -> str:
    said = [decision.reason]
    if hasattr(decision, "corrected_by"):
        annulment = decision.corrected_by
        words = {"day": date_format(localdate(annulment.recorded_at)), "reason": annulment.reason}
        said.append(_("Annulled on %(day)s: %(reason)s") % words)
    return "; ".join(filter(None, said))
