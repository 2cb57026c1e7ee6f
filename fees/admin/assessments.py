"""What members owe: assessments with their explanation, adjustments, and members passed over (A8)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fees.admin.assessment_export import AssessmentResource
from fees.admin.columns import MemberSearch
from fees.admin.corrections import AssessAnew
from fees.models import Adjustment, Assessment, NotAssessed
from fees.papers.calculation_sheet import calculation_of, calculation_sheet, calculation_sheet_pdf
from fees.papers.figures import cents
from fees.words import WARNINGS, warning_words
from members.admin.columns import member_link
from members.admin.filters import ChoiceFilter, RegionFilter
from members.models import Member
from wego.admin import ActAdmin, ReadOnly

LANGUAGES = ("en", "ko")


class MemberRegionFilter(RegionFilter):
    region_path = "member__country__region"


class HoldsFilter(ChoiceFilter):
    """Assessments that no other one has replaced (R28)."""

    title = gettext_lazy("holds")
    parameter_name = "standing"

    def cases(self):
        return {
            "1": (_("yes"), Q(superseded_by__isnull=True)),
            "0": (_("no: replaced by a newer one"), Q(superseded_by__isnull=False)),
        }


class WarningFilter(ChoiceFilter):
    title = gettext_lazy("warnings")
    parameter_name = "warning"

    def cases(self):
        codes = Cast("warnings", TextField())
        each = {code: (words, Q(Contains(codes, f'"{code}"'))) for code, words in WARNINGS.items()}
        return {"any": (_("any"), ~Q(warnings=[])), **each, "none": (_("none"), Q(warnings=[]))}


class AdjustedFilter(ChoiceFilter):
    title = gettext_lazy("adjustments")
    parameter_name = "adjusted"

    def cases(self):
        return {"1": (_("yes"), Q(adjusted__lt=0)), "0": (_("none"), Q(adjusted=0))}


class MemberRows(MemberSearch, ReadOnly, ActAdmin):
    """Rows that belong to a member and say its name, on their page too."""

    def get_queryset(self, request):
        named = Prefetch(self.member_path, Member.objects.with_names())
        return super().get_queryset(request).prefetch_related(named)

    @admin.display(description=gettext_lazy("kind"), ordering="member__kind")
    def kind(self, row):
        return row.member.get_kind_display()

    @admin.display(description=gettext_lazy("member"))
    def its_member(self, row):
        return member_link(row.member)


@admin.register(Assessment)
class AssessmentAdmin(MemberRows):
    """The page of an assessment is its calculation sheet: the same words as on paper 11."""

    acts = {"anew": AssessAnew}
    change_form_template = "admin/fees/assessment.html"
    resource_classes = [AssessmentResource]
    list_display = ["year", "member_name", "kind", "fee", "adjustments_sum", "left", "notes", "holds"]
    list_display_links = ["year", "member_name"]
    list_filter = [
        HoldsFilter,
        ("run", admin.RelatedOnlyFieldListFilter),
        "member__kind",
        MemberRegionFilter,
        WarningFilter,
        AdjustedFilter,
    ]
    list_select_related = ["run", "superseded_by"]
    fields = ["run", "its_member", "recorded_at", "recorded_by"]
    readonly_fields = ["its_member"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_adjusted()

    def get_urls(self):
        sheet = path(
            "<path:object_id>/sheet/", self.admin_site.admin_view(self.sheet_view), name="fees_assessment_sheet"
        )
        return [sheet, *super().get_urls()]

    def sheet_view(self, request, object_id):
        """The calculation sheet as PDF, in the `language` of the query, else in the reader's."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = request.GET.get("language", get_language())
        assessment = self.get_object(request, object_id)
        if assessment is None or language not in LANGUAGES:
            raise Http404
        response = HttpResponse(calculation_sheet_pdf(assessment, language=language), content_type="application/pdf")
        name = f"calculation-{assessment.run.year}-{assessment.member_number}-{language}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def page_context(self, request, obj) -> dict:
        return {
            "sheet": calculation_sheet(calculation_of(obj)),
            "warned": warning_words(obj.warnings),
            "before": obj.supersedes,
            "after": Assessment.objects.filter(supersedes=obj).first(),
        }

    @admin.display(description=gettext_lazy("year"), ordering="run__year")
    def year(self, assessment):
        return assessment.run.year

    @admin.display(description=gettext_lazy("fee (USD)"), ordering="amount")
    def fee(self, assessment):
        return cents(assessment.amount)

    @admin.display(description=gettext_lazy("adjustments"), ordering="adjusted")
    def adjustments_sum(self, assessment):
        return cents(assessment.adjusted) if assessment.adjusted else "-"

    @admin.display(description=gettext_lazy("total (USD)"), ordering="total")
    def left(self, assessment):
        return cents(assessment.total)

    @admin.display(description=gettext_lazy("warnings"))
    def notes(self, assessment):
        return "; ".join(warning_words(assessment.warnings)) or "-"

    @admin.display(description=gettext_lazy("holds"), ordering="superseded_by")
    def holds(self, assessment):
        return _("replaced") if hasattr(assessment, "superseded_by") else _("yes")


@admin.register(Adjustment)
class AdjustmentAdmin(MemberRows):
    """What was waived or reduced by decision stays a line of its own (R22)."""

    member_path = "assessment__member"
    list_display = ["year", "member_name", "ground", "usd", "document", "recorded_at"]
    list_display_links = ["year", "member_name"]
    list_filter = ["ground", ("assessment__run", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["assessment__run"]
    fields = ["its_assessment", "ground", "usd", "reason", "document", ("recorded_at", "recorded_by")]
    readonly_fields = ["its_assessment", "usd"]

    @admin.display(description=gettext_lazy("assessment"))
    def its_assessment(self, adjustment):
        address = reverse("admin:fees_assessment_change", args=[adjustment.assessment_id])
        return format_html('<a href="{}">{}: {}</a>', address, self.year(adjustment), self.member_name(adjustment))

    @admin.display(description=gettext_lazy("year"), ordering="assessment__run__year")
    def year(self, adjustment):
        return adjustment.assessment.run.year

    @admin.display(description=gettext_lazy("amount (USD)"), ordering="amount")
    def usd(self, adjustment):
        return cents(adjustment.amount)


@admin.register(NotAssessed)
class NotAssessedAdmin(MemberRows):
    """Who a run passed over, and why."""

    list_display = ["year", "member_name", "kind", "reason"]
    list_display_links = ["year", "member_name"]
    list_filter = ["reason", ("run", admin.RelatedOnlyFieldListFilter), "member__kind", MemberRegionFilter]
    list_select_related = ["run"]
    fields = ["run", "its_member", "reason"]
    readonly_fields = ["its_member"]

    @admin.display(description=gettext_lazy("year"), ordering="run__year")
    def year(self, row):
        return row.run.year
