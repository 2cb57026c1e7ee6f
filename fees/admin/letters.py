"""Approval letters (paper 7): one for a decision, or those of a meeting at once."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.papers.approval_letter import approval, approval_letter, foreseen_fees
from members.admin.issuing import ISSUE
from members.admin.letters import LetterAct, LettersDone
from members.forms import ManyLettersForm
from members.models import Decision, Outcome
from members.papers.addressing import Correspondent, of_member, of_members
from members.papers.letters import Letter, Sending
from members.services.letters import ADMITTING, Occasion, approvals_without_letter
from wego.acts import ActView, Done
from wego.dates import today


class AnnounceApproval(LetterAct):
    title = gettext_lazy("Letter: approval")

    @classmethod
    def available(cls, obj) -> bool:
        return obj.outcome == Outcome.APPROVED and obj.question in ADMITTING and not hasattr(obj, "corrected_by")

    def get_queryset(self):
        return Decision.objects.select_related("member", "meeting__body", "corrected_by")

    def correspondent(self) -> Correspondent:
        return of_member(self.object.member, today())

    def occasion(self) -> Occasion:
        return approval(self.object)

    def letter(self, sending: Sending) -> Letter:
        if not self.available(self.object):
            raise ValidationError(_("This decision is no approval that holds. Nothing was saved."), code="no_approval")
        return approval_letter(self.object, sending)


class AnnounceApprovals(ActView):
    """Writes to all members that a meeting approved and that were not written to."""

    title = gettext_lazy("Approval letters")
    explanation = gettext_lazy(
        "To every member that this meeting approved and that has no letter yet, each in its language of letters. The "
        "next page shows the very text of each."
    )
    permission = ISSUE
    form_class = ManyLettersForm
    confirm_template_name = "admin/acts/letters.html"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.body.admits and _waiting(obj).exists()

    def perform(self, form, *, by) -> Done:
        letters = self.letters(**form.cleaned_data)
        if not letters:
            raise ValidationError(
                _("Every member that this meeting approved has its letter. Nothing was saved."), code="none_waiting"
            )
        for letter in letters:
            letter.issue(by=by)
        message = _("Approval letters issued: %d") % len(letters)
        return LettersDone.of(message, letters, reverse("admin:members_meeting_change", args=[self.object.pk]))

    def letters(self, *, issued_on: date, to: list[str], by_post: bool) -> list[Letter]:
        decisions = list(_waiting(self.object))
        correspondents = of_members([one.member_id for one in decisions], issued_on)
        foreseen = foreseen_fees(decisions)
        return [
            approval_letter(
                decision,
                _sending(correspondents[decision.member_id], issued_on, to),
                to=correspondents[decision.member_id],
                foreseen=foreseen.get(decision.member_id),
            )
            for decision in decisions
        ]


def _waiting(meeting):
    decisions = approvals_without_letter(date.min).filter(meeting=meeting)
    return decisions.select_related("member", "meeting__body").order_by("member__number")


def _sending(correspondent: Correspondent, issued_on: date, roles: list[str]) -> Sending:
    addresses = tuple(address for address, _role in correspondent.addresses(roles))
    return Sending(correspondent.language, issued_on, correspondent.office(correspondent.language), addresses)


admin.site.register_act("members.decision", "approval-letter", AnnounceApproval)
admin.site.register_act("members.meeting", "approval-letters", AnnounceApprovals)
