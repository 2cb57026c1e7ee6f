"""Papers about applicants that name a fee: quotation (1), suitability sheet (4), the committee's paper (5)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from fees.papers.committee_paper import CommitteePaper, can_be_made
from fees.papers.quotation import FeeQuotation, can_be_quoted
from fees.papers.suitability_sheet import SuitabilitySheet
from members.admin.issuing import IssuePaper
from members.lifecycle import Status
from members.models import Application, Meeting, Member
from wego.dates import today


class IssueCommitteePaper(IssuePaper):
    title = gettext_lazy("Issue the paper on new members")
    paper_class = CommitteePaper

    @classmethod
    def available(cls, obj) -> bool:
        return can_be_made(obj)

    def get_queryset(self):
        return Meeting.objects.select_related("body")

    def compose(self) -> CommitteePaper:
        return CommitteePaper.of(self.object, issued_on=today())


class IssueSuitabilitySheet(IssuePaper):
    title = gettext_lazy("Issue the suitability sheet")
    paper_class = SuitabilitySheet


class SheetOfApplication(IssueSuitabilitySheet):
    @classmethod
    def available(cls, obj) -> bool:
        return obj.state != Application.State.RETURNED

    def get_queryset(self):
        return Application.objects.select_related("country__region")

    def compose(self) -> SuitabilitySheet:
        return SuitabilitySheet.of_application(self.object, issued_on=today())


class SheetOfAssociate(IssueSuitabilitySheet):
    @classmethod
    def available(cls, obj) -> bool:
        return obj.status == Status.ASSOCIATE

    def get_queryset(self):
        return Member.objects.with_names().with_status()

    def compose(self) -> SuitabilitySheet:
        return SuitabilitySheet.of_member(self.object, issued_on=today())


class IssueQuotation(IssuePaper):
    title = gettext_lazy("Issue the fee quotation")
    paper_class = FeeQuotation

    @classmethod
    def available(cls, obj) -> bool:
        return can_be_quoted(obj)

    def get_queryset(self):
        return Application.objects.select_related("country__region", "member")

    def compose(self) -> FeeQuotation:
        return FeeQuotation.of_application(self.object, issued_on=today())


admin.site.register_act("members.meeting", "committee-paper", IssueCommitteePaper)
admin.site.register_act("members.application", "quotation", IssueQuotation)
admin.site.register_act("members.application", "suitability", SheetOfApplication)
admin.site.register_act("members.member", "suitability", SheetOfAssociate)
