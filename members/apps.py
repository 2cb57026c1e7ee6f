from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from wego import slots

PANELS = ("members_today", "to_do", "next_meetings", "pipeline", "regions", "housekeeping")
"""The register's panels on the dashboard, in the order of an officer's morning."""


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Membership")

    def ready(self):
        for place, panel in enumerate(PANELS, start=1):
            slots.register("dashboard", f"members.dashboard.{panel}", order=place * 10)
