"""Fields that several forms share."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.models import Meeting
from members.persons import read_persons

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
"""A day, typed or picked with the browser's own calendar."""
AREA = forms.Textarea(attrs={"rows": 3, "cols": 60})


def day_field(label: str, **kwargs) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, **kwargs)


def text_field(label: str, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, widget=AREA, **kwargs)


def reason_field() -> forms.CharField:
    return text_field(_("Reason"), help_text=_("Kept in the history with your name."))


class PersonsField(forms.Field):
    """A population or a number of employees as people type it: 1070000, 1,070,000 or 1 070 000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, indicator: str, **kwargs):
        super().__init__(**kwargs)
        self.indicator = indicator

    def to_python(self, value):
        return None if value is None or not str(value).strip() else read_persons(value, self.indicator)


class MeetingChoice(forms.ModelChoiceField):
    """Meetings that were held, of bodies that decide on membership."""

    def __init__(self, **kwargs):
        held = Meeting.objects.held().filter(body__admits=True).select_related("body")
        super().__init__(held, label=_("Meeting"), **kwargs)

    def label_from_instance(self, meeting):
        days = {"first": date_format(meeting.held_from), "last": date_format(meeting.held_to)}
        held = _("held on %(first)s") if meeting.held_from == meeting.held_to else _("held %(first)s to %(last)s")
        return f"{meeting} ({held % days})"


class DecisionFields(forms.Form):
    """The decision on which an act rests."""

    meeting = MeetingChoice()
    decided_on = day_field(_("Decided on"))
    minute = forms.CharField(label=_("Item of the minutes"), max_length=120, required=False)
