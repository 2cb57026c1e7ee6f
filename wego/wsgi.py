"""Entry point of gunicorn: `gunicorn wego.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from wego import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wego.settings")
application = get_wsgi_application()
logs.raise_level(settings.LOG_LEVEL)
