"""Letters: in which language, to which office, by which mail."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.fields import day_field, text_field
from members.models import Paper
from members.papers.addressing import WRITTEN_TO, Correspondent, Role
from members.papers.letters import Sending
from wego.dates import today

BY_POST = _("By post only: no mail is sent.")


class MailFields(forms.Form):
    """Mail and post exclude each other, and one of them is said: nothing is sent, or not sent, unasked."""

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("to")) == bool(cleaned.get("by_post")):
            raise ValidationError(_("Choose whom to mail it to, or that it goes by post only."), code="mail_or_post")
        return cleaned


class LetterFields(MailFields):
    """One letter: its language, date and office, and the addresses of its mail."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    issued_on = day_field(_("Date of the letter"), initial=today)
    office = forms.CharField(label=_("Office"), max_length=120, help_text=_("An office, never a person by name."))
    to = forms.MultipleChoiceField(label=_("Mail to"), required=False, widget=forms.CheckboxSelectMultiple)
    by_post = forms.BooleanField(label=BY_POST, required=False)

    def __init__(self, data=None, *, correspondent: Correspondent, **kwargs):
        offered = correspondent.addresses()
        self.correspondent = correspondent
        initial = {
            "language": correspondent.language,
            "office": correspondent.office(correspondent.language),
            "to": [address for address, _role in offered],
            "by_post": not offered,
        }
        super().__init__(data, initial=initial, **kwargs)
        self.fields["to"].choices = [(address, f"{address} ({role})") for address, role in offered]
        if not offered:
            self.fields["to"].help_text = _("No e-mail address of the head's office or a liaison officer is on record.")

    def clean_office(self):
        """What was proposed for one language is proposed anew for the other."""
        office, language = self.cleaned_data["office"], self.cleaned_data.get("language")
        if language and office == self.initial["office"]:
            return self.correspondent.office(language)
        return office

    def sending(self) -> Sending:
        said = self.cleaned_data
        return Sending(said["language"], said["issued_on"], said["office"], tuple(said["to"]))


class LetterForm(LetterFields):
    """`earlier` is the letter that was issued for the same occasion: then a reason is asked."""

    reason = text_field(_("Reason for issuing it again"))

    def __init__(self, data=None, *, earlier: Paper | None = None, **kwargs):
        super().__init__(data, **kwargs)
        if earlier is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = _("Issued already: %(number)s. It stays; this is another letter.") % {
                "number": earlier.number
            }


class TellForm(LetterFields):
    """An act of which the applicant is told by a letter, unless that is unticked. A subclass asks what the act needs.

    Who may not issue letters (`may_tell`) is asked nothing about them.
    """

    tell = forms.BooleanField(
        label=_("Write to the applicant"),
        required=False,
        help_text=_("A letter under its own number, mailed as PDF. The next page shows the very text."),
    )

    def __init__(self, data=None, *, may_tell: bool = False, tell: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        about_letter = [name for name in self.fields if name in LetterFields.base_fields]
        self.order_fields([*self.asked, "tell", *about_letter])
        self.fields["tell"].initial = tell
        if data is not None and not data.get("tell"):
            for name in about_letter:
                self.fields[name].required = False
        if not may_tell:
            for name in ("tell", *about_letter):
                del self.fields[name]

    @property
    def asked(self) -> list[str]:
        """The fields of the act itself."""
        return [name for name in self.base_fields if name not in TellForm.base_fields]

    def clean(self):
        return super().clean() if self.cleaned_data.get("tell") else self.cleaned_data

    def act_data(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.asked}


class ManyLettersForm(MailFields):
    """Letters to several members at once, each in its language, to its head's office."""

    issued_on = day_field(_("Date of the letters"), initial=today)
    to = forms.MultipleChoiceField(
        label=_("Mail to"),
        choices=[(role.value, role.label) for role in WRITTEN_TO],
        initial=[Role.HEAD, Role.LIAISON],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has no address on record there gets the letter by post."),
    )
    by_post = forms.BooleanField(label=BY_POST, required=False)


class MailForm(forms.Form):
    """A mail with a paper that was issued."""

    to = forms.MultipleChoiceField(label=_("Mail to"), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = text_field(_("Text of the mail"))

    def __init__(self, data=None, *, correspondent: Correspondent, **kwargs):
        super().__init__(data, **kwargs)
        offered = correspondent.addresses()
        self.fields["to"].choices = [(address, f"{address} ({role})") for address, role in offered]
        self.fields["body"].widget.attrs["rows"] = 10
