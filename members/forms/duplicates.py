"""Two records that may be about one body."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.forms.fields import reason_field


class MemberByNumber(forms.IntegerField):
    """One of the `members`, typed by its number."""

    def __init__(self, *, members, **kwargs):
        super().__init__(min_value=1, **kwargs)
        self.members = members

    def clean(self, value):
        number = super().clean(value)
        member = self.members.filter(number=number).first()
        if member is None:
            raise ValidationError(_("There is no member no. %(number)s."), code="no_member", params={"number": number})
        return member


class MergeRecordsForm(forms.Form):
    """Which other record is about the same body as `member`, and which of the two is kept."""

    THIS, OTHER = "this", "other"

    keep = forms.ChoiceField(label=_("Record that is kept"), widget=forms.RadioSelect, initial=THIS)
    reason = reason_field()

    field_order = ["number", "keep", "reason"]

    def __init__(self, data=None, *, member, members, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["number"] = MemberByNumber(members=members, label=_("Number of the other record"))
        self.fields["keep"].choices = [(self.THIS, member), (self.OTHER, _("the other record"))]
        self.order_fields(self.field_order)


class DifferentForm(forms.Form):
    """Two members that only look alike."""

    reason = forms.CharField(
        label=_("Why these are two different members"),
        max_length=300,
        help_text=_("Kept with your name; the pair leaves the queue."),
    )

    def __init__(self, data=None, *, members, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("first", "second"):
            self.fields[name] = MemberByNumber(members=members, widget=forms.HiddenInput)
