"""The membership status report on screen and as a file (paper 19)."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import View

from members import forms, reports
from members.admin.issuing import ISSUE, IssuePaper, preview_response
from members.changes import list_changes
from members.models import SEES_ALL
from members.papers.composed import LANGUAGES
from members.papers.status_report import StatusReport
from members.register import Report, begins_on
from wego.acts import add_refusal
from wego.dates import today
from wego.permissions import allows
from wego.spreadsheets import XLSX_TYPE

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX_TYPE,
    "json": "application/json",
}


@admin.site.register_page(
    "report/issue/",
    name="report_issue",
    title=gettext_lazy("Issue the status report"),
    permission=(ISSUE, SEES_ALL),
    order=None,
)
class IssueStatusReport(IssuePaper):
    """The report that the query describes, as on its page."""

    title = gettext_lazy("Issue the status report")
    permission = (ISSUE, SEES_ALL)
    paper_class = StatusReport

    def compose(self) -> StatusReport:
        form = forms.ReportForm(self.request.GET)
        if not form.is_valid():
            raise ValidationError(gettext_lazy("Choose the day on the page of the report first. Nothing was saved."))
        return StatusReport.of(**form.cleaned_data, issued_on=today())

    def back_url(self) -> str:
        return f"{reverse('admin:report')}?{self.request.GET.urlencode()}"


@admin.site.register_page(
    "report/",
    name="report",
    title=gettext_lazy("Status report"),
    permission=("members.view_member", SEES_ALL),
    order=20,
)
class ReportPage(View):
    """Any day of the register, as known now or then; every choice is in the address, so it can be shared."""

    admin_site = None

    def get(self, request):
        form = forms.ReportForm(request.GET or {"on": today().isoformat()})
        report, changes = self.read(form)
        if report and request.GET.get("format") in CONTENT_TYPES:
            return self.download(request.GET["format"], report, changes)
        if report and request.GET.get("format") == "pdf":
            paper = StatusReport(report, changes, issued_on=today())
            return preview_response(paper, "pdf", request.GET.get("language", get_language()))
        query = request.GET.copy()
        query.setdefault("on", today().isoformat())
        context = {
            **self.admin_site.each_context(request),
            "title": reports.title(report) if report else gettext_lazy("Status report"),
            "form": form,
            "report": report,
            "summary": reports.summary(report) if report else [],
            "sections": [(reports.heading(section), section) for section in report.sections] if report else [],
            "changes": changes,
            "change_groups": reports.change_groups(changes) if changes else [],
            "begins_on": begins_on(),
            "query": query.urlencode(),
            "formats": list(CONTENT_TYPES),
            "languages": LANGUAGES,
            "may_issue": allows(request.user, IssueStatusReport.permission),
        }
        return TemplateResponse(request, "admin/members/report.html", context)

    def read(self, form):
        if not form.is_valid():
            return None, None
        on, since = form.cleaned_data["on"], form.cleaned_data["since"]
        known_at = form.cleaned_data["known_at"]
        try:
            return Report.of(on, known_at), list_changes(since, on, known_at) if since else None
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return None, None

    def download(self, format: str, report: Report, changes) -> HttpResponse:
        response = HttpResponse(reports.render(report, changes, format), content_type=CONTENT_TYPES[format])
        name = reports.file_name(report.on, format)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
