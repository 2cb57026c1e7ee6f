"""The members of the register on a day, and all that is public about one of them."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.fields import KEY_PATTERN, day_field
from members.api.scopes import HISTORY
from members.keys import parse_public_key, public_key
from members.lifecycle import MEMBERSHIP, Ground, Status
from members.member_page import MemberPage
from members.models import Kind, Language
from members.register import check_covered, members_on
from members.search import LONGEST_QUERY, find_members
from wego.api.pages import Page, PageQuery, page_of
from wego.api.serializers import CodeField, InstantField
from wego.api.views import PublicOperation, need
from wego.dates import today

STANDINGS = [(status.value, status.value) for status in Status if status != Status.ANNULLED]
KINDS = [(kind.value, kind.value) for kind in Kind]
LANGUAGES = [(language.value, language.value) for language in Language]


class MembersQuery(PageQuery):
    on = day_field(help_text="The register at the end of this day; without it of today.")
    kind = serializers.ChoiceField(required=False, choices=KINDS)
    country = CodeField("[A-Z]{3}", required=False, help_text="ISO 3166 alpha-3, like KOR.")
    region = serializers.SlugField(required=False, max_length=20, help_text="Code of a region of WeGO, like asia.")
    status = serializers.ChoiceField(required=False, choices=[(one.value, one.value) for one in MEMBERSHIP])
    search = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_QUERY,
        help_text="Any spelling of a name in any script, or a member number; the best match first.",
    )
    known_at = InstantField(
        required=False, help_text="The register as it was known at this instant. Only for keys with `register:history`."
    )


class MemberSerializer(serializers.Serializer):
    """A member as the register shows it on the day."""

    key = serializers.SerializerMethodField()
    number = serializers.IntegerField()
    name = serializers.CharField(source="name_en")
    name_ko = serializers.CharField()
    name_local = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    country = serializers.CharField(source="country_id")
    region = serializers.CharField(source="country.region.code")
    capital = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=STANDINGS, allow_null=True)
    since = serializers.DateField(allow_null=True)
    since_is_opening = serializers.SerializerMethodField()
    website = serializers.CharField()

    def get_key(self, member) -> str:
        return public_key(member)

    def get_capital(self, member) -> bool | None:
        return member.city.capital if member.kind == Kind.CITY else None

    def get_since_is_opening(self, member) -> bool:
        """Nobody stated since when: the register began with it."""
        return member.ground == Ground.OPENING


class Members(PublicOperation):
    """Filters narrow the list; a day before the register begins is refused."""

    query = MembersQuery
    about = {"before_register": "on"}

    @extend_schema(operation_id="list_members", summary="Members on a day", responses=page_of(MemberSerializer))
    def get(self, request):
        asked = self.asked()
        if "known_at" in asked:
            need(request, HISTORY, param="known_at")
        on = asked.get("on") or today()
        check_covered(on)
        rows = members_on(on, asked.get("known_at")).filter(**filters(asked))
        order = ["number"]
        if search := asked.get("search", "").strip():
            rows, order = find_members(search, rows), ["-rank", "number"]
        page = Page(rows, order, cursor=asked.get("cursor", ""), size=asked["page_size"])
        return Response(page.answer(request, MemberSerializer(page.results, many=True).data, on=on.isoformat()))


FILTERS = {"kind": "kind", "country": "country", "region": "country__region__code", "status": "status"}


def filters(asked: dict) -> dict:
    return {path: asked[name] for name, path in FILTERS.items() if name in asked}


class DatedNameSerializer(serializers.Serializer):
    language = serializers.ChoiceField(choices=LANGUAGES)
    name = serializers.CharField(source="text")
    valid_from = serializers.DateField(allow_null=True, help_text="null: from the beginning")


class StandingSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=STANDINGS)
    since = serializers.DateField(source="effective_on")
    since_is_opening = serializers.BooleanField(source="opening")


class PopulationSerializer(serializers.Serializer):
    persons = serializers.IntegerField(source="value")
    year = serializers.IntegerField(source="reference_year")
    source = serializers.CharField()


class PublicDecisionSerializer(serializers.Serializer):
    question = serializers.CharField()
    outcome = serializers.CharField()
    decided_on = serializers.DateField()
    body = serializers.CharField(source="meeting.body.name_en")


class MemberDetailSerializer(MemberSerializer):
    """A member with its history. Persons are named nowhere."""

    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    population = PopulationSerializer(allow_null=True)
    names = DatedNameSerializer(many=True)
    standings = StandingSerializer(many=True)
    decisions = PublicDecisionSerializer(many=True)
    merged_into = serializers.CharField(
        allow_null=True, help_text="The member whose record turned out to be about the same body."
    )


class MemberDetail(PublicOperation):
    """Names through time, every standing, the newest population, and the decisions that made it a member."""

    @extend_schema(
        operation_id="get_member",
        summary="One member",
        parameters=[OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=KEY_PATTERN)],
        responses=MemberDetailSerializer,
    )
    def get(self, request, key: str):
        self.asked()
        parsed = parse_public_key(key)
        page = MemberPage.of(parsed) if parsed else None
        if page is None:
            raise Http404
        return Response(MemberDetailSerializer(page).data)
