"""The columns of a list of assessments as a spreadsheet: who, how much, and what it follows from."""

from django.utils.translation import gettext_lazy as _

from fees.models import Assessment
from fees.services.quotes import CENT
from wego.exports import Cell, TableResource


class Explained(Cell):
    """A column out of the explanation: `path` leads to it."""

    def __init__(self, *path: str):
        super().__init__(attribute="basis", readonly=True)
        self.path = path

    def get_value(self, instance):
        value = instance.basis
        for key in self.path:
            value = value.get(key) if value else None
        return value


class Usd(Cell):
    """An amount with its cents, on every database."""

    def get_value(self, instance):
        return super().get_value(instance).quantize(CENT)


LABELS = {
    "year": _("dues year"),
    "number": _("number"),
    "name": _("name"),
    "name_ko": _("name (Korean)"),
    "kind": _("kind"),
    "country": _("country"),
    "adjustments": _("adjustments"),
    "total": _("total (USD)"),
    "population": _("population"),
    "population_year": _("population: year"),
    "population_source": _("population: source"),
    "gdp_per_capita": _("GDP per head (PPP)"),
    "gdp_year": _("GDP: year"),
    "economy": _("economy"),
    "employees": _("employees"),
    "employees_year": _("employees: year"),
    "row": _("row"),
    "column": _("column"),
}


def plain(path: str) -> Cell:
    return Cell(attribute=path, readonly=True)


class AssessmentResource(TableResource):
    year = plain("run__year")
    number = plain("member__number")
    name = plain("member_name_en")
    name_ko = plain("member_name_ko")
    kind = plain("member__kind")
    country = plain("member__country_id")
    adjustments = Usd(attribute="adjusted", readonly=True)
    total = Usd(attribute="total", readonly=True)
    population = Explained("population")
    population_year = Explained("population_figure", "year")
    population_source = Explained("population_figure", "source")
    gdp_per_capita = Explained("gdp_per_capita")
    gdp_year = Explained("gdp_figure", "year")
    economy = Explained("gdp_figure", "economy")
    employees = Explained("employees")
    employees_year = Explained("employees_figure", "year")
    row = Explained("cell", "row")
    column = Explained("cell", "column")

    class Meta:
        model = Assessment
        fields = [*LABELS, "amount", "warnings", "reason", "supersedes", "recorded_at", "recorded_by"]
        export_order = [
            *list(LABELS)[:6],
            "amount",
            *list(LABELS)[6:],
            "warnings",
            "reason",
            "supersedes",
            "recorded_at",
            "recorded_by",
        ]

    @classmethod
    def label(cls, field_name: str) -> str:
        return str(LABELS.get(field_name) or super().label(field_name))
