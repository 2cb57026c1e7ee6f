"""Fee schedules: copying, writing the tables of a draft, adopting it (R23)."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fees.rules import Bands, CityMatrix, EmployeeScale, Flat, Tables
from fees.words import band
from members.forms.fields import day_field, reason_field
from members.models import Kind, Meeting


class CopyForm(forms.Form):
    title_en = forms.CharField(label=_("Title (English)"), max_length=120)
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=120, required=False)
    first_dues_year = forms.IntegerField(label=_("First dues year"), min_value=2000, max_value=2200)


class AdoptForm(forms.Form):
    decision = forms.CharField(
        label=_("Decision"),
        max_length=200,
        help_text=_("What puts the tables in force: body, day, item of the minutes."),
    )
    meeting = forms.ModelChoiceField(Meeting.objects.held().select_related("body"), label=_("Meeting"), required=False)
    adopted_on = day_field(_("Adopted on"), required=False, help_text=_("Empty: the day is not known."))


class AmountField(forms.DecimalField):
    """An amount in USD, on a page that shows many of them in a table."""

    def __init__(self, *, about: str, initial: Decimal | None = None, **kwargs):
        if initial is not None:
            initial = f"{initial:f}".removesuffix(".00")
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "aria-label": about, "autocomplete": "off"})
        super().__init__(
            label=about,
            initial=initial,
            min_value=Decimal("0.01"),
            max_digits=10,
            decimal_places=2,
            widget=widget,
            **kwargs,
        )


class BoundField(forms.IntegerField):
    """The lower bound of a band, on a page that shows many of them in a table."""

    def __init__(self, *, about: str, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 10, "aria-label": about, "autocomplete": "off"})
        super().__init__(label=about, min_value=1, max_value=10**10, widget=widget, **kwargs)


class BandsField(forms.CharField):
    """Lower bounds of bands, one on a line; the first is 0."""

    def __init__(self, *, label: str, bands: Bands):
        super().__init__(
            label=label,
            initial="\n".join(f"{lower}" for lower in bands.lowers),
            help_text=_("One lower bound on a line, rising from 0. A band reaches up to the next one."),
            widget=forms.Textarea(attrs={"rows": len(bands) + 2, "cols": 14, "inputmode": "numeric"}),
        )

    def clean(self, value) -> Bands:
        lines = [line.replace(",", "").replace(" ", "") for line in super().clean(value).split("\n")]
        bounds = [line for line in (line.strip() for line in lines) if line]
        if wrong := next((bound for bound in bounds if not BOUND.fullmatch(bound)), None):
            raise ValidationError(_("“%(given)s” is not a whole number."), code="whole", params={"given": wrong[:40]})
        try:
            return Bands(tuple(int(bound) for bound in bounds))
        except ValueError as error:
            raise ValidationError(BOUNDS_RISE, code="bounds") from error


BOUND = re.compile(r"[0-9]{1,11}")  # persons, or dollars per head
BOUNDS_RISE = _("The lower bounds of the bands must rise from one to the next. Nothing was saved.")


class BandsForm(forms.Form):
    """The bands of a draft: adding, moving and removing them. A new band takes the amounts of the one it was in."""

    def __init__(self, data=None, *, tables: Tables, **kwargs):
        super().__init__(data, **kwargs)
        self.before = tables
        if tables.city:
            self.fields["population"] = BandsField(label=_("Population from (persons)"), bands=tables.city.population)
            self.fields["gdp"] = BandsField(label=_("GDP from (international $ per head)"), bands=tables.city.gdp)
        if tables.company:
            self.fields["employees"] = BandsField(label=_("Employees from (persons)"), bands=tables.company.employees)
        self.fields["reason"] = reason_field()

    def clean(self):
        cleaned, city, company = super().clean(), self.before.city, self.before.company
        if not self.errors:
            cleaned["tables"] = Tables(
                city and city.with_bands(cleaned["population"], cleaned["gdp"]),
                company and company.with_bands(cleaned["employees"]),
                self.before.flat,
            )
        return cleaned


class TablesForm(forms.Form):
    """The tables of a draft, each number in its place. The first band of each kind begins at 0.

    `matrix` and `scale` lay the fields out as the tables are printed.
    """

    reason = reason_field()

    def __init__(self, data=None, *, tables: Tables, **kwargs):
        super().__init__(data, **kwargs)
        self.before = tables
        if tables.city:
            self.add_matrix(tables.city)
        if tables.company:
            self.add_scale(tables.company)
        flat = tables.flat.get(Kind.INSTITUTION)
        self.fields["institution"] = AmountField(
            about=_("Amount for each institution (USD)"), required=False, initial=flat.amount if flat else None
        )
        self.fields["institution"].help_text = _("Empty: institutions are not assessed.")
        self.order_fields([name for name in self.fields if name != "reason"])

    def add_matrix(self, city: CityMatrix) -> None:
        for column, lower in enumerate(city.population.lowers[1:], start=1):
            self.fields[f"population_{column}"] = BoundField(
                about=_("Population from, column %d") % (column + 1), initial=lower
            )
        for row, amounts in enumerate(city.cells):
            if row:
                self.fields[f"gdp_{row}"] = BoundField(
                    about=_("GDP from, row %d") % (row + 1), initial=city.gdp.lowers[row]
                )
            for column, amount in enumerate(amounts):
                about = _("GDP %(gdp)s, population %(population)s") % {
                    "gdp": band(*city.gdp.edges(row)),
                    "population": band(*city.population.edges(column)),
                }
                self.fields[f"cell_{row}_{column}"] = AmountField(about=about, initial=amount)

    def add_scale(self, company: EmployeeScale) -> None:
        for place, amount in enumerate(company.amounts):
            if place:
                lower = company.employees.lowers[place]
                self.fields[f"employees_{place}"] = BoundField(
                    about=_("Employees from, row %d") % (place + 1), initial=lower
                )
            about = _("Employees %s") % band(*company.employees.edges(place))
            self.fields[f"company_{place}"] = AmountField(about=about, initial=amount)

    @property
    def population_bounds(self) -> list:
        """A place for each column: None for the first band, which begins at 0."""
        return self._bounds("population", self.before.city and self.before.city.population)

    @property
    def matrix(self) -> list[tuple]:
        """(bound of the GDP band, the amounts of its row)."""
        columns = range(len(self.population_bounds))
        return [
            (bound, [self[f"cell_{row}_{column}"] for column in columns])
            for row, bound in enumerate(self._bounds("gdp", self.before.city and self.before.city.gdp))
        ]

    @property
    def scale(self) -> list[tuple]:
        """(bound of the band of employees, its amount)."""
        bounds = self._bounds("employees", self.before.company and self.before.company.employees)
        return [(bound, self[f"company_{place}"]) for place, bound in enumerate(bounds)]

    def _bounds(self, name: str, bands: Bands | None) -> list:
        return [self[f"{name}_{place}"] if place else None for place in range(len(bands or ()))]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["tables"] = self._tables(cleaned)
            except ValueError as error:
                raise ValidationError(BOUNDS_RISE, code="bounds") from error
        return cleaned

    def _tables(self, cleaned: dict) -> Tables:
        city, company, amount = self.before.city, self.before.company, cleaned["institution"]
        return Tables(
            city
            and CityMatrix(
                self._cleaned_bands("population", city.population),
                self._cleaned_bands("gdp", city.gdp),
                tuple(
                    tuple(cleaned[f"cell_{row}_{column}"] for column in range(len(city.population)))
                    for row in range(len(city.gdp))
                ),
            ),
            company
            and EmployeeScale(
                self._cleaned_bands("employees", company.employees),
                tuple(cleaned[f"company_{place}"] for place in range(len(company.amounts))),
            ),
            {kind: flat for kind, flat in self.before.flat.items() if kind != Kind.INSTITUTION}
            | ({Kind.INSTITUTION: Flat(Kind.INSTITUTION, amount)} if amount else {}),
        )

    def _cleaned_bands(self, name: str, bands: Bands) -> Bands:
        return Bands((0, *(self.cleaned_data[f"{name}_{place}"] for place in range(1, len(bands)))))
