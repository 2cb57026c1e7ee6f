"""What the pages of the online application are made of: fields as applicants fill them in, a page of them."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.fields import AREA
from members.models import Country
from wego.dates import today
from wego.mail_addresses import LONGEST, check_public_address
from wego.models.users import normal_email
from wego.placeholders import one_line

OLDEST_YEAR = 1990


class Line(forms.CharField):
    """One line of text: without breaks and control characters, NFC."""

    def __init__(self, *, missing=None, token: str = "", **kwargs):
        attrs = {"autocomplete": token or "off"}
        errors = {"required": missing} if missing else {}
        super().__init__(widget=forms.TextInput(attrs=attrs), error_messages=errors, required=bool(missing), **kwargs)

    def to_python(self, value):
        return one_line(unicodedata.normalize("NFC", super().to_python(value)))


class Text(forms.CharField):
    """A few sentences."""

    def __init__(self, *, missing=None, **kwargs):
        errors = {"required": missing} if missing else {}
        super().__init__(widget=AREA, error_messages=errors, required=bool(missing), **kwargs)

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value))
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Address(forms.EmailField):
    """An address of mail in its one spelling (wego.models.users.normal_email)."""

    def __init__(self, *, missing=None, **kwargs):
        errors = {"invalid": _("An e-mail address looks like name@city.example.")}
        errors |= {"required": missing} if missing else {}
        widget = forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"})
        super().__init__(
            **{"widget": widget, "error_messages": errors, "required": bool(missing), "max_length": LONGEST, **kwargs}
        )

    def run_validators(self, value):
        """The second check only of what passed the first: both say the same."""
        super().run_validators(value)
        if value:
            check_public_address(value)

    def to_python(self, value):
        return normal_email(super().to_python(value))


def choices_field(label: str, choices, missing: str, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **kwargs
    )


class AnswerForm(forms.Form):
    """A page of questions. Optional ones say so."""

    marks_optional = True
    title = ""
    lead = ""
    use_required_attribute = False

    def answers(self) -> dict:
        """Fields of `Application` with what was answered."""
        return dict(self.cleaned_data)


class FigureYear(forms.IntegerField):
    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        errors = {
            "required": _("Enter the year of the figure."),
            "invalid": _("The year is a year like 2024."),
            "min_value": _("The year is 1990 or later."),
        }
        super().__init__(widget=forms.TextInput(attrs=attrs), error_messages=errors, min_value=OLDEST_YEAR, **kwargs)

    def clean(self, value):
        year = super().clean(value)
        if year and year > today().year:
            raise ValidationError(_("%(year)d has not come yet."), code="year_ahead", params={"year": year})
        return year


class CountryField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        errors = {"required": _("Choose the country."), "invalid_choice": _("Choose a country of the list.")}
        super().__init__(
            Country.objects.none(),
            error_messages=errors,
            empty_label=_("Choose a country"),
            widget=forms.Select(attrs={"autocomplete": "country-name"}),
            **kwargs,
        )
