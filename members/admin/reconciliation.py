"""Stated against counted: each difference explained and signed by a person."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from members import forms
from members.models import SEES_ALL, Explanation, StatedTotal
from members.services.reconciliation import EQUAL, OPEN, explain_difference, latest_stated_day, reconcile
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly


class Explain(ActView):
    title = gettext_lazy("Explain and sign")
    form_class = forms.ExplainForm
    permission = "members.add_explanation"

    def perform(self, form, *, by) -> Done:
        earlier = self.object.explanations.count()
        explanation = explain_difference(self.object, **form.cleaned_data, by=by)
        return Done(
            _("The difference is explained and signed."),
            [
                str(self.object),
                _("Stated %(stated)d, counted %(counted)d")
                % {"stated": self.object.stated, "counted": explanation.counted},
                explanation.text,
                _("Explanations until now: %d") % earlier,
                _("Signed by %s. If the count moves, the difference is open again.") % by,
            ],
            url=f"{reverse('admin:reconciliation')}?on={self.object.as_of.isoformat()}",
        )


@admin.register(StatedTotal)
class StatedTotalAdmin(ReadOnly, ActAdmin):
    acts = {"explain": Explain}
    list_display = ["where", "stated", "kind", "status", "region", "country", "capital", "as_of"]
    list_filter = ["as_of", "kind", "region"]
    list_select_related = ["region", "country"]
    search_fields = ["where_en", "where_ko"]

    @admin.display(description=gettext_lazy("place"), ordering="where_en")
    def where(self, total):
        return total.where


@admin.register(Explanation)
class ExplanationAdmin(ReadOnly, ActAdmin):
    list_display = ["total", "counted", "text", "signed_by", "signed_at"]
    list_select_related = ["total", "signed_by"]
    search_fields = ["text", "total__where_en", "total__where_ko"]


@admin.site.register_page(
    "reconciliation/",
    name="reconciliation",
    title=gettext_lazy("Reconciliation"),
    permission=("members.view_statedtotal", SEES_ALL),
    order=30,
)
class ReconciliationPage(View):
    """Counted against stated for one day; differences first."""

    admin_site = None

    def get(self, request):
        on = self.day(request)
        lines, refusal = [], ""
        try:
            lines = reconcile(on) if on else []
        except ValidationError as error:
            refusal = error.messages[0]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reconciliation"),
            "on": on,
            "days": StatedTotal.objects.order_by("as_of").values_list("as_of", flat=True).distinct(),
            "refusal": refusal,
            "differences": [line for line in lines if line.state != EQUAL],
            "equal": [line for line in lines if line.state == EQUAL],
            "open_count": sum(line.state == OPEN for line in lines),
            "may_sign": request.user.has_perm("members.add_explanation"),
        }
        return TemplateResponse(request, "admin/members/reconciliation.html", context)

    @staticmethod
    def day(request) -> date | None:
        return parse_date(request.GET.get("on", "")) or latest_stated_day()
