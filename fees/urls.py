"""Public pages of the fees, in the language of their address."""

from django.urls import path

from fees.views import QuotationPaper, QuoteView

app_name = "fees"
urlpatterns = [
    path("quote/", QuoteView.as_view(), name="quote"),
    path("quotation/<uuid:key>/", QuotationPaper.as_view(), name="quotation"),
]
