"""Members that need a decision before they are assessed: the queue and the page of each (R13)."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees.admin.columns import MemberSearch
from fees.admin.exception_acts import (
    PROPOSED,
    Propose,
    Review,
    TakeOn,
    figure_words,
    found_words,
    in_words,
    outcome_words,
    proposal_lines,
    review_lines,
)
from fees.models import Assessment, DuesException, Settlement
from fees.words import exception_words
from members.admin.filters import ChoiceFilter
from members.words import day
from wego.admin import ActAdmin, ReadOnly, act_url
from wego.dates import today
from wego.models import User

State = DuesException.State


class StateFilter(ChoiceFilter):
    """What is open, unless another choice is made."""

    title = gettext_lazy("state")
    parameter_name = "state__exact"

    def cases(self):
        return {
            **{state.value: (state.label, Q(state=state)) for state in State},
            "all": (gettext_lazy("all"), Q()),
        }

    def value(self):
        return super().value() or State.OPEN.value

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class ProposalFilter(ChoiceFilter):
    title = gettext_lazy("second person")
    parameter_name = "proposal"

    def cases(self):
        waits = Exists(PROPOSED.filter(exception=OuterRef("pk")))
        return {
            "waits": (gettext_lazy("a proposal waits"), Q(waits)),
            "none": (gettext_lazy("nothing proposed"), ~Q(waits)),
        }


class OwnerFilter(admin.SimpleListFilter):
    title = gettext_lazy("in the hands of")
    parameter_name = "owner"

    def lookups(self, request, model_admin):
        self.person = request.user.pk
        owners = User.objects.filter(pk__in=DuesException.objects.values("owner")).exclude(pk=self.person)
        return [("me", _("me")), ("nobody", _("nobody")), *((str(one.pk), str(one)) for one in owners)]

    def queryset(self, request, queryset):
        if self.value() == "nobody":
            return queryset.filter(owner=None)
        known = {value for value, _label in self.lookup_choices}
        owner = self.person if self.value() == "me" else self.value()
        return queryset.filter(owner=owner) if self.value() in known else queryset


@admin.register(DuesException)
class DuesExceptionAdmin(MemberSearch, ReadOnly, ActAdmin):
    """Listed by the runs, settled by acts; closed by the assessment of the member."""

    acts = {"take": TakeOn, "propose": Propose, "review": Review}
    change_form_template = "admin/fees/exception.html"
    list_display = ["member_name", "dues_year", "words", "in_hands", "proposal", "age", "state"]
    list_filter = [StateFilter, ProposalFilter, OwnerFilter, "reason", "member__kind", "run__year"]
    fields = ["run", "member", "state", "owner"]

    def get_queryset(self, request):
        return in_words(super().get_queryset(request))

    def buttons(self, request, obj) -> list[dict]:
        """Nobody is offered to confirm an own proposal, or to take what is in the own hands."""
        own = [act_url(obj, "take")] if obj.owner_id == request.user.pk else []
        if any(one.recorded_by_id == request.user.pk for one in obj.proposed):
            own.append(act_url(obj, "review"))
        return [act for act in super().buttons(request, obj) if act["url"] not in own]

    def page_context(self, request, obj) -> dict:
        is_open = obj.state == State.OPEN
        standing = Assessment.objects.standing().filter(run=obj.run_id, member=obj.member_id)
        return {
            "words": exception_words(obj.reason, obj.facts),
            "is_provisional": is_open and obj.reason == DuesException.Reason.PROVISIONAL,
            "found": [(Settlement.Way(way).label, said) for way, said in found_words(obj).items()] if is_open else [],
            "proposals": [
                (outcome_words(one), [*proposal_lines(one), *review_lines(one)])
                for one in obj.settlements.select_related("recorded_by", "reviewed_by")
            ],
            "is_own": any(one.recorded_by_id == request.user.pk for one in obj.proposed),
            "assessment": None if is_open else standing.first(),
        }

    @admin.display(description=gettext_lazy("dues year"), ordering="run__year")
    def dues_year(self, exception):
        return exception.run.year

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def words(self, exception):
        return exception_words(exception.reason, exception.facts)

    @admin.display(description=gettext_lazy("in the hands of"), ordering="owner__username")
    def in_hands(self, exception):
        return exception.owner or "-"

    @admin.display(description=gettext_lazy("proposal"))
    def proposal(self, exception):
        for one in exception.proposed:
            return f"{one.get_way_display()} ({one.recorded_by}, {day(timezone.localdate(one.recorded_at))})"
        return "-"

    @admin.display(description=gettext_lazy("days since the run"), ordering="-run__recorded_at")
    def age(self, exception):
        return (today() - timezone.localdate(exception.run.recorded_at)).days if exception.state == State.OPEN else "-"


class OutcomeFilter(ChoiceFilter):
    title = gettext_lazy("second person")
    parameter_name = "outcome"

    def cases(self):
        given = {one.value: (one.label, Q(outcome=one)) for one in Settlement.Outcome}
        waits = Q(outcome="", exception__state=State.OPEN)
        return {"waits": (gettext_lazy("waits for a second person"), waits), **given}


@admin.register(Settlement)
class SettlementAdmin(MemberSearch, ReadOnly, ActAdmin):
    """What was proposed and what a second person said: made on the page of the exception, never edited."""

    member_path = "exception__member"
    list_display = ["member_name", "dues_year", "way", "figure_said", "proposed_by", "outcome_said", "reviewed_by"]
    list_filter = [OutcomeFilter, "way", "figure", "exception__run__year"]
    list_select_related = ["exception__run", "recorded_by", "reviewed_by"]
    fields = [
        "exception",
        "way",
        "figure_said",
        "source",
        "reason",
        "document",
        ("recorded_at", "recorded_by"),
        "outcome_said",
        ("reviewed_at", "reviewed_by"),
        "review_note",
    ]
    readonly_fields = ["figure_said", "outcome_said"]

    @admin.display(description=gettext_lazy("dues year"), ordering="exception__run__year")
    def dues_year(self, settlement):
        return settlement.exception.run.year

    @admin.display(description=gettext_lazy("figure"), ordering="figure")
    def figure_said(self, settlement):
        return figure_words(settlement.figure, settlement.value, settlement.reference_year)

    @admin.display(description=gettext_lazy("proposed by"), ordering="recorded_by__username")
    def proposed_by(self, settlement):
        return settlement.recorded_by

    @admin.display(description=gettext_lazy("second person"), ordering="outcome")
    def outcome_said(self, settlement):
        return outcome_words(settlement)
