from datetime import time

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig as StockAdminConfig
from django.utils.translation import gettext_lazy as _

from wego import checks  # noqa: F401 (registers the system checks)
from wego.jobs import Daily, schedule


class WegoConfig(AppConfig):
    name = "wego"
    verbose_name = "WeGO"

    def ready(self):
        apps.get_app_config("django_tasks_database").verbose_name = _("Background jobs")
        schedule("wego.prune", "wego.housekeeping.prune", Daily(time(3, 30)))


class AdminConfig(StockAdminConfig):
    default_site = "wego.admin_site.Site"
