"""Public pages of the register: whether a certificate is valid, and nothing else."""

from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from members.forms.certificates import CodeForm
from members.services.certificates import is_valid


@method_decorator(never_cache, name="dispatch")
class CertificateSearch(View):
    """Asks for the code. What was typed leads to the page of that code, whether there is one or not."""

    def get(self, request):
        form = CodeForm(request.GET if "code" in request.GET else None)
        if form.is_valid():
            return redirect("members:certificate", code=form.cleaned_data["code"])
        return render(request, "members/certificates.html", {"form": form})


@method_decorator(never_cache, name="dispatch")
class CertificatePage(View):
    """Valid or not. A code that never was, one of a replaced certificate and one of a former member are answered
    alike: with 200, in the same words."""

    def get(self, request, code: str):
        return render(request, "members/certificate.html", {"valid": is_valid(code)})
