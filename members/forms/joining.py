"""Applications and what is done with them (R2)."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.forms.fields import AREA, DAY, PersonsField, day_field, text_field
from members.lifecycle import Status
from members.models import Application, Country, Member
from wego.dates import today

LETTER = ["submitted_on", "received_on", "document"]
APPLICANT = [
    "kind",
    "country",
    "name_en",
    "name_ko",
    "name_local",
    "website",
    "member",
    "capital",
    "level",
    "legal_form",
    "registration_number",
]
FIGURES = ["population", "employees", "figure_year", "figure_source"]
PEOPLE = [
    "head_name",
    "head_title",
    "head_email",
    "liaison_name",
    "liaison_title",
    "liaison_email",
    "liaison_phone",
    "billing_name",
    "billing_email",
    "billing_address",
    "payer_name",
    "language",
]


def _language() -> str:
    return "ko" if (get_language() or "").startswith("ko") else "en"


class ApplicationForm(forms.ModelForm):
    """An application as it stands in the letter."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    population = PersonsField(indicator="population", label=_("Population (persons)"), required=False)
    employees = PersonsField(indicator="employees", label=_("Employees (persons)"), required=False)

    class Meta:
        model = Application
        fields = [*LETTER, *APPLICANT, *FIGURES, *PEOPLE, "remarks"]
        widgets = {"submitted_on": DAY, "received_on": DAY, "billing_address": AREA, "remarks": AREA}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by(f"name_{_language()}")
        self.fields["member"].queryset = Member.objects.with_status().filter(status=Status.FORMER).with_names()
        self.fields["member"].label = _("Former member")


class CompletionForm(forms.Form):
    requested_on = day_field(_("Requested on"), initial=today)
    missing = text_field(_("What is missing"), help_text=_("The applicant reads this."))
    due_on = day_field(_("To be sent by"), required=False)


class CompletedForm(forms.Form):
    received_on = day_field(_("Received on"), initial=today)
    note = text_field(_("What arrived"), required=False)


class ReturnForm(forms.Form):
    returned_on = day_field(_("Returned on"), initial=today)
    reason = text_field(_("Reason"), help_text=_("The applicant reads this."))


class AcceptForm(forms.Form):
    accepted_on = day_field(_("Accepted on"), initial=today, help_text=_("Associate member from this day."))
    note = text_field(_("Note"), required=False)
