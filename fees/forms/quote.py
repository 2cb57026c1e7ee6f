"""What somebody would owe: asked of anyone, without signing in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fees.services.quotes import quote_first_dues
from members.models import Country, Kind
from wego.dates import today

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
KINDS = (Kind.CITY, Kind.COMPANY, Kind.INSTITUTION)  # those that pay first


def typed(label: str, **kwargs) -> forms.CharField:
    """A field whose text the service reads and refuses."""
    attrs = NUMBER | kwargs.pop("attrs", {})
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)


class QuoteForm(forms.Form):
    """Figures as they are typed. `cleaned_data["first_dues"]` is what follows from them."""

    kind = forms.CharField(
        label=_("Who would become a member?"),
        required=False,
        widget=forms.RadioSelect(choices=[(kind.value, capfirst(kind.label)) for kind in KINDS]),
    )
    country = forms.TypedChoiceField(
        label=_("Country"),
        required=False,
        empty_value=None,
        help_text=_("Its GDP per head counts for the fee."),
    )
    population = typed(
        _("Population"),
        help_text=_("Persons who live in the area that the member government represents, like 1,070,000 or 1 070 000."),
    )
    gdp_per_capita = typed(
        _("Another GDP per head (optional)"),
        help_text=_(
            "PPP, in international $, like 3,450.5. Leave it empty to take the figure on record for the country."
        ),
        attrs={"inputmode": "decimal"},
    )
    employees = typed(
        _("Number of employees"),
        help_text=_("Of the legal entity that would be the member, in all countries, at the last year-end."),
    )
    approved_in = typed(_("Year in which the Executive Committee approves (optional)"))

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        name = "name_ko" if (get_language() or "").startswith("ko") else "name_en"
        countries = {country.iso3: country for country in Country.objects.order_by(name)}
        self.fields["country"].choices = [("", _("Choose a country")), *countries.items()]
        self.fields["country"].coerce = countries.get
        self.fields["approved_in"].help_text = _("Leave it empty for this year: %s.") % today().year

    @classmethod
    def is_asked(cls, query) -> bool:
        """Whether an address asks for a quotation, rather than for the empty form."""
        return any(name in query for name in cls.base_fields)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["first_dues"] = quote_first_dues(**cleaned)
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned
