"""Figures of members with their sources: listed, and recorded like in the back office."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.fields import day_field, found_member, member_key_field
from members.api.scopes import FIGURES_READ, FIGURES_WRITE
from members.keys import public_key
from members.models import MemberFigure
from members.persons import LARGEST
from members.services.figures import INDICATOR_OF, record_figures
from wego.api.pages import Page, PageQuery, page_of
from wego.api.serializers import StrictSerializer
from wego.api.views import Operation

INDICATORS = [(one.value, one.value) for one in MemberFigure.Indicator]
STATED = ("year_basis", "concept", "quality", "source", "vintage", "retrieved_on")


class FiguresQuery(PageQuery):
    member = member_key_field(required=False)
    indicator = serializers.ChoiceField(required=False, choices=INDICATORS)


class FigureSerializer(serializers.ModelSerializer):
    member = serializers.SerializerMethodField()
    indicator = serializers.ChoiceField(choices=INDICATORS)

    class Meta:
        model = MemberFigure
        fields = ["member", "indicator", "value", "reference_year", *STATED, "recorded_at"]

    def get_member(self, figure) -> str:
        return public_key(figure.member)


class FigureBody(StrictSerializer, serializers.ModelSerializer):
    member = member_key_field()
    value = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="Persons: inhabitants or employees.")
    vintage = day_field(allow_null=True)
    retrieved_on = day_field(allow_null=True)

    class Meta:
        model = MemberFigure
        fields = ["member", "value", "reference_year", *STATED]


class Figures(Operation):
    """A later figure never erases an earlier one."""

    scopes = {"GET": FIGURES_READ, "POST": FIGURES_WRITE}
    rights = {"GET": "members.view_memberfigure", "POST": "members.add_memberfigure"}
    query = FiguresQuery
    body = FigureBody
    renamed = {"indicator": "member"}  # which figure is kept follows from the kind of the member
    conflicts = Operation.conflicts | {"recorded"}

    @extend_schema(operation_id="list_figures", summary="Figures", responses=page_of(FigureSerializer))
    def get(self, request):
        asked = self.asked()
        rows = MemberFigure.objects.visible_to(request.user).counting().select_related("member")
        wanted = {"member__key": asked.get("member"), "indicator": asked.get("indicator")}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        page = Page(rows, ["member__number", "pk"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        return Response(page.answer(request, FigureSerializer(page.results, many=True).data))

    @extend_schema(
        operation_id="record_figure",
        summary="Record a figure",
        request=FigureBody,
        responses={201: FigureSerializer},
    )
    def post(self, request):
        return self.once(self.record)

    def record(self, sent: dict) -> Response:
        """Of a city its population, of a company its employees."""
        member = found_member(sent.pop("member"), self.request.user)
        indicator = INDICATOR_OF.get(member.kind, MemberFigure.Indicator.POPULATION)
        figure = MemberFigure(member=member, indicator=indicator, **sent)
        record_figures(figures=[figure], by=self.request.user)
        return Response(FigureSerializer(figure).data, status=201)
