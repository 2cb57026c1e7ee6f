from datetime import time
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from wego import slots
from wego.api.scopes import name_scopes
from wego.events import name_events
from wego.jobs import Daily, schedule
from wego.webhooks.types import name_event_types

PANELS = (
    *("dashboard.members_today", "dashboard.to_do", "dashboard.next_meetings", "dashboard.pipeline"),
    *("dashboard.regions", "dashboard_office.housekeeping", "dashboard.own_countries"),
)
"""The register's panels on the dashboard, in the order of an officer's morning."""
EVENTS = {
    "register.opened": _("register opened"),
    "status.changed": _("standing changed"),
    "status.corrected": _("standing corrected"),
    "status.confirmed": _("provisional standings confirmed"),
    "status.imported": _("standings imported"),
    "decision.recorded": _("decision recorded"),
    "application.submitted": _("application sent online"),
    "application.taken": _("application taken over"),
    "application.completed": _("completion sent online"),
    "paper.issued": _("paper issued"),
    "letter.sent": _("letter sent"),
    "letter.issued_again": _("letter issued again"),
    "certificate.issued": _("certificate issued"),
    "merge.done": _("duplicate records merged"),
    "merge.undone": _("merge of duplicate records undone"),
    "merge.dismissed": _("records found to be of two members"),
    "data.destroyed": _("personal data destroyed"),
    "history.imported": _("past events imported"),
    "list.recorded": _("published list recorded"),
    "list.chosen": _("members of a published list chosen"),
    "list.explained": _("published list explained"),
    "list.signed_off": _("published list signed off"),
}
"""What the register writes into the audit trail."""


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Membership")

    def ready(self):
        name_events(EVENTS)
        name_event_types(import_module("members.webhooks").EVENT_TYPES)
        schedule("members.prune_drafts", "members.jobs.prune_drafts", Daily(time(3, 35)))
        name_scopes(import_module("members.api.scopes").SCOPES)
        schedule("members.prune_papers", "members.jobs.prune_papers", Daily(time(3, 40)))
        schedule("members.compare_lists", "members.jobs.compare_lists", Daily(time(4, 10)))
        for place, panel in enumerate(PANELS, start=1):
            slots.register("dashboard", f"members.{panel}", order=place * 10)
