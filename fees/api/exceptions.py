"""Members that need a decision before they are assessed: one person proposes, a second one confirms (R13)."""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fees.api.fields import OF_MEMBER_AND_YEAR, row_of, year_field
from fees.api.scopes import EXCEPTIONS_READ, EXCEPTIONS_WRITE
from fees.models import DuesException, Settlement
from fees.services.settlements import propose_settlement, review_settlement
from fees.words import exception_words
from members.api.fields import member_key_field
from members.keys import public_key
from members.models import Language, MemberName
from wego.api.pages import Page, PageQuery, page_of
from wego.api.serializers import StrictSerializer
from wego.api.views import Operation

STATES = [(one.value, one.value) for one in DuesException.State]
WAYS = [(one.value, one.value) for one in Settlement.Way]
OUTCOMES = [(one.value, one.value) for one in Settlement.Outcome]


class ExceptionsQuery(PageQuery):
    year = year_field()
    member = member_key_field(required=False)
    state = serializers.ChoiceField(required=False, choices=STATES)


class ProposalSerializer(serializers.Serializer):
    way = serializers.ChoiceField(choices=WAYS)
    figure = serializers.CharField()
    value = serializers.SerializerMethodField()
    reference_year = serializers.IntegerField()
    source = serializers.CharField()
    reason = serializers.CharField()
    document = serializers.CharField()
    proposed_by = serializers.CharField(source="recorded_by.username")
    outcome = serializers.CharField(help_text="Empty while it waits for a second person.")

    def get_value(self, settlement) -> str:
        """Persons, or international $ per head."""
        return f"{settlement.value.normalize():f}"


class DuesExceptionSerializer(serializers.Serializer):
    year = serializers.IntegerField(source="run.year")
    member = serializers.SerializerMethodField()
    name = serializers.CharField(source="name_en")
    state = serializers.ChoiceField(choices=STATES)
    reason = serializers.CharField()
    words = serializers.SerializerMethodField()
    figure = serializers.CharField(help_text="The figure that is missing; empty where none is.")
    proposal = serializers.SerializerMethodField()

    def get_member(self, exception) -> str:
        return public_key(exception.member)

    def get_words(self, exception) -> str:
        return exception_words(exception.reason, exception.facts)

    def get_proposal(self, exception) -> ProposalSerializer(allow_null=True):
        """What waits for a second person."""
        return ProposalSerializer(exception.waiting[0]).data if exception.waiting else None


def exceptions_for(user):
    """What the person may see, each with the proposal that waits."""
    waiting = Settlement.objects.filter(outcome="").select_related("recorded_by")
    rows = DuesException.objects.visible_to(user).select_related("run", "member")
    rows = rows.annotate(name_en=MemberName.official_name(Language.EN, "member"))
    return rows.prefetch_related(Prefetch("settlements", waiting, to_attr="waiting"))


class DuesExceptions(Operation):
    """The newest year first."""

    scopes = {"GET": EXCEPTIONS_READ}
    rights = {"GET": "fees.view_duesexception"}
    query = ExceptionsQuery

    @extend_schema(
        operation_id="list_exceptions",
        summary="Members that need a decision",
        responses=page_of(DuesExceptionSerializer),
    )
    def get(self, request):
        asked = self.asked()
        wanted = {"run__year": "year", "member__key": "member", "state": "state"}
        rows = exceptions_for(request.user).filter(
            **{path: asked[name] for path, name in wanted.items() if name in asked}
        )
        page = Page(rows, ["-run__year", "member__number"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        return Response(page.answer(request, DuesExceptionSerializer(page.results, many=True).data))


class SettlementOperation(Operation):
    """An act on the exception of a member in a year."""

    scopes = {"POST": EXCEPTIONS_WRITE}
    conflicts = Operation.conflicts | {"closed", "reviewed", "none_proposed", "no_figure"}

    def exception(self) -> DuesException:
        rows = DuesException.objects.visible_to(self.request.user).select_related("run", "member")
        return row_of(rows, "", self.kwargs["year"], self.kwargs["key"])


class ProposeBody(StrictSerializer):
    way = serializers.ChoiceField(choices=WAYS)
    reason = serializers.CharField(max_length=2000)
    value = serializers.CharField(
        required=False, max_length=40, help_text="For another named source: persons, or $ per head."
    )
    reference_year = serializers.IntegerField(required=False, min_value=1900, max_value=2200)
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    document = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="For a waiver: the decision that waives the dues."
    )


class ProposeSettlement(SettlementOperation):
    """Nothing follows from it until a second person confirms."""

    rights = {"POST": "fees.propose_settlement"}
    body = ProposeBody

    @extend_schema(
        operation_id="propose_settlement",
        summary="Propose a settlement",
        parameters=OF_MEMBER_AND_YEAR,
        request=ProposeBody,
        responses={201: ProposalSerializer},
    )
    def post(self, request, year: int, key: str):
        return self.once(self.propose)

    def propose(self, sent: dict) -> Response:
        settlement = propose_settlement(self.exception(), **sent, by=self.request.user)
        return Response(ProposalSerializer(settlement).data, status=201)


class ReviewBody(StrictSerializer):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ReviewSettlement(SettlementOperation):
    """Never by the person who proposed it. Confirmed, the member is assessed."""

    rights = {"POST": "fees.review_settlement"}
    renamed = {"review_note": "note"}
    body = ReviewBody

    @extend_schema(
        operation_id="review_settlement",
        summary="Confirm or refuse the proposal",
        parameters=OF_MEMBER_AND_YEAR,
        request=ReviewBody,
        responses={201: ProposalSerializer},
    )
    def post(self, request, year: int, key: str):
        return self.once(self.review)

    def review(self, sent: dict) -> Response:
        waiting = self.exception().settlements.filter(outcome="").first()
        if waiting is None:
            words = _("No proposal waits for a second person here. Nothing was saved.")
            raise ValidationError(words, code="none_proposed")
        settlement = review_settlement(waiting, **sent, by=self.request.user)
        return Response(ProposalSerializer(settlement).data, status=201)
