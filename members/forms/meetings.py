"""A meeting's decisions on its associates (R4, R6)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import day_field
from members.models import Member, Outcome


class DecideForm(forms.Form):
    """A meeting's decisions on its associates: one outcome and reason for each."""

    decided_on = day_field(_("Decided on"), help_text=_("Full members from this day."))
    minute = forms.CharField(label=_("Item of the minutes"), max_length=120, required=False)

    def __init__(self, data=None, *, candidates, **kwargs):
        super().__init__(data, **kwargs)
        self.candidates = candidates
        for candidate in candidates:
            pk = candidate.member.pk
            self.fields[f"outcome_{pk}"] = forms.ChoiceField(
                label=str(candidate.member),
                choices=[("", _("no decision")), *_outcomes()],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=_("Reason for %(member)s") % {"member": candidate.member}, required=False
            )

    def rows(self):
        """Each candidate with its two bound fields."""
        for candidate in self.candidates:
            pk = candidate.member.pk
            yield candidate, self[f"outcome_{pk}"], self[f"reason_{pk}"]

    def decided(self) -> list[tuple[Member, Outcome, str]]:
        chosen = [
            (
                candidate.member,
                self.cleaned_data[f"outcome_{candidate.member.pk}"],
                self.cleaned_data[f"reason_{candidate.member.pk}"],
            )
            for candidate in self.candidates
        ]
        return [(member, Outcome(outcome), reason) for member, outcome, reason in chosen if outcome]


def _outcomes():
    return [(one.value, one.label) for one in (Outcome.APPROVED, Outcome.DEFERRED, Outcome.REJECTED)]
