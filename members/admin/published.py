"""Lists that somebody published, against the register of their day: what differs, explained and signed off."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.admin.published_acts import ChooseMembers, CompareAnew, ExplainLines, SignOff
from members.admin.published_page import EXPORTED, page_of, sheet_of
from members.admin.published_upload import RECORDS, UploadList
from members.models import ListComparison, ListExplanation, ListFinding, ListSignOff, PublishedList, PublishedRow
from members.published import words
from members.published.codes import Group, Role
from members.services.list_comparison import refresh
from members.services.published import is_under_way
from wego import audit, files
from wego.admin import ActAdmin, ReadOnly
from wego.exports import FORMATS, Counted
from wego.permissions import allows
from wego.spreadsheets import XLSX_TYPE

admin.site.register_list("members.publishedlist", title=gettext_lazy("Published lists"), order=46)


@admin.register(PublishedList)
class PublishedListAdmin(ReadOnly, ActAdmin):
    """The list of lists; the page of one says what came out, and leads to its acts."""

    acts = {"choose": ChooseMembers, "explain": ExplainLines, "compare": CompareAnew, "sign-off": SignOff}
    change_form_template = "admin/members/publishedlist.html"
    list_display = ["title", "as_of", "publisher", "row_count", "state", "compared_at", "recorded_by"]
    list_filter = ["as_of"]
    list_select_related = ["recorded_by", "comparison"]
    search_fields = ["title", "publisher", "file_name"]
    fields = ["title", "publisher", "as_of", "file", "sha256", "read_columns", ("recorded_at", "recorded_by")]
    readonly_fields = ["file", "sha256", "read_columns"]

    def has_add_permission(self, request):
        return allows(request.user, RECORDS)

    def add_view(self, request, form_url="", extra_context=None):
        return UploadList.as_view(admin_site=self.admin_site)(request)

    def get_queryset(self, request):
        """With what the state says: lines that need an explanation, those that have one, the signature."""
        findings = ListFinding.objects.filter(list=OuterRef("pk")).exclude(group=Group.MATCHED).order_by()
        lines = findings.with_explained().values("list")
        signed = ListSignOff.objects.filter(list=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                row_total=_counted(PublishedRow.objects.filter(list=OuterRef("pk")).order_by().values("list")),
                line_total=_counted(lines),
                explained_total=_counted(lines, filter=Q(explained=True)),
                is_signed=Exists(signed.filter(digest=OuterRef("comparison__digest"))),
                was_signed=Exists(signed),
            )
        )

    # --- the page of one list --------------------------------------------------------------------
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A comparison that takes but a moment is made anew where the register has changed."""
        published = self.get_object(request, unquote(object_id))
        seen = published and self.has_view_permission(request, published)
        extra = {"is_current": refresh(published)} if seen else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def page_context(self, request, obj) -> dict:
        comparison = ListComparison.objects.filter(list=obj).first()
        under_way = comparison is not None and is_under_way(comparison)
        if "refresh" in request.GET:
            request.session["refresh"] = request.GET["refresh"] != "off"
        return {
            "comparison": comparison,
            "under_way": under_way,
            "failed": comparison is not None and comparison.is_waiting and not under_way,
            "refreshes": under_way and request.session.get("refresh", True),
            "may_explain": allows(request.user, ExplainLines.permission),
            "may_choose": allows(request.user, ChooseMembers.permission),
            **(page_of(obj, request.GET) if comparison and comparison.digest else {}),
        }

    def get_urls(self):
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"members_publishedlist_{name}")
            for name, view in (("file", self.file_view), ("result", self.result_view))
        ]
        return [*own, *super().get_urls()]

    def file_view(self, request, object_id):
        """The file as it was uploaded."""
        published = self._asked(request, object_id)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        try:
            content = files.read(published.digest)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("admin:members_publishedlist_change", args=[published.pk]))
        is_workbook = content.startswith(b"PK")
        response = HttpResponse(content, content_type=XLSX_TYPE if is_workbook else "text/csv")
        name = f"published-list-{published.pk}.{'xlsx' if is_workbook else 'csv'}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def result_view(self, request, object_id):
        """All lines of the comparison as a file: `format` of the query, an Excel workbook by default."""
        published = self._asked(request, object_id)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        format = FORMATS.get(request.GET.get("format", "xlsx"))
        if format is None:
            raise Http404
        refresh(published)
        sheet = sheet_of(published)
        counted = Counted(sheet.rows)
        with transaction.atomic():
            content = format().write(sheet._replace(rows=counted))
            audit.record(
                "export.made",
                by=request.user,
                subject=f"published list {published.pk}",
                rows=counted.count,
                columns=list(EXPORTED),
                format=format().get_extension(),
            )
        response = HttpResponse(content, content_type=format().get_content_type())
        name = f"published-list-{published.pk}-{published.as_of.isoformat()}.{format().get_extension()}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _asked(self, request, object_id) -> PublishedList:
        published = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, published):
            raise PermissionDenied
        if published is None:
            raise Http404
        return published

    # --- columns -----------------------------------------------------------------------------------
    @admin.display(description=gettext_lazy("rows"), ordering="row_total")
    def row_count(self, published):
        return number_format(published.row_total, force_grouping=True)

    @admin.display(description=gettext_lazy("state"))
    def state(self, published):
        comparison = getattr(published, "comparison", None)
        if comparison is None or not comparison.digest:
            return _("waits to be compared")
        if published.is_signed:
            return _("signed off")
        said = {"explained": published.explained_total, "total": published.line_total}
        words = _("%(explained)d of %(total)d explained") % said
        return _("open again: %s") % words if published.was_signed else words

    @admin.display(description=gettext_lazy("compared at"), ordering="comparison__made_at")
    def compared_at(self, published):
        comparison = getattr(published, "comparison", None)
        return comparison and comparison.made_at

    @admin.display(description=gettext_lazy("file"))
    def file(self, published):
        url = reverse("admin:members_publishedlist_file", args=[published.pk])
        size = number_format(published.size, force_grouping=True)
        return format_html('<a href="{}">{}</a> ({} {})', url, published.file_name, size, _("bytes"))

    @admin.display(description="SHA-256")
    def sha256(self, published):
        return format_html('<code class="digest">{}</code>', published.digest)

    @admin.display(description=gettext_lazy("columns that are read"))
    def read_columns(self, published):
        read = ((Role(role).label, column) for role, column in published.columns.items())
        return format_html_join(", ", "{}: “{}”", read)


def _counted(rows, **options) -> Coalesce:
    """Expression: how many rows there are of those that are grouped."""
    return Coalesce(Subquery(rows.annotate(rows_found=Count("pk", **options)).values("rows_found")), 0)


@admin.register(ListExplanation)
class ListExplanationAdmin(ReadOnly, ActAdmin):
    """Everything that was written about published lists, also what no longer holds."""

    list_display = ["text", "list", "about_words", "signed_by", "signed_at"]
    list_filter = ["list", "signed_at"]
    list_select_related = ["list", "signed_by", "row"]
    search_fields = ["text", "list__title"]
    fields = ["list", "about_words", "text", ("signed_at", "signed_by")]
    readonly_fields = ["about_words"]

    @admin.display(description=gettext_lazy("finding"))
    def about_words(self, explanation):
        about = explanation.about
        who = _("Row %d") % explanation.row.number if explanation.row_id else words.member(about["facts"])
        said = words.reason(about["code"], about["facts"]) + words.differences(about["facts"], {})
        return " ".join([f"{who}:", *said])
