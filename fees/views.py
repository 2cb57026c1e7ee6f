"""Public pages of the fees. They read only; the quotation looks the same to everybody: caches may keep it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control

from fees.forms.quote import QuoteForm
from fees.papers.figures import figure_lines
from fees.papers.quotation import FeeQuotation
from fees.services.quotes import CURRENCY, KINDS_WITHOUT_TABLE, FirstDues
from fees.tables import matrix, scale
from fees.words import dollars
from members.forms.questionnaire import Questionnaire
from members.models import Kind
from members.views.apply_base import ApplicantPage, language
from wego.attachments import attachment_response
from wego.dates import today

FRESH = 300  # seconds for which a cache may keep a page


@method_decorator(cache_control(public=True, max_age=FRESH), name="dispatch")
class QuoteView(View):
    """What a newcomer would owe first, in an address that can be shared."""

    def get(self, request):
        form = QuoteForm(request.GET if QuoteForm.is_asked(request.GET) else None)
        shown = answer(form.cleaned_data["first_dues"]) if form.is_valid() else {}
        return render(request, "fees/quote.html", {"form": form, **shown})


class QuotationPaper(ApplicantPage):
    """The quotation (paper 1) for who writes or sent an application, by its answers; without a number."""

    def get(self, request, *, key) -> HttpResponse:
        application = Questionnaire(self.draft).application() if self.draft else self.application
        try:
            quotation = FeeQuotation.of_application(application, issued_on=today())
        except ValidationError as refusal:
            return self.refuse(refusal)
        name = quotation.file_name("pdf", language())
        return attachment_response(quotation.unnumbered(language()), content_type="application/pdf", name=name)


def answer(dues: FirstDues) -> dict:
    """The quotation in words, with the table from which it is read."""
    if dues.quote is None:
        return {"dues": dues, "not_assessed": KINDS_WITHOUT_TABLE[Kind(dues.kind)]}
    basis, asks = dues.quote.basis, dues.tables.asks(dues.kind)
    return {
        "dues": dues,
        "amount": f"{CURRENCY} {dollars(dues.quote.amount)}",
        "approved_in": dues.year - 1,
        "figures": figure_lines(basis, economy=str(dues.economy or "")),
        "matrix": matrix(dues.tables, basis["cell"]) if "gdp" in asks else None,
        "scale": scale(dues.tables, basis["cell"]) if "employees" in asks else [],
    }
