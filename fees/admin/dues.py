"""The dues of a year: previewed, run, looked at (A10). Preview -> confirm -> progress -> result."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from fees import forms
from fees.admin.dues_acts import ASSESSES, AssessAgain, AssessDues, MoveDueDate
from fees.admin.dues_page import FILES, file_of, page_of
from fees.models import DuesRun
from fees.reports import DuesReport, terms, title
from fees.services.asking import Stage, progress_of, whose
from members.models import SEES_ALL
from wego.acts import add_refusal
from wego.admin import MasterDataAdmin, ReadOnly
from wego.dates import today
from wego.permissions import allows

SEES = ("fees.view_assessment", SEES_ALL)
STAGES = {
    Stage.NEW: gettext_lazy("Opened, not assessed yet."),
    Stage.WAITING: gettext_lazy("Waiting for a worker since %s."),
    Stage.WORKING: gettext_lazy("A worker is at work since %s."),
    Stage.AGAIN: gettext_lazy("The last try ended early and saved nothing. The next one begins at %s."),
    Stage.FAILED: gettext_lazy("The assessment failed. Nothing was saved by it: assess the year again."),
    Stage.DONE: gettext_lazy("Assessed at %s."),
}


@admin.site.register_page(
    "dues-preview/",
    name="dues_preview",
    title=gettext_lazy("Dues"),
    permission=SEES,
    order=25,
)
class DuesPreview(View):
    """What the run of any year would come to today; every choice is in the address, so it can be shared."""

    admin_site = None

    def get(self, request):
        query = request.GET.copy()
        query.setdefault("year", str(today().year))
        form = forms.PreviewForm(query)
        report = self.read(form)
        if report and query.get("format") in FILES:
            return file_of(report, query["format"])
        query.pop("format", None)
        context = {
            **self.admin_site.each_context(request),
            "title": title(report) if report else gettext_lazy("Dues"),
            "form": form,
            "query": query.urlencode(),
            **(self.found(request, report) if report else {}),
        }
        return TemplateResponse(request, "admin/fees/dues_preview.html", context)

    def read(self, form) -> DuesReport | None:
        if not form.is_valid():
            return None
        try:
            return DuesReport.preview_of(**form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return None

    @staticmethod
    def found(request, report: DuesReport) -> dict:
        begins_on = date(report.run.year, 1, 1)
        return {
            **page_of(report),
            "terms": terms(report),
            "may_assess": allows(request.user, ASSESSES),
            "too_early": begins_on > today(),
            "begins_on": begins_on,
        }


@admin.register(DuesRun)
class DuesRunAdmin(ReadOnly, MasterDataAdmin):
    """A run is opened and assessed by acts; its page says how far it is and what came out."""

    acts = {"again": AssessAgain, "due-date": MoveDueDate}
    change_form_template = "admin/fees/dues_run.html"
    list_display = ["year", "state", "assessed_at", "due_on", "vintage", "include_provisional", "schedule"]
    list_filter = ["include_provisional"]
    list_select_related = ["schedule"]
    search_fields = ["=year"]
    fields = [
        "schedule",
        "vintage",
        "data_on",
        "due_on",
        "include_provisional",
        ("recorded_at", "recorded_by"),
        ("asked_at", "assessed_at"),
    ]

    def has_add_permission(self, request):
        return allows(request.user, ASSESSES)

    def add_view(self, request, form_url="", extra_context=None):
        return AssessDues.as_view(admin_site=self.admin_site)(request)

    def get_urls(self):
        files = path("<path:object_id>/list/", self.admin_site.admin_view(self.file_view), name="fees_duesrun_list")
        return [files, *super().get_urls()]

    def file_view(self, request, object_id):
        """The run as a file: `format` of the query, an Excel workbook by default."""
        run = self.get_object(request, object_id)
        if not allows(request.user, SEES):
            raise PermissionDenied
        format = request.GET.get("format", "xlsx")
        if run is None or format not in FILES:
            raise Http404
        return file_of(DuesReport.of(run), format)

    def page_context(self, request, obj) -> dict:
        progress = progress_of(obj)
        if "refresh" in request.GET:
            request.session["refresh"] = request.GET["refresh"] != "off"
        return {
            "progress": progress,
            "said": stage_words(progress),
            "by": whose(obj, "assessed_at") if progress.stage == Stage.DONE else None,
            "refreshes": progress.is_under_way and request.session.get("refresh", True),
            "list_url": reverse("admin:fees_duesrun_list", args=[obj.pk]),
            **(page_of(DuesReport.of(obj)) if obj.assessed_at and allows(request.user, SEES) else {}),
        }

    @admin.display(description=gettext_lazy("state"))
    def state(self, run):
        if run.is_waiting:
            return _("asked for")
        return _("assessed") if run.assessed_at else _("opened")


def stage_words(progress) -> str:
    """How far the assessment is, in a sentence."""
    words = str(STAGES[progress.stage])
    return words % date_format(localtime(progress.at), "DATETIME_FORMAT") if "%s" in words else words
