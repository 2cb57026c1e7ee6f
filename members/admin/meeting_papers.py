"""Papers about a meeting that the register alone knows: its decision record (paper 6)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from members.admin.issuing import IssuePaper
from members.models import Meeting
from members.papers.decision_record import DecisionRecord
from wego.dates import today


class IssueDecisionRecord(IssuePaper):
    title = gettext_lazy("Issue the decision record")
    paper_class = DecisionRecord

    @classmethod
    def available(cls, obj) -> bool:
        return obj.held_from is not None

    def get_queryset(self):
        return Meeting.objects.select_related("body")

    def compose(self) -> DecisionRecord:
        return DecisionRecord.of(self.object, issued_on=today())


admin.site.register_act("members.meeting", "decision-record", IssueDecisionRecord)
