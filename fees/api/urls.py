"""Addresses of the dues under /api/v1/dues/."""

from django.urls import path

from fees.api.assessments import AssessmentDetail, Assessments
from fees.api.exceptions import DuesExceptions, ProposeSettlement, ReviewSettlement
from fees.api.tariff import QuoteDues, Schedules

app_name = "api_fees"
OF_MEMBER = "exceptions/<int:year>/<str:key>"
urlpatterns = [
    path("schedules/", Schedules.as_view(), name="schedules"),
    path("quote/", QuoteDues.as_view(), name="quote"),
    path("assessments/", Assessments.as_view(), name="assessments"),
    path("assessments/<int:year>/<str:key>/", AssessmentDetail.as_view(), name="assessment"),
    path("exceptions/", DuesExceptions.as_view(), name="exceptions"),
    path(f"{OF_MEMBER}/settlement/", ProposeSettlement.as_view(), name="propose"),
    path(f"{OF_MEMBER}/review/", ReviewSettlement.as_view(), name="review"),
]
