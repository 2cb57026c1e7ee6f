"""A wrong assessment is replaced by a new one (R28)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import reason_field


class SupersedeForm(forms.Form):
    reason = reason_field()
    document = forms.CharField(
        label=_("Decision of the Secretary General"),
        required=False,
        max_length=200,
        help_text=_("Needed for a higher amount, and for a lower one of a year that is over."),
    )
