from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from wego import slots

PANELS = {"dues_year": 31, "exceptions_queue": 32, "data_freshness": 33, "draft_schedules": 34}
"""The dues' panels on the dashboard, with their places among those of the register."""


class FeesConfig(AppConfig):
    name = "fees"
    verbose_name = _("Dues")

    def ready(self):
        slots.register("after_import", "fees.admin.data_refresh.after_import", order=10)
        slots.register("member", "fees.admin.member_panel.assessments", order=10)
        for panel, place in PANELS.items():
            slots.register("dashboard", f"fees.dashboard.{panel}", order=place)
