"""What a fee schedule would change for every member, before anyone votes on it (R23)."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy

from fees.admin.comparing import ComparisonPage
from fees.comparison_report import ComparisonReport, what_if_report
from fees.forms.comparing import WhatIfForm
from fees.services.comparing import compare_schedules
from members.models import SEES_ALL


class WhatIfPage(ComparisonPage):
    """One schedule against the one in force, or against any other."""

    model_admin = None
    title = gettext_lazy("What if")
    template_name = "admin/fees/what_if.html"

    def dispatch(self, request, object_id):
        self.schedule = self.model_admin.get_object(request, unquote(object_id))
        if not self.model_admin.has_view_permission(request, self.schedule) or not request.user.has_perm(SEES_ALL):
            raise PermissionDenied
        if self.schedule is None:
            raise Http404
        return super().dispatch(request)

    def defaults(self) -> dict:
        return {"year": self.schedule.first_dues_year}

    def get_form(self, data) -> WhatIfForm:
        return WhatIfForm(data, schedule=self.schedule)

    def compare(self, **terms) -> ComparisonReport:
        return what_if_report(compare_schedules(self.schedule, **terms))

    def extra_context(self) -> dict:
        return {"schedule": self.schedule, "opts": self.model_admin.opts}
