"""Addresses of the public totals under /api/v1/."""

from django.urls import path

from directory.api.statistics import Statistics

app_name = "api_directory"
urlpatterns = [path("statistics/", Statistics.as_view(), name="statistics")]
