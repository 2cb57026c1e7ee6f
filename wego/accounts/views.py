"""Account pages that do more than allauth's: what they change is recorded in the same transaction."""

from functools import wraps

from allauth.account.views import PasswordResetFromKeyView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST

from wego import audit
from wego.accounts import second_factor
from wego.accounts.forms import RecoveryCodesForm

Type = Authenticator.Type


def proved(view):
    """For the person's own settings: who has a second factor shows it first, whatever the settings ask for.

    Otherwise a session that was made with the password alone, before the factor was there, could take it away.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if second_factor.has_factor(request.user) and not second_factor.is_proved(request):
            return HttpResponseRedirect(second_factor.next_step(request.user, request.get_full_path()))
        return view(request, *args, **kwargs)

    return login_required(guarded)


class Recorded:
    """A page that adds or removes a factor."""

    event = ""
    kind = ""

    def form_valid(self, form):
        person = self.request.user
        with transaction.atomic():
            response = super().form_valid(form)
            audit.record(self.event, by=person, subject=second_factor.about(person), kinds=[self.kind])
        if self.event == "second_factor.added":
            second_factor.prove(self.request, Authenticator.objects.filter(user=person, type=self.kind).latest("pk"))
            self.request.session.cycle_key()
        return response


class ActivateApp(Recorded, ActivateTOTPView):
    event, kind = "second_factor.added", Type.TOTP.value


class DeactivateApp(Recorded, DeactivateTOTPView):
    event, kind = "second_factor.removed", Type.TOTP.value


class AddPasskey(Recorded, AddWebAuthnView):
    event, kind = "second_factor.added", Type.WEBAUTHN.value


class RemovePasskey(Recorded, RemoveWebAuthnView):
    event, kind = "second_factor.removed", Type.WEBAUTHN.value


class GenerateRecoveryCodes(Recorded, GenerateRecoveryCodesView):
    """New codes take the place of the old ones, and the session goes on with them."""

    event, kind = "second_factor.added", Type.RECOVERY_CODES.value


class SetPassword(PasswordResetFromKeyView):
    """From a mailed link. Opening it changes nothing, so whoever scans mail may; sending the form uses it up."""

    success_url = reverse_lazy("account_login")


@require_POST
@login_required
def download_recovery_codes(request) -> HttpResponse:
    """The codes that the page shows once, as a file; the page sends them back, for they are not shown again."""
    factor = Authenticator.objects.filter(user=request.user, type=Type.RECOVERY_CODES).first()
    form = RecoveryCodesForm(request.POST, unused=factor.wrap().get_unused_codes() if factor else [])
    if not form.is_valid():
        return HttpResponseBadRequest("; ".join(form.errors.get("codes", [])), content_type="text/plain; charset=utf-8")
    disposition = {"Content-Disposition": 'attachment; filename="wego-recovery-codes.txt"'}
    return HttpResponse("\n".join(form.cleaned_data["codes"]) + "\n", content_type="text/plain", headers=disposition)
