"""Files that applicants send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wego.attachments import AttachmentField


class FileForm(forms.Form):
    use_required_attribute = False

    file = AttachmentField(
        label=_("Choose a file"), error_messages={"required": _("Choose a file on your computer, then upload it.")}
    )

    def __init__(self, *args, another: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if another:
            self.fields["file"].label = _("Add another file")


class CompletionAnswerForm(forms.Form):
    """What an applicant sends when the Secretariat asked for something."""

    marks_optional = True
    use_required_attribute = False

    note = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = AttachmentField(label=_("File"), required=False)


class FileKeyForm(forms.Form):
    """Which file of several."""

    key = forms.UUIDField(required=False)
