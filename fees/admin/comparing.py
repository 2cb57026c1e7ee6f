"""The base of the pages that show two evaluations side by side."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from fees.comparing import Line, Sums
from fees.comparison_report import (
    ComparisonReport,
    amount_words,
    as_csv,
    as_xlsx,
    figure_words,
    signed,
    why,
)
from fees.words import dollars, whole
from wego.acts import add_refusal
from wego.exports import FORMATS

WRITERS = {"xlsx": as_xlsx, "csv": as_csv}
SHOWN = 200  # lines of a table; the files hold all


class ComparisonPage(View):
    """Every choice is in the address, so it can be shared; what is not chosen has its default. Changes nothing."""

    admin_site = None
    title = ""
    template_name = ""

    def get_form(self, data):
        raise NotImplementedError

    def defaults(self) -> dict:
        raise NotImplementedError

    def compare(self, **terms) -> ComparisonReport:
        raise NotImplementedError

    def extra_context(self) -> dict:
        return {}

    def get(self, request, *args, **kwargs):
        given = {name: value for name, value in request.GET.items() if name != "format"}
        form = self.get_form(self.defaults() | given)
        report = self.read(form)
        if report and request.GET.get("format") in WRITERS:
            return download(report, request.GET["format"])
        request.current_app = self.admin_site.name
        query = request.GET.copy()
        query.pop("format", None)
        context = {
            **self.admin_site.each_context(request),
            "title": report.title if report else self.title,
            "form": form,
            "report": report and shown(report),
            "query": query.urlencode(),
            "formats": list(WRITERS),
            **self.extra_context(),
        }
        return TemplateResponse(request, self.template_name, context)

    def read(self, form) -> ComparisonReport | None:
        if not form.is_valid():
            return None
        try:
            return self.compare(**form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return None


def download(report: ComparisonReport, extension: str) -> HttpResponse:
    response = HttpResponse(WRITERS[extension](report), content_type=FORMATS[extension]().get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{report.name}.{extension}"'
    return response


def shown(report: ComparisonReport) -> dict:
    """The report in the words of the page."""
    exceptions = report.comparison.exceptions
    return {
        "terms": report.terms,
        "total": _sums(report.sums),
        "effects": [(words, whole(count), signed(difference)) for words, count, difference in report.effects],
        "groups": [
            {"caption": caption, "heading": heading, "rows": [{"label": label, **_sums(sums)} for label, sums in rows]}
            for caption, heading, rows in (
                (_("By kind"), _("kind"), report.by_kind),
                (_("By region"), _("region"), report.by_region),
            )
        ],
        "heading": report.heading,
        "lines": [_line(line) for line in report.lines[:SHOWN]],
        "line_count": len(report.lines),
        "reasons": report.reasons,
        "exceptions": [
            {"member": line.member, "before": why(line.before), "after": why(line.after)} for line in exceptions[:SHOWN]
        ],
        "exception_count": len(exceptions),
    }


def _sums(sums: Sums) -> dict:
    return {
        "members_before": whole(sums.before.assessed),
        "before": dollars(sums.before.total),
        "members_after": whole(sums.after.assessed),
        "after": dollars(sums.after.total),
        "difference": signed(sums.difference),
    }


def _line(line: Line) -> dict:
    return {
        "member": line.member,
        "figures": figure_words(line),
        "before": amount_words(line.before),
        "after": amount_words(line.after),
        "difference": signed(line.difference),
    }
