"""Public pages of the register."""

from django.urls import path

from members.views import CertificatePage, CertificateSearch

app_name = "members"
urlpatterns = [
    path("", CertificateSearch.as_view(), name="certificates"),
    path("<str:code>/", CertificatePage.as_view(), name="certificate"),
]
