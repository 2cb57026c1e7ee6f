from django import forms
from django.contrib.admin.widgets import AdminEmailInputWidget, AdminTextInputWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wego.models import WebhookEndpoint
from wego.webhooks.types import EVENT_TYPES

LONGEST_OVERLAP = 7 * 24
"""Hours for which the old secret may go on signing."""


class EndpointForm(forms.ModelForm):
    event_types = forms.MultipleChoiceField(
        label=_("Events"), help_text=_("What the partner is told."), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["partner", "url", "event_types", "contact_email", "contact_language"]
        widgets = {
            "partner": AdminTextInputWidget,
            "url": AdminTextInputWidget(attrs={"inputmode": "url", "spellcheck": "false"}),
            "contact_email": AdminEmailInputWidget,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event_types"].choices = list(EVENT_TYPES.items())


class RotateForm(forms.Form):
    hours = forms.IntegerField(
        label=_("Hours for which the old secret signs too"),
        min_value=0,
        max_value=LONGEST_OVERLAP,
        initial=24,
        help_text=_("Until the partner has taken over the new one. 0 if the old one is known to somebody else."),
    )


class ResumeForm(forms.Form):
    catch_up = forms.BooleanField(
        label=_("Send also what happened meanwhile, and what was given up before"), required=False, initial=True
    )


class _Moment(forms.DateTimeField):
    """By the clock of Seoul, whatever the clock of the reader's machine."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class ReplayForm(forms.Form):
    since = _Moment(label=_("From"), help_text=_("By the clock of Seoul."))
    until = _Moment(label=_("Until"), initial=timezone.now)

    def clean_until(self):
        """To the end of the minute, for the page shows no seconds."""
        return self.cleaned_data["until"].replace(second=59, microsecond=999_999)
