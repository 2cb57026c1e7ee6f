"""Mounts every app's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from wego.health import healthz, readyz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
