"""Personal data that is destroyed, and the review of who looked at it."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from members.forms.fields import day_field
from members.models import Application, Contact, DestructionRecord


def note_field() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Without a name or an address: it stays on record. E.g. the number of the letter."),
    )


class EraseForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=DestructionRecord.Ground)
    asked_on = day_field(_("Asked on"), required=False)
    note = note_field()


class DueForm(forms.Form):
    """Which of the data that is due is destroyed now."""

    contacts = forms.ModelMultipleChoiceField(Contact.objects.none(), label=_("Contacts"), required=False)
    applications = forms.ModelMultipleChoiceField(Application.objects.none(), label=_("Applications"), required=False)
    note = note_field()

    def __init__(self, data=None, *, contacts, applications, **kwargs):
        super().__init__(data, **kwargs)
        self.rows = {"contacts": contacts, "applications": applications}
        for name, rows in self.rows.items():
            self.fields[name].queryset = rows

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("contacts") and not cleaned.get("applications"):
            raise forms.ValidationError(_("Nothing is chosen yet: tick what is to be destroyed."), code="empty")
        return cleaned

    def chosen(self) -> set[str]:
        """What is ticked, as "contacts 12"."""
        sent = self.data.getlist if self.is_bound else (lambda _name: [])
        return {f"{name} {pk}" for name in self.rows for pk in sent(name)}
