from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from wego import slots
from wego.api.scopes import name_scopes
from wego.events import name_events

PANELS = {"dues_year": 31, "exceptions_queue": 32, "data_freshness": 33, "draft_schedules": 34}
"""The dues' panels on the dashboard, with their places among those of the register."""


EVENTS = {
    "schedule.written": _("fee schedule written"),
    "dues.opened": _("dues run opened"),
    "dues.assessed": _("dues assessed"),
    "dues.proposed": _("figure for dues proposed"),
    "dues.reviewed": _("figure for dues reviewed"),
    "dues.superseded": _("assessment replaced"),
    "dues.cancelled": _("assessment adjusted to nothing"),
    "dues.waived": _("dues waived"),
}
"""What the dues write into the audit trail."""


class FeesConfig(AppConfig):
    name = "fees"
    verbose_name = _("Dues")

    def ready(self):
        name_events(EVENTS)
        name_scopes(import_module("fees.api.scopes").SCOPES)
        slots.register("after_import", "fees.admin.data_refresh.after_import", order=10)
        slots.register("member", "fees.admin.member_panel.assessments", order=10)
        slots.register("application_fee", "fees.apply_panel.estimate", order=10)
        slots.register("merge_check", "fees.services.merging.check_merge", order=10)
        slots.register("record_counts", "fees.services.merging.count_assessments", order=10)
        for panel, place in PANELS.items():
            slots.register("dashboard", f"fees.dashboard.{panel}", order=place)
