"""What readers ask of the register, in addresses that can be shared."""

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.register import Wanted
from members.lifecycle import MEMBERSHIP, Status
from members.models import Country, Kind, Region
from members.register import Totals, check_covered
from wego.dates import today

CAPITAL = {"yes": True, "no": False}


class DayForm(forms.Form):
    """Any day from the beginning of the register to today; today where none is given."""

    on = forms.DateField(
        label=_("As of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("Year, month and day, like 2019-12-31. Empty: today."),
        error_messages={"invalid": _("Type a day that exists as year, month and day, like 2019-12-31.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_on(self) -> date:
        on = self.cleaned_data["on"] or today()
        if on > today():
            raise ValidationError(
                _("%(day)s has not come yet. Choose today or an earlier day."),
                code="in_the_future",
                params={"day": on.isoformat()},
            )
        check_covered(on)
        return on

    @cached_property
    def day(self) -> date | None:
        """The day that is asked for; None where there is no such day in the register."""
        return self.cleaned_data["on"] if self.is_valid() else None

    def query(self, *names: str, **more) -> str:
        """What was asked (of the fields with these names, or of all), as the end of an address; '' for nothing."""
        asked = {name: self.data.get(name, "").strip() for name in names or self.fields} | more
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""

    @property
    def day_query(self) -> str:
        """The day alone, for links to other pages of the same day."""
        return self.query("on")


class MembersForm(DayForm):
    """Which members are to be listed."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        help_text=_("A name in any spelling or script."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    capital = forms.ChoiceField(
        label=_("Capitals"),
        required=False,
        choices=[("", _("All members")), ("yes", _("Capitals only")), ("no", _("Other cities only"))],
    )
    field_order = ("q", "region", "kind", "country", "standing", "capital", "on")

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.regions = {region.code: region for region in Region.objects.all()}
        name = "name_ko" if (get_language() or "").startswith("ko") else "name_en"
        self.countries = {country.iso3: str(country) for country in Country.objects.order_by(name)}
        self._choose_among(Totals(()), self.countries)

    def count(self, totals: Totals) -> None:
        """Say at each choice how many members of the day it would leave; offer the countries that have some."""
        self._choose_among(totals, {*totals.by(lambda one: one.country), self.cleaned_data["country"]})

    def _choose_among(self, totals: Totals, countries: Collection[str]) -> None:
        by_region, by_kind, by_status = totals.by(lambda one: one.region), totals.by_kind, totals.by_status
        by_country = totals.by(lambda one: one.country)
        offered = ((code, name, by_country.get(code)) for code, name in self.countries.items() if code in countries)
        self._choose("country", _("All countries"), offered)
        self._choose("region", _("All regions"), ((c, str(r), by_region.get(r.pk)) for c, r in self.regions.items()))
        self._choose("kind", _("All kinds"), ((kind, capfirst(kind.label), by_kind.get(kind)) for kind in Kind))
        standings = ((one, capfirst(Status(one).label), by_status.get(one)) for one in MEMBERSHIP)
        self._choose("standing", _("All members"), standings)

    def _choose(self, name: str, everything: str, choices) -> None:
        said = [(value, f"{label} ({count})" if count else label) for value, label, count in choices]
        self.fields[name].choices = [("", everything), *said]

    @property
    def narrows(self) -> bool:
        """Whether anything beyond search and day is asked."""
        return any(self.data.get(name) for name in ("region", "kind", "country", "standing", "capital"))

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once it is valid."""
        asked = self.cleaned_data
        return Wanted(
            on=asked["on"],
            q=asked["q"],
            kind=asked["kind"],
            region=self.regions[asked["region"]].pk if asked["region"] else None,
            country=asked["country"],
            capital=CAPITAL.get(asked["capital"]),
            standing=asked["standing"],
        )
