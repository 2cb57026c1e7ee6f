"""Totals of the register on a day."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.fields import day_field
from members.lifecycle import MEMBERSHIP
from members.models import Kind, Region
from members.register import Totals, check_covered
from wego.api.serializers import Query
from wego.api.views import PublicOperation
from wego.dates import today


class StatisticsQuery(Query):
    on = day_field(help_text="The end of this day; without it today.")


class CountsSerializer(serializers.Serializer):
    """Members of each kind."""

    city = serializers.IntegerField()
    institution = serializers.IntegerField()
    company = serializers.IntegerField()


class StandingsSerializer(serializers.Serializer):
    associate = serializers.IntegerField()
    full = serializers.IntegerField()


class CitiesSerializer(serializers.Serializer):
    capital = serializers.IntegerField()
    other = serializers.IntegerField()


class RegionSerializer(serializers.Serializer):
    region = serializers.CharField()
    name = serializers.CharField()
    name_ko = serializers.CharField()
    members = serializers.IntegerField()
    by_kind = CountsSerializer()


class StatisticsSerializer(serializers.Serializer):
    on = serializers.DateField()
    members = serializers.IntegerField()
    by_kind = CountsSerializer()
    by_status = StandingsSerializer()
    provisional = serializers.IntegerField(
        help_text="Members of whom the source does not tell associate from full; counted as full until confirmed."
    )
    cities = CitiesSerializer()
    countries = serializers.IntegerField(help_text="Countries with at least one member.")
    regions = RegionSerializer(many=True)


class Statistics(PublicOperation):
    """Every total shows the split of associate and full members."""

    query = StatisticsQuery
    about = {"before_register": "on"}

    @extend_schema(operation_id="get_statistics", summary="Totals on a day", responses=StatisticsSerializer)
    def get(self, request):
        on = self.asked().get("on") or today()
        check_covered(on)
        return Response(StatisticsSerializer(statistics(Totals.on(on), on)).data)


def statistics(totals: Totals, on) -> dict:
    return {
        "on": on,
        "members": totals.total,
        "by_kind": by_kind(totals),
        "by_status": {status.value: totals.count(status=status) for status in MEMBERSHIP},
        "provisional": totals.count(provisional=True),
        "cities": {"capital": totals.count(capital=True), "other": totals.count(capital=False)},
        "countries": len(totals.by(lambda group: group.country)),
        "regions": [
            {
                "region": region.code,
                "name": region.name_en,
                "name_ko": region.name_ko,
                "members": totals.count(region=region.pk),
                "by_kind": by_kind(totals, region=region.pk),
            }
            for region in Region.objects.all()
        ],
    }


def by_kind(totals: Totals, **wanted) -> dict[str, int]:
    return {kind.value: totals.count(kind=kind, **wanted) for kind in Kind}
