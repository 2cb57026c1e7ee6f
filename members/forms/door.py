"""What is asked before somebody may write an application: kind and address. And what only machines answer."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.forms.asked import Address, choices_field
from members.models import Kind

KINDS = {
    Kind.CITY: _("A city or local government: of any level, from district to state"),
    Kind.INSTITUTION: _("An institution: agency, association, university, foundation"),
    Kind.COMPANY: _("A company"),
}


class DoorForm(forms.Form):
    """Asks for an address. `is_machine` where the field was filled in that people do not see."""

    use_required_attribute = False

    email = Address(
        label=_("Your work e-mail address"),
        missing=_("Enter your e-mail address."),
        help_text=_("We send a link to it. Only who reads this mailbox can open the application."),
    )
    fax = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_machine(self) -> bool:
        return bool(self.cleaned_data.get("fax"))

    def visible(self) -> list:
        return [field for field in self if field.name != "fax"]


class BeginForm(DoorForm):
    kind = choices_field(_("Who applies?"), KINDS.items(), _("Choose who applies."))
    field_order = ["kind", "email", "fax"]


class AnotherForm(forms.Form):
    """One more application of an address that is confirmed already."""

    use_required_attribute = False

    kind = choices_field(
        _("Who applies?"), [(kind.value, capfirst(kind.label)) for kind in KINDS], _("Choose who applies.")
    )
