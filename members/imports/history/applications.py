"""Applications of past years: accepted (수리) or returned (반려), each with the days of its letter (R2)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.imports.history.told import Told, check_after_opening
from members.models import Application, ApplicationStep, Member
from members.services.applications import accept_application, record_application, return_application


def accept(told: Told, *, by) -> Member:
    check_after_opening(told)
    application = _record(told, by=by)
    values = told.values
    return accept_application(application, accepted_on=told.on, note=values["reason"], source=values["source"], by=by)


def send_back(told: Told, *, by) -> None:
    return_application(_record(told, by=by), reason=told.values["reason"], returned_on=told.on, by=by)


def _record(told: Told, *, by) -> Application:
    values, member = told.values, told.member
    if member and values["member"] is None:
        raise ValidationError(
            {
                "name_en": ValidationError(
                    _(
                        "Member no. %(number)d has this name already. Leave the row out; a former member that "
                        "applies again is named by its number."
                    ),
                    params={"number": member.number},
                )
            }
        )
    application = Application(
        channel=Application.Channel.IMPORT,
        member=member,
        kind=values["kind"] or member.kind,
        country_id=values["country"] or member.country_id,
        name_en=values["name_en"] or member.name_en,
        name_ko=values["name_ko"],
        remarks=values["source"],
        **{name: values[name] for name in ("submitted_on", "received_on", "document")},
    )
    return record_application(application, by=by)


def is_accepted(told: Told) -> bool:
    accepted = Application.objects.filter(state=Application.State.ACCEPTED, accepted_on=told.on)
    return told.member is not None and accepted.filter(member=told.member).exists()


def is_sent_back(told: Told) -> bool:
    steps = ApplicationStep.objects.filter(act=ApplicationStep.Act.RETURNED, done_on=told.on)
    values = told.values
    if told.member and values["member"]:
        return steps.filter(application__member=told.member).exists()
    return steps.filter(
        application__kind=values["kind"],
        application__country=values["country"],
        application__name_en__iexact=values["name_en"],
    ).exists()
