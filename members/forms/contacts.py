"""Which contacts a list or labels are made of, which columns, and what for."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.lifecycle import MEMBERSHIP, Status
from members.models import Contact, Kind, Region
from members.papers.contacts import FEWEST, column_choices

XLSX, LABELS = "xlsx", "labels"


def several(label: str, choices=()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: all.")
    )


class ContactListForm(forms.Form):
    roles = several(_("Role"), [(role.value, capfirst(role.label)) for role in Contact.Role])
    regions = forms.ModelMultipleChoiceField(
        Region.objects.all(),
        label=_("Region"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all."),
    )
    kinds = several(_("Kind"), [(kind.value, capfirst(kind.label)) for kind in Kind])
    standings = several(_("Standing today"), [(one.value, capfirst(Status(one).label)) for one in MEMBERSHIP])
    languages = several(_("Language of letters"), settings.LANGUAGES)
    format = forms.ChoiceField(
        label=_("What is made"),
        choices=[(XLSX, _("List (Excel workbook)")), (LABELS, _("Labels (PDF, 3 x 8 on A4)"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=column_choices,
        initial=FEWEST,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "No more than the purpose needs. Labels print name, post, department and member where they are ticked, "
            "and always the office address with its country."
        ),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("What the personal data is needed for; kept in the access log with your name."),
    )

    def selection(self) -> dict:
        """The filters as `select_contacts` takes them."""
        return {name: self.cleaned_data[name] for name in ("roles", "regions", "kinds", "standings", "languages")}
