"""Figures: one that is typed, and files that bring many."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.fields import DAY, PersonsField, day_field
from members.models import MemberFigure
from members.worldbank import LARGEST_FILE

VALUES = {
    MemberFigure.Indicator.POPULATION: _("Population (persons)"),
    MemberFigure.Indicator.EMPLOYEES: _("Employees (persons)"),
}


class FigureForm(forms.ModelForm):
    """A dated figure of a member with its source (A6)."""

    class Meta:
        model = MemberFigure
        fields = ["reference_year", "year_basis", "source", "concept", "quality", "vintage", "retrieved_on"]
        widgets = {"vintage": DAY, "retrieved_on": DAY}

    def __init__(self, data=None, *, indicator: str, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["value"] = PersonsField(indicator=indicator, label=VALUES[indicator])
        self.fields["quality"].choices = MemberFigure.Quality.choices
        self.order_fields(["value"])


class GdpFileForm(forms.Form):
    """A file of the World Bank, uploaded now or kept from the step before (`upload`)."""

    file = forms.FileField(
        label=_("File of the World Bank"),
        help_text=_("The indicator NY.GDP.PCAP.PP.CD as downloaded: ZIP or CSV."),
        widget=forms.FileInput(attrs={"accept": ".zip,.csv"}),
        error_messages={"empty": _("The file is empty. Nothing was changed.")},
    )
    vintage = day_field(
        _("Last updated on"),
        required=False,
        help_text=_("Only for a file that does not state its “Last Updated Date”."),
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, kept: str = "", **kwargs):
        super().__init__(data, files, **kwargs)
        if kept:
            self.fields["file"].required = False
            self.fields["file"].help_text = _("Kept from the step before: %(name)s. Choose a file to replace it.") % {
                "name": kept
            }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise ValidationError(
                _("The file is larger than %(limit)d MB. Nothing was changed."),
                code="too_large",
                params={"limit": LARGEST_FILE // 2**20},
            )
        return file
