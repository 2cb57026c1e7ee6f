"""The membership status report on screen and as a file (paper 19)."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy
from django.views.generic import View

from members import forms, reports
from members.changes import list_changes
from members.register import Report, begins_on
from wego.acts import add_refusal
from wego.dates import today

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@admin.site.register_page(
    "report/",
    name="report",
    title=gettext_lazy("Status report"),
    permission="members.view_member",
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
