"""Files of open data. Their addresses and their contents are the same in every language, and stay."""

from django.urls import path

from directory.views.files import MembersFile, StatisticsFile

app_name = "open_data"
urlpatterns = [
    path("members.<str:extension>", MembersFile.as_view(), name="members"),
    path("statistics.<str:extension>", StatisticsFile.as_view(), name="statistics"),
]
