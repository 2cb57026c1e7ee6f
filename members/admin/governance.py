"""Bodies, meetings and what they decide (A4, R4-R6)."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.columns import MemberColumn
from members.admin.filters import LetterFilter, StageFilter
from members.admin.papers import PaperInline
from members.models import (
    SEES_ALL,
    Body,
    Decision,
    Meeting,
    MeetingResult,
    Member,
    OfficerCity,
    Outcome,
    StatusChange,
)
from members.register import begins_on
from members.services.decisions import Verdict, annul_decision, candidates, decide
from members.words import day
from wego.acts import ActView, Done
from wego.admin import ActAdmin, MasterDataAdmin, MasterDataInline, ReadOnly, ReadOnlyInline


@admin.register(Body)
class BodyAdmin(MasterDataAdmin):
    list_display = ["name_en", "name_ko", "code", "admits"]
    search_fields = ["name_en", "name_ko", "code"]


class DecideOnAssociates(ActView):
    """One act approves, defers or rejects many associates."""

    title = gettext_lazy("Decide on associates")
    explanation = gettext_lazy(
        "Record what the meeting decided. Approved: full member from the day of the decision. Deferred: stays "
        "associate. Rejected: the association ends; the body may apply again."
    )
    form_class = forms.DecideForm
    permission = ("members.add_decision", SEES_ALL)
    template_name = "admin/members/decide.html"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.body.admits

    def get_form_kwargs(self):
        last_day = self.object.held_to or self.object.planned_to
        single = last_day if self.object.held_from == self.object.held_to else None
        return {"candidates": candidates(self.object), "initial": {"decided_on": single}}

    def perform(self, form, *, by) -> Done:
        verdicts = [Verdict(*row) for row in form.decided()]
        decided_on = form.cleaned_data["decided_on"]
        decide(self.object, verdicts=verdicts, decided_on=decided_on, minute=form.cleaned_data["minute"], by=by)
        counts = {outcome: sum(one.outcome == outcome for one in verdicts) for outcome in Outcome}
        summary = _("approved %(approved)d, deferred %(deferred)d, rejected %(rejected)d") % {
            outcome.value: count for outcome, count in counts.items()
        }
        return Done(
            _("%(meeting)s: %(summary)s.") % {"meeting": self.object, "summary": summary},
            [summary, *(_verdict_line(verdict, decided_on) for verdict in verdicts)],
        )


def _verdict_line(verdict: Verdict, decided_on) -> str:
    words = {
        Outcome.APPROVED: _("%(member)s: full member from %(day)s"),
        Outcome.DEFERRED: _("%(member)s: deferred, stays associate member"),
        Outcome.REJECTED: _("%(member)s: rejected, association ends on %(day)s"),
    }[verdict.outcome] % {"member": verdict.member, "day": day(decided_on)}
    return f"{words} ({verdict.reason})" if verdict.reason else words


class MeetingResultInline(MasterDataInline):
    model = MeetingResult


class MeetingDecisionInline(MemberColumn, ReadOnlyInline):
    model = Decision
    fields = ["member_name", "question", "outcome", "decided_on", "reason", "minute", "annulled"]
    ordering = ["-decided_on", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("corrected_by")

    @admin.display(description=gettext_lazy("annulled"))
    def annulled(self, decision):
        return _("annulled") if hasattr(decision, "corrected_by") else "-"


admin.site.register_list("members.meeting", title=gettext_lazy("Meetings"), order=14)


@admin.register(Meeting)
class MeetingAdmin(MasterDataAdmin):
    acts = {"decide": DecideOnAssociates}
    list_display = ["label", "body", "planned_from", "held_from", "held_to", "mode", "held_place_en", "approvals"]
    list_filter = ["body", StageFilter, "mode"]
    list_select_related = ["body"]
    search_fields = ["title_en", "title_ko", "held_place_en", "held_place_ko", "planned_place_en", "minutes"]
    autocomplete_fields = ["host"]
    inlines = [MeetingResultInline, MeetingDecisionInline, PaperInline]
    change_form_template = "admin/members/meeting.html"
    fieldsets = [
        (None, {"fields": [("body", "number"), "title_en", "title_ko"]}),
        (gettext_lazy("Planned"), {"fields": [("planned_from", "planned_to"), "planned_place_en", "planned_place_ko"]}),
        (
            gettext_lazy("Held"),
            {"fields": [("held_from", "held_to", "date_precision"), "held_place_en", "held_place_ko", "mode", "host"]},
        ),
        (
            gettext_lazy("Attendance and papers"),
            {
                "fields": [
                    ("cities", "countries"),
                    "attendance_en",
                    "attendance_ko",
                    "agenda_en",
                    "agenda_ko",
                    "minutes",
                    "source",
                ]
            },
        ),
    ]

    def get_inlines(self, request, obj):
        return self.inlines if obj else [MeetingResultInline]

    def page_context(self, request, obj):
        """The paper of the meeting before it, the register behind it."""
        waiting = len(candidates(obj)) if obj.body.admits and obj.held_from is None else None
        return {"waiting": waiting, "report_url": report_of_meeting(obj)}

    def get_queryset(self, request):
        approved = Count("decisions", filter=Q(decisions__outcome=Outcome.APPROVED, decisions__corrected_by=None))
        return super().get_queryset(request).annotate(approved=approved)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.decisions.exists())

    @admin.display(description=gettext_lazy("meeting"))
    def label(self, meeting):
        return str(meeting)

    @admin.display(description=gettext_lazy("approved"), ordering="approved")
    def approvals(self, meeting):
        return meeting.approved


def report_of_meeting(meeting) -> str:
    """The register at the end of a meeting that was held, with what changed by it; '' where there is none."""
    begins = begins_on()
    if meeting.held_from is None or begins is None or meeting.held_to < begins:
        return ""
    before = max(meeting.held_from - timedelta(days=1), begins)
    return f"{reverse('admin:report')}?on={meeting.held_to.isoformat()}&since={before.isoformat()}"


class AnnulDecision(ActView):
    title = gettext_lazy("Annul: entered in error")
    explanation = gettext_lazy(
        "For a decision that was never taken or was typed wrong. It stays visible with its annulment; the status "
        "that rested on it never held, and the question is open again."
    )
    form_class = forms.ReasonOnlyForm
    permission = "members.add_decision"

    @classmethod
    def available(cls, obj) -> bool:
        return obj.outcome != Outcome.ANNULLED and not hasattr(obj, "corrected_by")

    def get_queryset(self):
        return Decision.objects.select_related("meeting__body", "member")

    def perform(self, form, *, by) -> Done:
        member = Member.objects.with_names().get(pk=self.object.member_id)
        rows = [str(row) for row in StatusChange.objects.known().filter(decision=self.object)]
        annul_decision(self.object, **form.cleaned_data, by=by)
        return Done(
            _("The decision is annulled: %s.") % self.object,
            [
                str(member),
                *(_("Never held: %s") % row for row in rows),
                _("The question may be decided again."),
            ],
        )


class MeetingFilter(admin.RelatedFieldListFilter):
    """The meetings that decided, with their bodies in the same query."""

    def field_choices(self, field, request, model_admin):
        meetings = Meeting.objects.filter(pk__in=Decision.objects.values("meeting")).select_related("body")
        return [(meeting.pk, str(meeting)) for meeting in meetings]


@admin.register(Decision)
class DecisionAdmin(MemberColumn, ReadOnly, ActAdmin):
    acts = {"annul": AnnulDecision}
    list_display = ["member_name", "question", "outcome", "decided_on", "meeting", "minute", "annulled"]
    list_filter = ["outcome", "question", LetterFilter, ("meeting", MeetingFilter)]
    list_select_related = ["meeting__body", "corrected_by"]
    search_fields = ["member__names__text", "reason", "minute"]

    @admin.display(description=gettext_lazy("annulled"))
    def annulled(self, decision):
        return _("annulled") if hasattr(decision, "corrected_by") else "-"


@admin.register(OfficerCity)
class OfficerCityAdmin(MemberColumn, MasterDataAdmin):
    list_display = ["member_name", "office", "starts_on", "ends_on", "elected_at"]
    list_filter = ["office"]
    list_select_related = ["elected_at__body"]
    search_fields = ["member__names__text"]
    autocomplete_fields = ["member", "elected_at"]
