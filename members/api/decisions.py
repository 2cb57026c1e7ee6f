"""Meetings and what they decided; a decision is recorded like in the back office."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from members.api.fields import NO_MEMBER, day_field, meeting_key_field, member_key_field
from members.api.scopes import DECISIONS_READ, DECISIONS_WRITE
from members.keys import MEETING, key_text, public_key
from members.models import SEES_ALL, Decision, Meeting, Member, Outcome
from members.services.decisions import Verdict, decide
from wego.api.pages import Page, PageQuery, page_of
from wego.api.serializers import StrictSerializer
from wego.api.views import Operation

AT_ONCE = 500
"""More members than a meeting decides on."""
VERDICTS = [(one.value, one.value) for one in (Outcome.APPROVED, Outcome.DEFERRED, Outcome.REJECTED)]


class MeetingSerializer(serializers.ModelSerializer):
    key = serializers.SerializerMethodField()
    body = serializers.CharField(source="body.code")

    class Meta:
        model = Meeting
        fields = [
            *("key", "body", "number", "title_en", "title_ko", "planned_from", "planned_to"),
            *("held_from", "held_to", "mode", "minutes"),
        ]

    def get_key(self, meeting) -> str:
        return key_text(MEETING, meeting.key)


class Meetings(Operation):
    """Those that were recorded last come first."""

    scopes = {"GET": DECISIONS_READ}
    rights = {"GET": "members.view_meeting"}
    query = PageQuery

    @extend_schema(operation_id="list_meetings", summary="Meetings", responses=page_of(MeetingSerializer))
    def get(self, request):
        asked = self.asked()
        rows = Meeting.objects.select_related("body")
        page = Page(rows, ["-pk"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        return Response(page.answer(request, MeetingSerializer(page.results, many=True).data))


class DecisionSerializer(serializers.Serializer):
    meeting = serializers.SerializerMethodField()
    member = serializers.SerializerMethodField()
    question = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[(one.value, one.value) for one in Outcome])
    decided_on = serializers.DateField()
    reason = serializers.CharField()
    minute = serializers.CharField()
    annulled = serializers.SerializerMethodField()

    def get_meeting(self, decision) -> str:
        return key_text(MEETING, decision.meeting.key)

    def get_member(self, decision) -> str:
        return public_key(decision.member)

    def get_annulled(self, decision) -> bool:
        """It was entered in error; another row of outcome `annulled` says so."""
        return hasattr(decision, "corrected_by")


class DecisionsQuery(PageQuery):
    meeting = meeting_key_field(required=False)
    member = member_key_field(required=False)


class VerdictBody(StrictSerializer):
    member = member_key_field()
    outcome = serializers.ChoiceField(choices=VERDICTS)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class DecideBody(StrictSerializer):
    meeting = meeting_key_field()
    decided_on = day_field(required=True)
    minute = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    verdicts = VerdictBody(many=True, min_length=1, max_length=AT_ONCE)


class DecidedSerializer(serializers.Serializer):
    results = DecisionSerializer(many=True)


class Decisions(Operation):
    """A meeting approves, defers or rejects many associates in one act: all or none."""

    scopes = {"GET": DECISIONS_READ, "POST": DECISIONS_WRITE}
    rights = {"GET": "members.view_decision", "POST": ("members.add_decision", SEES_ALL)}
    query = DecisionsQuery
    body = DecideBody
    conflicts = Operation.conflicts | {"not_associate", "not_held", "out_of_order"}

    @extend_schema(operation_id="list_decisions", summary="Decisions", responses=page_of(DecisionSerializer))
    def get(self, request):
        asked = self.asked()
        rows = Decision.objects.visible_to(request.user).select_related("meeting", "member", "corrected_by")
        wanted = {"meeting__key": asked.get("meeting"), "member__key": asked.get("member")}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        page = Page(rows, ["-decided_on", "-pk"], cursor=asked.get("cursor", ""), size=asked["page_size"])
        return Response(page.answer(request, DecisionSerializer(page.results, many=True).data))

    @extend_schema(
        operation_id="decide",
        summary="Record what a meeting decided",
        request=DecideBody,
        responses={201: DecidedSerializer},
    )
    def post(self, request):
        return self.once(self.decide)

    def decide(self, sent: dict) -> Response:
        meeting = Meeting.objects.select_related("body").filter(key=sent["meeting"]).first()
        if meeting is None:
            raise serializers.ValidationError({"meeting": _("There is no meeting of this key.")}, code="invalid")
        decided = decide(
            meeting,
            verdicts=self.verdicts(sent["verdicts"]),
            decided_on=sent["decided_on"],
            minute=sent["minute"],
            by=self.request.user,
        )
        return Response({"results": DecisionSerializer(decided, many=True).data}, status=201)

    def verdicts(self, sent: list[dict]) -> list[Verdict]:
        rows = Member.objects.visible_to(self.request.user).filter(key__in={one["member"] for one in sent})
        members = {member.key: member for member in rows}
        for place, one in enumerate(sent):
            if one["member"] not in members:
                raise serializers.ValidationError({f"verdicts.{place}.member": NO_MEMBER}, code="invalid")
        return [Verdict(members[one["member"]], Outcome(one["outcome"]), one["reason"]) for one in sent]
