"""The questions of the account pages: allauth's forms with our words and without texts inside the fields."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from wego.accounts.links import mail_forgotten_password
from wego.models.users import normal_email

CODE = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class Plain:
    """Takes the texts out of the fields, and gives fields the labels and hints named here."""

    labels = {}
    hints = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class NewPassword(Plain):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class SignInForm(Plain, account.LoginForm):
    labels = {"login": _("User name or e-mail address"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "off"}


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    """Looks nobody up: the job does, so that the page's answer and time are the same for every address."""

    labels = {"email": _("E-mail address")}

    def clean_email(self):
        return normal_email(self.cleaned_data["email"])

    def save(self, request, **kwargs):
        mail_forgotten_password.enqueue(self.cleaned_data["email"])


class SetPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class AskCode(Plain):
    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from the app, or one of your recovery codes.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= CODE


class SecondFactorForm(AskCode, mfa.AuthenticateForm):
    pass


class ConfirmSecondFactorForm(AskCode, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(AskCode, ActivateTOTPForm):
    hints = {"code": _("Six digits that the app shows now.")}


class AddPasskeyForm(Plain, AddWebAuthnForm):
    labels = {"name": _("Name of this passkey")}
    hints = {"name": _("So that you know it again, like “Laptop” or “Key on my key ring”.")}


class RenamePasskeyForm(Plain, EditWebAuthnForm):
    labels = {"name": _("Name of this passkey")}


class RecoveryCodesForm(forms.Form):
    """Codes that a page showed, sent back to be saved as a file."""

    codes = forms.CharField()

    def __init__(self, *args, unused: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.unused = unused

    def clean_codes(self) -> list[str]:
        codes = self.cleaned_data["codes"].split()
        if not set(codes) <= set(self.unused):
            raise forms.ValidationError(_("These are not your recovery codes."), code="not_yours")
        return codes
