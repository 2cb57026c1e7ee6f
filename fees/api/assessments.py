"""What members owe for a year, and why."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fees.api.fields import (
    OF_MEMBER_AND_YEAR,
    AmountField,
    ExplanationSerializer,
    currency_field,
    explained,
    row_of,
    year_field,
)
from fees.api.scopes import ASSESSMENTS_READ
from fees.models import Assessment
from fees.services.quotes import CURRENCY
from members.api.fields import member_key_field
from members.keys import public_key
from members.models import Kind, Language, MemberName
from wego.api.pages import Page, PageQuery, page_of
from wego.api.views import Operation


class AssessmentsQuery(PageQuery):
    year = year_field()
    member = member_key_field(required=False)


class AssessmentSerializer(serializers.Serializer):
    year = serializers.IntegerField(source="run.year")
    member = serializers.SerializerMethodField()
    name = serializers.CharField(source="name_en")
    kind = serializers.ChoiceField(source="member.kind", choices=[(kind.value, kind.value) for kind in Kind])
    currency = currency_field()
    amount = AmountField()
    adjusted = AmountField(help_text="Waived or reduced: 0 or below.")
    total = AmountField()
    due_on = serializers.DateField(source="run.due_on")
    assessed_at = serializers.DateTimeField(source="recorded_at")

    def get_member(self, assessment) -> str:
        return public_key(assessment.member)


class AssessmentDetailSerializer(AssessmentSerializer):
    explanation = serializers.SerializerMethodField()
    warnings = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(help_text="Why it replaced an earlier assessment.")

    def get_explanation(self, assessment) -> ExplanationSerializer:
        return explained(assessment.basis)


def standing_assessments(user):
    """What holds of what the person may see, with the member's name."""
    rows = Assessment.objects.visible_to(user).standing().with_adjusted().select_related("run", "member")
    return rows.annotate(name_en=MemberName.official_name(Language.EN, "member"))


class Assessments(Operation):
    """What holds: an assessment that was replaced is not listed. The newest year first."""

    scopes = {"GET": ASSESSMENTS_READ}
    rights = {"GET": "fees.view_assessment"}
    query = AssessmentsQuery

    @extend_schema(
        operation_id="list_assessments", summary="Assessments of dues", responses=page_of(AssessmentSerializer)
    )
    def get(self, request):
        asked = self.asked()
        wanted = {"run__year": asked.get("year"), "member__key": asked.get("member")}
        rows = standing_assessments(request.user).filter(**{name: one for name, one in wanted.items() if one})
        page = Page(rows, ["-run__year", "member__number"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        shown = AssessmentSerializer(map(_in_dollars, page.results), many=True)
        return Response(page.answer(request, shown.data))


class AssessmentDetail(Operation):
    """One amount with all that it follows from: evaluating it again gives the amount."""

    scopes = {"GET": ASSESSMENTS_READ}
    rights = {"GET": "fees.view_assessment"}

    @extend_schema(
        operation_id="get_assessment",
        summary="One assessment, explained",
        parameters=OF_MEMBER_AND_YEAR,
        responses=AssessmentDetailSerializer,
    )
    def get(self, request, year: int, key: str):
        self.asked()
        found = row_of(standing_assessments(request.user), "", year, key)
        return Response(AssessmentDetailSerializer(_in_dollars(found)).data)


def _in_dollars(assessment: Assessment) -> Assessment:
    assessment.currency = CURRENCY
    return assessment
