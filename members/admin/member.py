from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members import words
from members.admin.acts import MEMBER_ACTS
from members.admin.columns import MemberColumn
from members.admin.duplicates import MergeRecord, UndoMerge, merged_into
from members.admin.filters import (
    BillingContactFilter,
    EconomyFilter,
    FigureFilter,
    ProvisionalFilter,
    RegionFilter,
    StandingFilter,
)
from members.admin.governance import AnnulDecision
from members.admin.imports import MemberImportAdmin
from members.admin.papers import PaperInline
from members.admin.standing import facts, histories
from members.admin.status import CorrectStatus, marks
from members.admin.telling import TellsOfMember
from members.lifecycle import Status
from members.models import (
    PROFILES,
    Application,
    Contact,
    Decision,
    Kind,
    Member,
    MemberFigure,
    MemberName,
    OfficerCity,
    StatusChange,
)
from members.register import is_capital
from members.search import find_members
from wego import slots
from wego.admin import MasterDataAdmin, MasterDataInline, ReadOnlyInline, act_url
from wego.permissions import allows
from wego.personal import PersonalPages


class ProfileInline(MemberColumn, MasterDataInline):
    """The one profile that belongs to the member's kind."""

    can_delete = False
    max_num = 1
    fk_name = "member"

    def get_queryset(self, request):
        return super(MemberColumn, self).get_queryset(request)


PROFILE_INLINES = {
    kind: type(f"{model.__name__}Inline", (ProfileInline,), {"model": model}) for kind, model in PROFILES.items()
}
PROFILE_INLINES[Kind.CITY].autocomplete_fields = ["lies_within"]


class NameInline(MasterDataInline):
    model = MemberName
    fields = [("language", "text", "alias"), ("valid_from", "source")]
    classes = ["collapse"]


class ContactInline(MasterDataInline):
    model = Contact
    fields = [
        ("role", "language"),
        ("name", "title", "department"),
        ("email", "phone"),
        "address",
        ("starts_on", "ends_on", "source"),
    ]


class UndoColumn:
    """A link to the act by which a row of the record is answered, where it is possible and allowed."""

    undo_act: tuple[str, type]

    def get_formset(self, request, obj=None, **kwargs):
        self.may_undo = allows(request.user, self.undo_act[1].permission)
        return super().get_formset(request, obj, **kwargs)

    @admin.display(description=_("act"))
    def undo(self, row):
        name, view = self.undo_act
        if not (self.may_undo and view.available(row)):
            return "-"
        return format_html('<a href="{}">{}</a>', act_url(row, name), view.title)


class StatusInline(UndoColumn, ReadOnlyInline):
    model = StatusChange
    fk_name = "member"
    fields = ["status", "effective_on", "ground", "decision", "mark", "reason", "source", "recorded_at", "undo"]
    verbose_name_plural = _("status history")
    undo_act = ("correct", CorrectStatus)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("decision", "corrected_by")

    @admin.display(description=_("mark"))
    def mark(self, change):
        return marks(change)


class ApplicationInline(ReadOnlyInline):
    model = Application
    fields = ["number", "state", "received_on", "accepted_on"]


class DecisionInline(UndoColumn, ReadOnlyInline):
    model = Decision
    fields = ["decided_on", "meeting", "question", "outcome", "reason", "minute", "undo"]
    undo_act = ("annul", AnnulDecision)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__body", "corrected_by")


class FigureInline(ReadOnlyInline):
    model = MemberFigure
    fields = ["indicator", "persons", "reference_year", "year_basis", "concept", "quality", "source"]

    def get_queryset(self, request):
        return super().get_queryset(request).counting()

    @admin.display(description=_("value (persons)"))
    def persons(self, figure):
        return words.persons(figure.value)


class OfficeInline(ReadOnlyInline):
    model = OfficerCity
    fields = ["office", "starts_on", "ends_on"]
    verbose_name_plural = _("offices in the network")


admin.site.register_list("members.member", title=_("Members"), order=10)


@admin.register(Member)
class MemberAdmin(TellsOfMember, PersonalPages, MemberImportAdmin, MasterDataAdmin):
    """The register. Members come out of accepted applications, never out of an "Add" button (A1)."""

    acts = MEMBER_ACTS | {"merge_record": MergeRecord, "undo_merge": UndoMerge}
    change_form_template = "admin/members/member.html"
    list_display = ["no", "name", "kind_name", "country", "region", "capital", "standing", "since_day", "open_mark"]
    list_display_links = ["no", "name"]
    list_filter = [
        StandingFilter,
        "kind",
        RegionFilter,
        "city__capital",
        ProvisionalFilter,
        EconomyFilter,
        BillingContactFilter,
        FigureFilter,
        "identification",
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["names__folded"]  # turns the search box on; the search itself is members.search
    search_help_text = _("Any spelling in any script, or a member number.")
    list_per_page = 50
    list_select_related = ["country__region", "city"]
    fieldsets = [
        (None, {"fields": ["number", "kind", "country", "website", "legal_payer_name"]}),
        (_("Economy for dues"), {"fields": ["economy_code", "economy_reason", "economy_proposal"]}),
        (_("Identification"), {"fields": ["identification", "remarks"]}),
    ]
    readonly_fields = ["number", "kind", "economy_code", "economy_reason", "economy_proposal"]

    def personal_keys(self, rows):
        """The contacts that a member's page shows."""
        shown = Contact.objects.filter(member__in=[row.pk for row in rows]).order_by("pk")
        return [f"contact {pk}" for pk in shown.values_list("pk", flat=True)]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).with_names().with_status().annotate(merged_into=merged_into())

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        found = find_members(search_term, queryset)
        return (found if request.GET.get("o") else found.order_by("-rank", "number")), False

    def get_inlines(self, request, obj):
        profile = [PROFILE_INLINES[obj.kind]] if obj else []
        record = [StatusInline, ApplicationInline, DecisionInline, FigureInline, OfficeInline, PaperInline]
        return [*profile, NameInline, ContactInline, *record]

    def page_context(self, request, obj):
        return {"facts": facts(obj, request.user), "panels": slots.panels("member", request=request, member=obj)}

    def history_view(self, request, object_id, extra_context=None):
        """The changes of the member with those of its profile, names and contacts."""
        extra = {"more_history": histories(unquote(object_id), request.user)}
        return super().history_view(request, object_id, {**extra, **(extra_context or {})})

    @admin.display(description=_("no."), ordering="number")
    def no(self, member):
        return member.number

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, member):
        return str(member).rsplit(" (", 1)[0]

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, member):
        return member.get_kind_display()

    @admin.display(description=_("region"), ordering="country__region__order")
    def region(self, member):
        return member.country.region

    @admin.display(description=_("capital"), ordering="city__capital")
    def capital(self, member):
        return _("yes") if is_capital(member) else "-"

    @admin.display(description=pgettext_lazy("of a member", "status"), ordering="status")
    def standing(self, member):
        if member.merged_into:
            return _("merged into no. %d") % member.merged_into
        return Status(member.status).label if member.status else "-"

    @admin.display(description=_("since"), ordering="since")
    def since_day(self, member):
        return words.since(member.since, member.ground)

    @admin.display(description=_("provisional"), ordering="provisional")
    def open_mark(self, member):
        return _("yes") if member.provisional else "-"
