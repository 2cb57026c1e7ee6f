"""The status history, its reconciliation and its report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import day_field, reason_field, text_field
from members.lifecycle import Status
from members.models import Member


class CorrectStatusForm(forms.Form):
    """What a row of the status history should have said."""

    status = forms.ChoiceField(label=_("Status"), choices=Status)
    effective_on = day_field(_("Effective on"))
    reason = reason_field()


class ReasonOnlyForm(forms.Form):
    reason = reason_field()


class ExplainForm(forms.Form):
    text = text_field(_("Explanation"), help_text=_("Why the document and the register differ. Signed with your name."))


class ReportForm(forms.Form):
    """Which day of the register, and as known when."""

    on = day_field(_("As of"))
    known_at = forms.DateTimeField(
        label=_("As known at"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Empty: as known now."),
    )
    since = day_field(_("Changes since"), required=False)


class ProvisionalForm(forms.Form):
    """Which provisional rows are confirmed, and which of them are associates."""

    confirm = forms.ModelMultipleChoiceField(Member.objects.none(), label=_("Confirm as full member"), required=False)
    associate = forms.ModelMultipleChoiceField(
        Member.objects.none(), label=_("Confirm as associate member"), required=False
    )
    reason = reason_field()

    def __init__(self, data=None, *, members, **kwargs):
        super().__init__(data, **kwargs)
        self.members = members
        for name in ("confirm", "associate"):
            self.fields[name].queryset = members

    def chosen_confirm(self) -> set[int]:
        return self._chosen("confirm")

    def chosen_associate(self) -> set[int]:
        return self._chosen("associate")

    def _chosen(self, name: str) -> set[int]:
        sent = self.data.getlist(name) if self.is_bound else []
        return {int(pk) for pk in sent if pk.isdigit()}
