"""Applications that a partner's program sends, and what becomes of them."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.fields import APPLICATION_PATTERN, NO_COUNTRY, day_field, found_member, member_key_field
from members.api.scopes import APPLICATIONS
from members.keys import APPLICATION, key_text, parse_key, public_key
from members.models import Application, ApplicationStep, Area, Country
from members.services.applications import record_application
from wego.api.serializers import CodeField, StrictSerializer
from wego.api.views import Operation
from wego.dates import today

AREAS = [(area.value, area.value) for area in Area]
TAKEN = (
    *("kind", "name_en", "name_ko", "name_local", "website", "document", "language", "reason", "areas", "remarks"),
    *("capital", "level", "legal_form", "parent_body", "mandate", "registration_number", "business_areas"),
    *("population", "employees", "employees_scope", "figure_year", "figure_source"),
    *("head_name", "head_title", "head_email", "head_address"),
    *("political_name", "political_title", "political_email"),
    *("liaison_name", "liaison_title", "liaison_department", "liaison_email", "liaison_phone"),
    *("payer_name", "tax_number", "invoice_note", "billing_name", "billing_email", "billing_address"),
)
"""What is copied from the body as it was sent; everything else the register sets itself."""


class ApplicationBody(StrictSerializer, serializers.ModelSerializer):
    country = CodeField("[A-Z]{3}", help_text="ISO 3166 alpha-3, like KOR.")
    submitted_on = day_field(required=True, help_text="Date of the form.")
    areas = serializers.ListField(child=serializers.ChoiceField(choices=AREAS), required=False, max_length=len(AREAS))
    former_member = member_key_field(required=False, help_text="For a readmission: the member that it was.")

    class Meta:
        model = Application
        fields = ["country", "submitted_on", "former_member", *TAKEN]

    def validate_country(self, code: str) -> Country:
        country = Country.objects.filter(iso3=code).first()
        if country is None:
            raise serializers.ValidationError(NO_COUNTRY, code="invalid")
        return country


class StatusSerializer(serializers.Serializer):
    """Where an application stands. Persons are named nowhere."""

    key = serializers.SerializerMethodField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in Application.State])
    submitted_on = serializers.DateField()
    received_on = serializers.DateField()
    accepted_on = serializers.DateField(allow_null=True)
    member = serializers.SerializerMethodField()
    missing = serializers.CharField(allow_null=True, help_text="What the Secretariat asked for.")
    due_on = serializers.DateField(allow_null=True, help_text="By when it asked for it.")

    def get_key(self, application) -> str:
        return key_text(APPLICATION, application.key)

    def get_member(self, application) -> str | None:
        """The member that came of it."""
        return public_key(application.member) if application.state == Application.State.ACCEPTED else None


def status_of(application: Application) -> dict:
    """The application with the request for completion that waits, if one does."""
    application.missing = application.due_on = None
    if application.state == Application.State.INCOMPLETE:
        asked = ApplicationStep.objects.filter(application=application, act=ApplicationStep.Act.COMPLETION)
        latest = asked.latest("pk")
        application.missing, application.due_on = latest.note, latest.due_on
    return StatusSerializer(application).data


class Applications(Operation):
    """Received is not accepted: the Secretariat checks every application as if it had come by letter."""

    scopes = {"POST": APPLICATIONS}
    body = ApplicationBody
    renamed = {"member": "former_member"}
    conflicts = Operation.conflicts | {"not_former"}

    @extend_schema(
        operation_id="send_application",
        summary="Send an application",
        request=ApplicationBody,
        responses={201: StatusSerializer},
    )
    def post(self, request):
        return self.once(self.record)

    def record(self, sent: dict) -> Response:
        former = sent.pop("former_member", None)
        key = self.request.auth
        application = Application(
            **sent,
            member=found_member(former, None, "former_member") if former else None,
            received_on=today(),
            channel=Application.Channel.API,
            api_key=key,
        )
        record_application(application, by=key.user)
        return Response(status_of(application), status=201)


class ApplicationStatus(Operation):
    """Only of applications that were sent with the same key."""

    scopes = {"GET": APPLICATIONS}

    @extend_schema(
        operation_id="get_application",
        summary="Where an application stands",
        parameters=[OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=APPLICATION_PATTERN)],
        responses=StatusSerializer,
    )
    def get(self, request, key: str):
        self.asked()
        rows = Application.objects.filter(api_key=request.auth).select_related("member")
        application = rows.filter(key=parse_key(APPLICATION, key)).first()
        if application is None:
            raise Http404
        return Response(status_of(application))
