"""The public face of the register, in the language of its address."""

from django.urls import path

from directory.views.about import AboutPage
from directory.views.data import DataPage
from directory.views.front import FrontPage
from directory.views.members import MemberPage, MembersPage
from directory.views.statistics import StatisticsPage

app_name = "directory"
urlpatterns = [
    path("", FrontPage.as_view(), name="front"),
    path("members/", MembersPage.as_view(), name="members"),
    path("members/<str:key>/", MemberPage.as_view(), name="member"),
    path("statistics/", StatisticsPage.as_view(), name="statistics"),
    path("about/", AboutPage.as_view(), name="about"),
    path("data/", DataPage.as_view(), name="data"),
]
