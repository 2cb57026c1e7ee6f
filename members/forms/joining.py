"""Applications and what is done with them (R2)."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.forms.fields import AREA, DAY, PersonsField, day_field, text_field
from members.forms.letters import TellForm
from members.lifecycle import Status
from members.models import ITEMS, Application, ApplicationCheck, Country, Member
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
    "parent_body",
    "mandate",
    "registration_number",
    "business_areas",
    "reason",
]
FIGURES = ["population", "employees", "employees_scope", "figure_year", "figure_source"]
PEOPLE = [
    "head_name",
    "head_title",
    "head_email",
    "head_address",
    "political_name",
    "political_title",
    "political_email",
    "liaison_name",
    "liaison_title",
    "liaison_department",
    "liaison_email",
    "liaison_phone",
    "billing_name",
    "billing_email",
    "billing_address",
    "payer_name",
    "tax_number",
    "invoice_note",
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
        widgets = {
            **dict.fromkeys(("submitted_on", "received_on"), DAY),
            **dict.fromkeys(("billing_address", "head_address", "mandate", "reason", "remarks"), AREA),
        }

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by(f"name_{_language()}")
        self.fields["member"].queryset = Member.objects.with_status().filter(status=Status.FORMER).with_names()
        self.fields["member"].label = _("Former member")


class NothingForm(forms.Form):
    """An act that asks for nothing but its confirmation."""


class CompletionForm(TellForm):
    """`lacking` is what the review found lacking, to begin with."""

    requested_on = day_field(_("Requested on"), initial=today)
    missing = text_field(_("What is missing"), help_text=_("The applicant reads this."))
    due_on = day_field(_("To be sent by"), required=False)

    def __init__(self, data=None, *, lacking: str = "", **kwargs):
        super().__init__(data, **kwargs)
        self.fields["missing"].initial = lacking


class CompletedForm(forms.Form):
    received_on = day_field(_("Received on"), initial=today)
    note = text_field(_("What arrived"), required=False)


class ReturnForm(TellForm):
    returned_on = day_field(_("Returned on"), initial=today)
    reason = text_field(_("Reason"), help_text=_("The applicant reads this."))


class AcceptForm(TellForm):
    accepted_on = day_field(_("Accepted on"), initial=today, help_text=_("Associate member from this day."))
    note = text_field(_("Note"), required=False)


class ChecklistForm(forms.Form):
    """A choice and a note for each item of the review; what is known already stands in it."""

    def __init__(self, data=None, *, kind: str, latest: Mapping[str, ApplicationCheck], **kwargs):
        super().__init__(data, **kwargs)
        self.items = ITEMS[kind]
        for item in self.items:
            row = latest.get(item)
            self.fields[item.value] = forms.ChoiceField(
                label=_("Finding"),
                choices=[("", _("not looked at yet")), *ApplicationCheck.Found.choices],
                required=False,
                initial=row.found if row else "",
            )
            self.fields[f"{item.value}_note"] = forms.CharField(
                label=_("Note"), max_length=300, required=False, initial=row.note if row else ""
            )

    def found(self) -> dict[str, tuple[str, str]]:
        """By item (found, note)."""
        said = self.cleaned_data
        return {item.value: (said[item.value], said[f"{item.value}_note"]) for item in self.items}
