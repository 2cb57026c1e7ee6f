"""How a member that cannot be assessed is settled: what one officer proposes, what a second person says (R13)."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fees.models import Figure, Settlement
from members.forms.fields import PersonsField, text_field

GROUPED = re.compile(r"\d{1,3}((,\d{3})+|( \d{3})+)(\.\d*)?")
STATED = ["value", "reference_year", "source"]
PERSONS = {Figure.POPULATION: _("Population"), Figure.EMPLOYEES: _("Number of employees")}
LOOKED_UP = {Settlement.Way.LAST_VALUE, Settlement.Way.LAST_YEAR}


class DollarsField(forms.CharField):
    """International $ per head as people type it: 12300.5, 12,300.5 or 12 300.5. What is none is for the service."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        text = " ".join(super().to_python(value).split())
        return re.sub("[, ]", "", text) if GROUPED.fullmatch(text) else text


def value_field(figure: str) -> forms.Field:
    if figure in PERSONS:
        return PersonsField(
            label=PERSONS[figure], indicator=figure, help_text=_("Persons, like 1,070,000."), required=False
        )
    return DollarsField(
        label=_("GDP per head (PPP), in international $"), help_text=_("Like 12,300.50."), required=False
    )


class ProposeForm(forms.Form):
    """One of four ways; what is stated is asked for only where the way does not look it up.

    `found` says of the ways that look a value up what they would find.
    """

    way = forms.ChoiceField(label=_("How is it settled?"), widget=forms.RadioSelect)
    reason = text_field(_("Reason"), help_text=_("The second person reads it; kept with your name."))
    value = forms.CharField()
    reference_year = forms.IntegerField(
        label=_("Reference year"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=_("Source"), required=False, max_length=200, help_text=_("Who states the figure, and where.")
    )
    document = forms.CharField(
        label=_("Decision"), required=False, max_length=200, help_text=_("Body, day, item of the minutes.")
    )

    def __init__(self, data=None, *, figure: str, found: dict[str, str | Promise], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["value"] = value_field(figure)
        self.fields["way"].choices = [
            (way, f"{label}: {found[way]}" if way in found else label) for way, label in Settlement.Way.choices
        ]

    def clean(self):
        cleaned = super().clean()
        stated = [name for name in STATED if cleaned.get(name) not in (None, "")]
        if stated and cleaned.get("way") in LOOKED_UP:
            raise ValidationError(
                _(
                    "This way takes the figure that is on record. Leave value, year and source empty, or choose "
                    "another named source. Nothing was saved."
                ),
                code="looked_up",
            )
        return cleaned


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What do you say to it?"),
        widget=forms.RadioSelect,
        choices=[
            (Settlement.Outcome.CONFIRMED, _("I confirm it: assess the member by this figure")),
            (Settlement.Outcome.REFUSED, _("I refuse it: the exception stays open")),
        ],
    )
    note = text_field(_("Note"), required=False, help_text=_("Needed for a refusal."))
