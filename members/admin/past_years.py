"""Past years: the sheet of events that stand in minutes and letters, on the list of the status history.

It only comes in: what it brings is exported with the lists it belongs to.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.imports.history.sheet import HistorySheet
from members.models import SEES_ALL
from members.register import begins_on
from wego.dates import today
from wego.imports.admin import ImportAdmin
from wego.imports.forms import FileForm
from wego.imports.plans import Plan, Verdict

TITLE = gettext_lazy("Past years")
RIGHTS = ("members.import_history", SEES_ALL)

admin.site.register_link("members_statuschange_import", title=TITLE, permission=RIGHTS, order=45)


class HistoryImportAdmin(ImportAdmin):
    """The status history takes the events of past years, and what belongs to them elsewhere."""

    sheet = HistorySheet()
    upload_form = FileForm
    upload_template = "admin/members/past_years.html"
    import_title = TITLE
    rows_shown = 1000

    def has_import_permission(self, request):
        return request.user.has_perms(RIGHTS)

    def say_done(self, request, plan):
        super().say_done(request, plan)
        words = _("The status report with the changes of these years")
        address = f"{reverse('admin:report')}?{urlencode(_span(plan))}"
        messages.info(request, format_html('<a href="{}">{}</a>', address, words))


def _span(plan: Plan) -> dict[str, date]:
    """The day before the first event that came in and that of the last, as the report covers them."""
    days = [day for row in plan.of(Verdict.ADD) for day in row.work]
    since = min(days) - timedelta(days=1)
    if begins := begins_on():
        since = max(since, begins)
    return {"on": max(since, min(max(days) + timedelta(days=1), today())), "since": since}
