"""The dues run: what it follows from, and when its dues are due."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from fees.forms.comparing import YearForm
from fees.services.comparing import list_editions
from members.forms.fields import day_field


def edition_choices() -> list[tuple[str, str]]:
    return [("", _("that of the run, else the newest")), *((str(day), str(day)) for day in list_editions())]


class PreviewForm(YearForm):
    """Which dues to look at."""

    vintage = forms.TypedChoiceField(
        label=_("Edition of the GDP figures"),
        coerce=date.fromisoformat,
        empty_value=None,
        required=False,
        choices=edition_choices,
        help_text=_("A run that was opened keeps its edition."),
    )
    field_order = ["year", "vintage", "include_provisional"]


class AssessForm(PreviewForm):
    due_on = day_field(_("Due date"), help_text=_("Printed on every invoice of the year."))

    field_order = ["year", "due_on", "vintage", "include_provisional"]


class AssessAgainForm(forms.Form):
    include_provisional = YearForm.base_fields["include_provisional"]


class DueDateForm(forms.Form):
    due_on = day_field(_("Due date"))
