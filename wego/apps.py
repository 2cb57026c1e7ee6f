from datetime import time, timedelta
from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig as StockAdminConfig
from django.utils.translation import gettext_lazy as _

from wego import (
    checks,  # noqa: F401 (registers the system checks)
    slots,
)
from wego.jobs import Daily, Every, schedule


class WegoConfig(AppConfig):
    name = "wego"
    verbose_name = "WeGO"

    def ready(self):
        apps.get_app_config("django_tasks_database").verbose_name = _("Background jobs")
        schedule("wego.prune", "wego.housekeeping.prune", Daily(time(3, 30)))
        schedule("wego.find_lost_webhooks", "wego.webhooks.jobs.find_lost", Every(timedelta(minutes=15)))
        slots.register("dashboard", "wego.webhooks.dashboard.trouble", order=15)
        second_factor = import_module("wego.accounts.second_factor")
        signals = import_module("allauth.mfa.signals")
        signals.authenticator_used.connect(second_factor.on_used)
        signals.authentication_failed.connect(second_factor.on_failed)


class AdminConfig(StockAdminConfig):
    default_site = "wego.admin_site.Site"

    def ready(self):
        super().ready()
        import_module("wego.admin_people")  # on the bases of wego.admin, each in a file of its own
        import_module("wego.admin_trail")
        import_module("wego.webhooks.admin")
        import_module("wego.admin_keys")
