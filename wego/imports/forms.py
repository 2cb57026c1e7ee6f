from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """A table whose rows say themselves why they come in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx, its first sheet) or CSV. The first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class UploadForm(FileForm):
    """A table of master data, whose changes have their reason."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=100,
        help_text=_("Kept in the history with your name, like “letters of March 2026”."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
