"""The pages of the online application, a form each. What is typed is kept by the caller, right or wrong."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.forms.asked import Address, AnswerForm, CountryField, FigureYear, Line, Text, choices_field
from members.forms.fields import PersonsField
from members.models import Application, Area, Country, in_language

LEVELS = [
    ("City or municipality", _("City or municipality")),
    ("Metropolitan city", _("Metropolitan city")),
    ("Province", _("Province")),
    ("State", pgettext_lazy("level of government", "State")),
    ("District or county", _("District or county")),
    ("Locality", _("Locality")),
    ("Other", _("Other")),
]
"""Kept as the English word, which letters and lists print."""
LEGAL_FORMS = [
    ("Public agency", _("Public agency")),
    ("Association or network", _("Association or network")),
    ("University or research institute", _("University or research institute")),
    ("Foundation", _("Foundation")),
    ("International organisation", _("International organisation")),
    ("Other", _("Other")),
]
BILLING_ASKED = {
    "billing_name": _("Enter the name or office, or tick that it is the same person as the liaison officer."),
    "billing_email": _("Enter the e-mail address, or tick that it is the same person as the liaison officer."),
}


class BodyForm(AnswerForm):
    title = _("Name and country")

    country = CountryField(label=_("Country"))
    name_en = Line(
        label=_("Official name in English"),
        max_length=200,
        missing=_("Enter the official name in English."),
        token="organization",
        help_text=_("As it should stand on the certificate and in the list of members."),
    )
    name_local = Line(label=_("Official name in the local language"), max_length=200, help_text=_("In its own script."))
    name_ko = Line(
        label=_("Name in Korean"), max_length=200, help_text=_("If you know it. The Secretariat adds it otherwise.")
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by(in_language("name_en", "name_ko"))


class GovernmentForm(AnswerForm):
    title = _("Level of government and population")
    lead = _("The membership fee follows from the population and from the GDP per head of the country.")

    level = choices_field(_("Level of government"), LEVELS, _("Choose the level of government."))
    capital = forms.BooleanField(label=_("It is the capital of its country"), required=False)
    population = PersonsField(
        indicator="population",
        label=_("Population"),
        error_messages={"required": _("Enter the population, in persons.")},
        help_text=_(
            "Persons who live in the area that the member government represents, like 1,070,000 or 1 070 000. "
            "Not the wider urban area."
        ),
    )
    figure_year = FigureYear(label=_("Year of the population figure"))
    figure_source = Line(
        label=_("Source of the population figure"),
        max_length=200,
        missing=_("Enter where the figure is from."),
        help_text=_("Census, statistics office or register, or the address of a page."),
    )


class InterestForm(AnswerForm):
    title = _("Reason for joining and website")

    reason = Text(
        label=_("Why do you want to join WeGO?"),
        max_length=2000,
        missing=_("Write in a few sentences why you want to join."),
        help_text=_("A few sentences. The Executive Committee reads them."),
    )
    areas = forms.MultipleChoiceField(
        label=_("What do you want to work on with other members?"),
        choices=[(area.value, capfirst(area.label)) for area in Area],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the areas of the list.")},
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url", "autocapitalize": "off"}),
        error_messages={"invalid": _("A website looks like https://www.city.example.")},
    )


class HeadForm(AnswerForm):
    title = _("Head of the body")
    lead = _("The mayor, governor, director or chief executive. Letters go to the office, not to the person.")

    head_name = Line(
        label=pgettext_lazy("of a person", "Name"),
        max_length=120,
        missing=_("Enter the name of the head."),
        help_text=_("As written in English."),
    )
    head_title = Line(
        label=_("Title"),
        max_length=120,
        missing=_("Enter the title of the head."),
        help_text=_("Like Mayor, Governor, President."),
    )
    head_email = Address(label=_("E-mail address of the office"))
    head_address = Text(label=_("Postal address of the office"), max_length=500)


class PoliticalForm(AnswerForm):
    title = _("Political contact")
    lead = _("Somebody in political office who follows the membership, like a deputy mayor.")

    political_name = Line(label=pgettext_lazy("of a person", "Name"), max_length=120)
    political_title = Line(label=_("Post"), max_length=120)
    political_email = Address(label=_("E-mail address"))

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("political_title") or cleaned.get("political_email")) and not cleaned.get("political_name"):
            self.add_error("political_name", _("Enter the name, or leave the whole page empty."))
        return cleaned


class LiaisonForm(AnswerForm):
    title = _("Liaison officer")
    lead = _("Who works with the Secretariat day by day. Only work details, please.")

    liaison_name = Line(
        label=pgettext_lazy("of a person", "Name"), max_length=120, missing=_("Enter the name of the liaison officer.")
    )
    liaison_title = Line(label=_("Post"), max_length=120, missing=_("Enter the post of the liaison officer."))
    liaison_department = Line(label=_("Department"), max_length=120)
    liaison_email = Address(label=_("E-mail address"), missing=_("Enter the e-mail address of the liaison officer."))
    liaison_phone = Line(
        label=_("Telephone"),
        max_length=40,
        token="tel",
        help_text=_("With the code of the country, like +82 2 1234 5678."),
    )
    language = choices_field(
        _("In which language should letters be written?"),
        Application._meta.get_field("language").choices,
        _("Choose the language of letters."),
    )

    def clean_liaison_phone(self):
        phone = self.cleaned_data["liaison_phone"]
        if phone and not (set(phone) <= set("+0123456789 ()-./") and sum(map(str.isdigit, phone)) >= 5):
            raise ValidationError(
                _("A telephone number has digits, spaces and + ( ) - only, like +82 2 1234 5678."), code="phone"
            )
        return phone


class BillingForm(AnswerForm):
    title = _("Billing contact")
    lead = _("To whom the invoice for the yearly membership fee goes, once there is one.")

    billing_same = forms.BooleanField(
        label=_("The same person as the liaison officer: leave name and e-mail empty"), required=False
    )
    billing_name = Line(label=_("Name or office"), max_length=120)
    billing_email = Address(label=_("E-mail address"))
    billing_address = Text(label=_("Postal address on the invoice"), max_length=500)
    payer_name = Line(
        label=_("Legal name of the payer"), max_length=200, help_text=_("If somebody else pays than the member itself.")
    )
    tax_number = Line(label=_("Tax or registration number of the payer"), max_length=60)
    invoice_note = Line(
        label=_("What every invoice has to bear"), max_length=200, help_text=_("Like an order number of yours.")
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name in BILLING_ASKED:
            self.fields[name].needed_mostly = True  # not called optional

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("billing_same"):
            for name, asked in BILLING_ASKED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, asked)
        return cleaned


class InstitutionForm(AnswerForm):
    title = _("What kind of institution")

    legal_form = choices_field(_("Legal form"), LEGAL_FORMS, _("Choose the legal form."))
    parent_body = Line(
        label=_("Parent body"), max_length=200, help_text=_("The government or organisation it belongs to.")
    )
    mandate = Text(
        label=_("Mandate"),
        max_length=2000,
        missing=_("Write in a few sentences what the institution is for."),
        help_text=_("What the institution is for, by its act or statute."),
    )


class CompanyForm(AnswerForm):
    title = _("About the company")

    registration_number = Line(
        label=_("Registration number"), max_length=60, missing=_("Enter the registration number of the company.")
    )
    business_areas = Line(
        label=_("Business areas"), max_length=200, missing=_("Enter what the company does."), help_text=_("In a line.")
    )


class EmployeesForm(AnswerForm):
    title = _("Number of employees")
    lead = _("The membership fee of a company follows from its number of employees.")

    employees_scope = choices_field(
        _("Who would be the member?"), Application.EmployeesScope.choices, _("Choose who would be the member.")
    )
    employees = PersonsField(
        indicator="employees",
        label=_("Number of employees"),
        error_messages={"required": _("Enter the number of employees.")},
        help_text=_("Of the legal entity that would be the member, in all countries, at the last year-end."),
    )
    figure_year = FigureYear(label=_("At the end of which year?"))
    figure_source = Line(
        label=_("Source of the number"),
        max_length=200,
        missing=_("Enter where the number is from."),
        help_text=_("Like the annual report."),
    )


class DeclareForm(forms.Form):
    """The last page: who declares, and to what."""

    marks_optional = True
    use_required_attribute = False

    declared_name = Line(label=_("Your name"), max_length=120, missing=_("Enter your name."), token="name")
    declared_title = Line(
        label=_("Your post"), max_length=120, missing=_("Enter your post."), token="organization-title"
    )
    authorised = forms.BooleanField(
        label=_("I am authorised to apply in the name of this body, and the answers are true."),
        error_messages={"required": _("Tick that you are authorised to apply.")},
    )
    notice = forms.BooleanField(
        label=_("I have read the data protection notice and agree to it; the persons named know that I name them."),
        error_messages={"required": _("Tick that you agree to the data protection notice.")},
    )
