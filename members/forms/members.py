"""What happens to a member: names, economy, leaving (R21, R27)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import DecisionFields, day_field, reason_field, text_field
from members.models import Language, Member


class RenameForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    name = forms.CharField(label=_("New official name"), max_length=200)
    valid_from = day_field(_("Valid from"), help_text=_("Reports of earlier days keep the old name."))
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    reason = reason_field()


class EconomyForm(forms.Form):
    economy_code = forms.CharField(
        label=_("Economy for dues"),
        max_length=3,
        required=False,
        help_text=_("World Bank code of three letters, like HKG; empty: the country's own."),
    )
    reason = reason_field()

    def clean_economy_code(self):
        return self.cleaned_data["economy_code"].upper()


class WithdrawForm(forms.Form):
    notice_on = day_field(_("Notice given on"))
    last_day = day_field(_("Last day of membership"))
    document = forms.CharField(label=_("Document number"), max_length=200, required=False)
    reason = text_field(_("Reason"), required=False)


class DissolveForm(forms.Form):
    last_day = day_field(_("Last day of membership"))
    document = forms.CharField(label=_("Document number"), max_length=200, required=False)
    reason = reason_field()


class ExpelForm(DecisionFields):
    last_day = day_field(_("Last day of membership"))
    reason = reason_field()


class MergeForm(DecisionFields):
    into = forms.ModelChoiceField(Member.objects.none(), label=_("Merged into"))
    last_day = day_field(_("Last day of membership"))
    reason = text_field(_("Reason"), required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["into"].queryset = Member.objects.in_membership().with_names()


class SplitForm(DecisionFields):
    last_day = day_field(_("Last day of membership"))
    names = text_field(
        _("Successors"),
        help_text=_("One to a line: English name; Korean name. At least two."),
    )
    reason = text_field(_("Reason"), required=False)

    def clean_names(self) -> list[tuple[str, str]]:
        lines = [line for line in self.cleaned_data["names"].splitlines() if line.strip()]
        return [(english.strip(), korean.strip()) for english, _sep, korean in (one.partition(";") for one in lines)]
