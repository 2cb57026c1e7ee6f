"""Amounts and figures as the API says them: money is text, with its currency beside it."""

from decimal import Decimal

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers

from fees.services.quotes import CURRENCY
from members.api.fields import KEY_PATTERN
from members.keys import parse_public_key

FIRST_YEAR, LAST_YEAR = 2000, 2200
OF_MEMBER_AND_YEAR = [
    OpenApiParameter("year", OpenApiTypes.INT, OpenApiParameter.PATH),
    OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=KEY_PATTERN),
]
"""The parts of the address of what is about one member in one dues year."""


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "example": "5000.00"})
class AmountField(serializers.Field):
    """USD with cents, like 5000.00."""

    def to_representation(self, value: Decimal) -> str:
        return f"{value:.2f}"


def currency_field() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=[(CURRENCY, CURRENCY)], default=CURRENCY, read_only=True)


def year_field(**kwargs) -> serializers.IntegerField:
    return serializers.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


def row_of(rows, path: str, year: int, key: str):
    """The row of a year about a member; 404 where there is none that the person may see."""
    parsed = parse_public_key(key)
    row = rows.filter(**{f"{path}run__year": year, f"{path}member__key": parsed}).first() if parsed else None
    if row is None:
        raise Http404
    return row


class BandSerializer(serializers.Serializer):
    """From the lower bound on, below the upper one (null: there is none)."""

    at_least = serializers.IntegerField()
    below = serializers.IntegerField(allow_null=True)


def band(edges) -> dict:
    at_least, below = edges
    return {"at_least": at_least, "below": below}


class FigureOriginSerializer(serializers.Serializer):
    """Where a figure is from."""

    year = serializers.IntegerField()
    source = serializers.CharField()
    vintage = serializers.CharField(required=False)
    economy = serializers.CharField(required=False)
    settled = serializers.CharField(required=False, help_text="Two persons settled it, in this way.")


class CellSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    column = serializers.IntegerField(required=False)


class ScheduleNameSerializer(serializers.Serializer):
    title = serializers.CharField()
    first_dues_year = serializers.IntegerField()


class ExplanationSerializer(serializers.Serializer):
    """What an amount follows from: the figures, their bands, the cell of the table."""

    kind = serializers.CharField()
    dues_year = serializers.IntegerField()
    schedule = ScheduleNameSerializer()
    cell = CellSerializer(required=False)
    population = serializers.IntegerField(required=False)
    population_band = BandSerializer(required=False)
    population_figure = FigureOriginSerializer(required=False)
    gdp_per_capita = serializers.CharField(required=False, help_text="PPP, current international $ per head.")
    gdp_band = BandSerializer(required=False)
    gdp_figure = FigureOriginSerializer(required=False)
    employees = serializers.IntegerField(required=False)
    employee_band = BandSerializer(required=False)
    employees_figure = FigureOriginSerializer(required=False)


ORIGIN = ("year", "source", "vintage", "economy")


def explained(basis: dict) -> dict:
    """The explanation of an amount as the API tells it: without the numbers of rows."""
    told = {}
    for name, said in basis.items():
        if name.endswith("_band"):
            told[name] = band(said)
        elif name.endswith("_figure"):
            told[name] = {key: said[key] for key in ORIGIN if key in said}
            told[name] |= {"settled": said["settled"]["way"]} if "settled" in said else {}
        elif name in ExplanationSerializer().fields:
            told[name] = said
    return told
