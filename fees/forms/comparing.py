"""What is compared: schedules for what-if, editions of the figures for the data refresh."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from fees.models import FeeSchedule


class YearForm(forms.Form):
    """A dues year, with provisional members or without."""

    year = forms.IntegerField(label=_("Dues year"), min_value=2000, max_value=2200)
    include_provisional = forms.BooleanField(
        label=_("Include provisional members"),
        required=False,
        help_text=_("Members of whom the source does not tell whether they are full members."),
    )


class WhatIfForm(YearForm):
    against = forms.ModelChoiceField(
        FeeSchedule.objects.none(),
        label=_("Compared with"),
        required=False,
        empty_label=_("the schedule in force in that year"),
    )
    field_order = ["year", "against", "include_provisional"]

    def __init__(self, data, *, schedule: FeeSchedule):
        super().__init__(data)
        self.fields["against"].queryset = FeeSchedule.objects.exclude(pk=schedule.pk)


class RefreshForm(YearForm):
    before = forms.TypedChoiceField(
        label=_("Edition of the GDP figures before"), coerce=date.fromisoformat, required=False, empty_value=None
    )
    after = forms.TypedChoiceField(
        label=_("Edition of the GDP figures after"), coerce=date.fromisoformat, required=False, empty_value=None
    )
    known_at = forms.DateTimeField(
        label=_("Populations and employees before, as recorded by"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}),
        help_text=_("What was recorded later counts only after. Empty: the same figures on both sides."),
    )
    field_order = ["year", "before", "after", "known_at", "include_provisional"]

    def __init__(self, data, *, editions: list[date]):
        super().__init__(data)
        choices = [(edition.isoformat(), date_format(edition)) for edition in editions]
        self.fields["before"].choices = [("", _("the one before")), *choices]
        self.fields["after"].choices = [("", _("the newest")), *choices]
