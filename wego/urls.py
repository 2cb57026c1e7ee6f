"""Mounts every app's addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from wego.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("wego.accounts.urls")),
    path("admin/", admin.site.urls),
    path("data/", include("directory.file_urls")),
    path("api/", include("wego.api.urls")),
    path("api/v1/", include("members.api.urls")),
    path("api/v1/dues/", include("fees.api.urls")),
    path("api/v1/", include("directory.api.urls")),
    # Public pages: English as they stand here, Korean under /ko/.
    *i18n_patterns(
        path("", include("directory.urls")),
        path("fees/", include("fees.urls")),
        path("", include("members.urls")),
        prefix_default_language=False,
    ),
]
