"""The annual membership report on screen, and issued as a paper (paper 24)."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import View

from fees.papers.annual_report import AnnualReport
from members.admin.issuing import ISSUE, IssuePaper, preview_response
from members.annual import reportable_years
from members.models import SEES_ALL
from members.papers.composed import LANGUAGES
from wego.acts import add_refusal
from wego.dates import today
from wego.permissions import allows


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), str(year)) for year in reportable_years()]


@admin.site.register_page(
    "annual-report/issue/",
    name="annual_report_issue",
    title=gettext_lazy("Issue the annual report"),
    permission=(ISSUE, SEES_ALL),
    order=None,
)
class IssueAnnualReport(IssuePaper):
    """The report of the year in the query, as on its page."""

    title = gettext_lazy("Issue the annual report")
    permission = (ISSUE, SEES_ALL)
    paper_class = AnnualReport

    def compose(self) -> AnnualReport:
        form = YearForm(self.request.GET)
        if not form.is_valid():
            raise ValidationError(gettext_lazy("Choose the year on the page of the report first. Nothing was saved."))
        return AnnualReport.of(form.cleaned_data["year"], issued_on=today())

    def back_url(self) -> str:
        return f"{reverse('admin:annual_report')}?{self.request.GET.urlencode()}"


@admin.site.register_page(
    "annual-report/",
    name="annual_report",
    title=gettext_lazy("Annual report"),
    permission=("members.view_member", SEES_ALL),
    order=21,
)
class AnnualReportPage(View):
    """The figures of a year; last year's unless another is chosen."""

    admin_site = None

    def get(self, request):
        form = YearForm(request.GET if "year" in request.GET else {"year": default_year()})
        paper = self.read(form)
        if paper and request.GET.get("format"):
            return preview_response(paper, request.GET["format"], request.GET.get("language", get_language()))
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": paper.title() if paper else gettext_lazy("Annual report"),
            "form": form,
            "said": paper and paper.data(),
            "year": paper and paper.of_year.year,
            "languages": LANGUAGES,
            "may_issue": allows(request.user, IssueAnnualReport.permission),
        }
        return TemplateResponse(request, "admin/fees/annual_report.html", context)

    def read(self, form) -> AnnualReport | None:
        if not form.is_valid():
            return None
        try:
            return AnnualReport.of(form.cleaned_data["year"], issued_on=today())
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return None


def default_year() -> str:
    """Last year, where the register covers it."""
    years = reportable_years()
    return str(years[min(1, len(years) - 1)]) if years else ""
