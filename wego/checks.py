"""What must hold on a public server, on top of Django's own `check --deploy`."""

import os

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections
from django.utils.translation import gettext as _


@register(Tags.security, deploy=True)
def check_deployment(app_configs, **kwargs) -> list[Error]:
    """Refuse what is fine on one's own machine and not in public."""
    return [
        Error(message, hint=hint, id=id_)
        for fails, id_, message, hint in (
            (
                any(alias["ENGINE"].endswith("sqlite3") for alias in settings.DATABASES.values()),
                "wego.E001",
                _("SQLite is for evaluation."),
                _("Set DATABASE_URL to a PostgreSQL database."),
            ),
            (
                not os.environ.get("SECRET_KEY"),
                "wego.E002",
                _("SECRET_KEY is not set in the environment."),
                _("Set SECRET_KEY to at least 50 random characters, the same on every machine."),
            ),
            (
                not settings.ALLOWED_HOSTS,
                "wego.E003",
                _("ALLOWED_HOSTS is empty: no address would be answered."),
                _("Set ALLOWED_HOSTS to the host names of the site, separated by commas."),
            ),
            (
                not settings.SITE_URL.startswith("https://"),
                "wego.E004",
                _("SITE_URL does not begin with https://."),
                _("Set SITE_URL to the public address of the site; links in mail begin with it."),
            ),
            (
                not settings.SECOND_FACTOR_REQUIRED,
                "wego.E006",
                _("Staff may sign in without a second factor."),
                _("Leave SECOND_FACTOR_REQUIRED as it is; only DEBUG=1 lets it be off."),
            ),
        )
        if fails
    ]


@register(Tags.database)
def check_postgresql_is_durable(app_configs, databases=None, **kwargs) -> list[Error]:
    """Refuse a PostgreSQL that may lose or tear what it has confirmed."""
    return [
        Error(
            _("PostgreSQL runs with %(setting)s off: a power cut can destroy data.") % {"setting": setting},
            hint=_("Set %(setting)s = on in postgresql.conf.") % {"setting": setting},
            id="wego.E005",
        )
        for alias in databases or []
        for setting in _unsafe_settings(connections[alias])
    ]


def _unsafe_settings(connection) -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'")
        return [name for (name,) in cursor.fetchall()]
