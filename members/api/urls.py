"""Addresses of the register under /api/v1/."""

from django.urls import path

from members.api.applications import Applications, ApplicationStatus
from members.api.changes import Changes
from members.api.decisions import Decisions, Meetings
from members.api.figures import Figures
from members.api.members import MemberDetail, Members

app_name = "api_members"
urlpatterns = [
    path("members/", Members.as_view(), name="members"),
    path("members/<str:key>/", MemberDetail.as_view(), name="member"),
    path("changes/", Changes.as_view(), name="changes"),
    path("applications/", Applications.as_view(), name="applications"),
    path("applications/<str:key>/", ApplicationStatus.as_view(), name="application"),
    path("figures/", Figures.as_view(), name="figures"),
    path("meetings/", Meetings.as_view(), name="meetings"),
    path("decisions/", Decisions.as_view(), name="decisions"),
]
