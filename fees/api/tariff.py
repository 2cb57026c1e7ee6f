"""The fee schedules, and what somebody would owe by them: for everybody."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fees.api.fields import AmountField, ExplanationSerializer, currency_field, explained, year_field
from fees.models import FeeSchedule
from fees.services.quotes import CURRENCY, KINDS_WITHOUT_TABLE, quote_first_dues
from members.api.fields import NO_COUNTRY
from members.models import Country, Kind
from wego.api.pages import Page, PageQuery, page_of
from wego.api.serializers import CodeField, Query
from wego.api.views import PublicOperation

KINDS = [(kind.value, kind.value) for kind in Kind]
LONGEST = 40  # characters of a figure


class CityTableSerializer(serializers.Serializer):
    """A row of amounts for each GDP band, in it one for each population band. Bands by their lower bounds."""

    population_from = serializers.ListField(child=serializers.IntegerField())
    gdp_from = serializers.ListField(child=serializers.IntegerField())
    amounts = serializers.ListField(child=serializers.ListField(child=AmountField()))


class CompanyTableSerializer(serializers.Serializer):
    employees_from = serializers.ListField(child=serializers.IntegerField())
    amounts = serializers.ListField(child=AmountField())


class FlatSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=KINDS)
    amount = AmountField()


class FeeScheduleSerializer(serializers.Serializer):
    title = serializers.CharField(source="title_en")
    title_ko = serializers.CharField()
    first_dues_year = serializers.IntegerField()
    decision = serializers.CharField()
    adopted_on = serializers.DateField(allow_null=True)
    currency = currency_field()
    cities = CityTableSerializer(allow_null=True)
    companies = CompanyTableSerializer(allow_null=True)
    flat = FlatSerializer(many=True, help_text="Kinds of which every member owes the same.")


def with_tables(schedule: FeeSchedule) -> FeeSchedule:
    """The schedule with its tables where the serializer looks for them."""
    tables = schedule.tables()
    city, company = tables.city, tables.company
    schedule.currency = CURRENCY
    schedule.cities = city and {
        "population_from": city.population.lowers,
        "gdp_from": city.gdp.lowers,
        "amounts": city.cells,
    }
    schedule.companies = company and {"employees_from": company.employees.lowers, "amounts": company.amounts}
    schedule.flat = [{"kind": flat.kind, "amount": flat.amount} for flat in tables.flat.values()]
    return schedule


class Schedules(PublicOperation):
    """Those that were adopted, the newest first. The one of a dues year is the newest that had begun by then."""

    query = PageQuery

    @extend_schema(operation_id="list_schedules", summary="Fee schedules", responses=page_of(FeeScheduleSerializer))
    def get(self, request):
        asked = self.asked()
        rows = FeeSchedule.objects.filter(state=FeeSchedule.State.ADOPTED).with_tables()
        page = Page(rows, ["-first_dues_year"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        shown = FeeScheduleSerializer(map(with_tables, page.results), many=True)
        return Response(page.answer(request, shown.data))


class QuoteQuery(Query):
    kind = serializers.ChoiceField(choices=KINDS)
    population = serializers.CharField(required=False, max_length=LONGEST, help_text="Persons.")
    gdp_per_capita = serializers.CharField(
        required=False, max_length=LONGEST, help_text="PPP, international $ per head; without it the country's."
    )
    employees = serializers.CharField(required=False, max_length=LONGEST, help_text="Persons.")
    country = CodeField("[A-Z]{3}", required=False, help_text="ISO 3166 alpha-3, like KOR.")
    year = year_field(help_text="Dues year; without it the next one.")


class QuoteSerializer(serializers.Serializer):
    dues_year = serializers.IntegerField()
    currency = currency_field()
    amount = AmountField(allow_null=True)
    explanation = ExplanationSerializer(allow_null=True)
    not_assessed = serializers.CharField(allow_null=True, help_text="Why there is no amount.")


class QuoteDues(PublicOperation):
    """The fee of given figures for a dues year, with the cell of the table from which it is read."""

    query = QuoteQuery
    renamed = {"approved_in": "year"}

    @extend_schema(operation_id="quote_dues", summary="What somebody would owe", responses=QuoteSerializer)
    def get(self, request):
        asked = self.asked()
        year = asked.pop("year", None)
        if code := asked.pop("country", None):
            asked["country"] = self.country(code)
        dues = quote_first_dues(approved_in=str(year - 1) if year else "", **asked)
        none = KINDS_WITHOUT_TABLE[Kind(dues.kind)]
        told = {
            "dues_year": dues.year,
            "currency": CURRENCY,
            "amount": dues.quote and dues.quote.amount,
            "explanation": dues.quote and explained(dues.quote.basis),
            "not_assessed": None if dues.quote else str(none),
        }
        return Response(QuoteSerializer(told).data)

    @staticmethod
    def country(code: str) -> Country:
        country = Country.objects.filter(iso3=code).first()
        if country is None:
            raise serializers.ValidationError({"country": NO_COUNTRY}, code="invalid")
        return country
