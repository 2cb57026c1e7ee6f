"""Certificates: what is asked of anyone who checks one, and of the officer who reissues one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MISSING = _("Type the check code as it is printed on the certificate.")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Check code"),
        max_length=200,
        help_text=_("20 letters and digits, like 7KQ2-MX9D-4TPA-0HVC-R3WZ. Spaces, hyphens and case do not matter."),
        error_messages={"required": MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Letters and digits alone, so that it fits into an address."""
        code = "".join(filter(str.isalnum, self.cleaned_data["code"]))
        if not code:
            raise ValidationError(MISSING, code="required")
        return code
