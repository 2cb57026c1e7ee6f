"""Which members change band because figures are newer (paper 9, R12)."""

from datetime import date, datetime

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from fees.admin.comparing import ComparisonPage
from fees.comparison_report import ComparisonReport, refresh_report
from fees.forms.comparing import RefreshForm
from fees.services.comparing import compare_editions, list_editions
from members.models import SEES_ALL
from wego.dates import today
from wego.permissions import allows

PERMISSION = ("fees.view_duesrun", SEES_ALL)
FIGURES = ("gdp", "figures")
"""What imports of figures are called."""


@admin.site.register_page(
    "data-refresh/",
    name="data_refresh",
    title=gettext_lazy("Data refresh"),
    permission=PERMISSION,
    order=65,
)
class DataRefreshPage(ComparisonPage):
    """One edition of the figures against another, for the dues of a year."""

    title = gettext_lazy("Data refresh")
    template_name = "admin/fees/data_refresh.html"

    def defaults(self) -> dict:
        """The year that is prepared from the autumn on."""
        return {"year": today().year + 1}

    def get_form(self, data) -> RefreshForm:
        return RefreshForm(data, editions=list_editions())

    def compare(self, year: int, **terms) -> ComparisonReport:
        return refresh_report(compare_editions(year, **terms))


def after_import(request, *, sheet: str, vintage: date | None = None, known_at: datetime | None = None) -> dict | None:
    """After figures came in: where to see whose band they move. `known_at` is the instant before they did."""
    if sheet not in FIGURES or not allows(request.user, PERMISSION):
        return None
    terms = {"after": vintage.isoformat()} if vintage else {}
    if known_at:
        terms["known_at"] = timezone.localtime(known_at).strftime("%Y-%m-%dT%H:%M:%S")
    return {
        "template": "admin/fees/data_refresh_link.html",
        "url": f"{reverse('admin:data_refresh')}?{urlencode(terms)}",
    }
