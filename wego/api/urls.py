"""Addresses of the description of the API."""

from django.urls import path

from wego.api.docs import Description, Errors, TryItOut

app_name = "api"
urlpatterns = [
    path("docs/", TryItOut.as_view(), name="docs"),
    path("docs/errors/", Errors.as_view(), name="errors"),
    path("v1/openapi.json", Description.as_view(), name="description"),
]
