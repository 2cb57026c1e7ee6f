"""What a spreadsheet writes, in bulk: admissions, corrections of master data, names, contacts.

What comes in has been checked row by row by members.imports; the constraints of the database stand
behind it. Every row of master data leaves a row of history with the person and the reason.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from members.lifecycle import Ground, Status
from members.models import (
    PROFILES,
    Application,
    ApplicationStep,
    Kind,
    Language,
    Member,
    MemberFigure,
    MemberName,
    StatusChange,
)
from members.models.names import NameKey
from members.services.members import MEMBER_NUMBERS
from members.spelling import search_keys
from wego.imports.inserting import insert, insert_values, insert_with_history
from wego.models import next_number

Act = ApplicationStep.Act
Indicator = MemberFigure.Indicator
BATCH = 1000
PROFILE_FIELDS = {
    Kind.CITY: ("capital", "level"),
    Kind.INSTITUTION: ("legal_form",),
    Kind.COMPANY: ("registration_number",),
}
"""What the profile of each kind takes from the application."""


@dataclass(frozen=True, slots=True)
class Admission:
    """An application that arrives and is accepted at once; `shared` and `profile` are what the new
    member has beyond it."""

    application: Application
    accepted_on: date
    shared: dict = field(default_factory=dict)
    profile: dict = field(default_factory=dict)


@transaction.atomic
def admit_many(admissions: Sequence[Admission], *, by, note: str = "") -> list[Member]:
    """Record and accept many applications of bodies that never were members, as record_application and
    accept_application do one by one: the same rows, the same numbers. None becomes a full member (R4).

    The applications carry no contacts.
    """
    applications = _number(admissions, by)
    members = _enter(admissions, by)
    for application, member in zip(applications, members, strict=True):
        application.member = member
    insert(Application, applications)
    insert(ApplicationStep, [step for one in applications for step in _steps(one, note, by)])
    insert(MemberFigure, [figure for one in applications for figure in _figures(one, by)])
    insert(StatusChange, [_association(one, by) for one in applications])
    return members


@transaction.atomic
def write_rows(
    model: type[models.Model], *, added: Sequence, changed: Sequence, fields: Iterable[str], by, reason: str
):
    """Add rows of master data and update `fields` of others, with their history."""
    history = {"default_user": by, "default_change_reason": reason[:100], "batch_size": BATCH}
    if added:
        bulk_create_with_history(added, model, **history)
    if changed:
        bulk_update_with_history(changed, model, sorted(fields), **history)


@transaction.atomic
def write_names(*, added: Sequence[MemberName], changed: Sequence[MemberName], by, reason: str) -> None:
    """Add names, and correct the spelling or source of others: each saved, for its search keys follow it."""
    write_rows(MemberName, added=added, changed=(), fields=(), by=by, reason=reason)
    for name in changed:
        name._history_user = by
        name._change_reason = reason[:100]
        name.save()


def _number(admissions: Sequence[Admission], by) -> list[Application]:
    """The applications, numbered within the year of their receipt, in their order, and accepted."""
    years = Counter(admission.application.received_on.year for admission in admissions)
    numbers = {year: count(next_number(f"application {year}", count=many)) for year, many in sorted(years.items())}
    now = timezone.now()
    for admission in admissions:
        application = admission.application
        year = application.received_on.year
        application.number = f"A-{year}-{next(numbers[year]):04d}"
        application.recorded_by = by
        application.recorded_at = now
        application.state = Application.State.ACCEPTED
        application.accepted_on = admission.accepted_on
    return [admission.application for admission in admissions]


def _enter(admissions: Sequence[Admission], by) -> list[Member]:
    """Members with their profiles and names; the history names the application."""
    first = next_number(MEMBER_NUMBERS, count=len(admissions))
    members = [
        Member(
            number=number,
            kind=admission.application.kind,
            country_id=admission.application.country_id,
            website=admission.application.website,
            legal_payer_name=admission.application.payer_name,
            **admission.shared,
        )
        for number, admission in enumerate(admissions, start=first)
    ]
    sources = [admission.application.number for admission in admissions]
    insert_with_history(Member, members, by=by, reasons=sources)
    entered = list(zip(admissions, members, strict=True))
    for kind, model in PROFILES.items():
        of_kind = [one for one in entered if one[0].application.kind == kind]
        numbers = [admission.application.number for admission, _member in of_kind]
        insert_with_history(model, [_profile(model, *one) for one in of_kind], by=by, reasons=numbers)
    _name([name for one in entered for name in _names(*one)], by)
    return members


def _name(names: Sequence[MemberName], by) -> None:
    """Insert the names with what search compares."""
    for name in names:
        name.set_forms()
    insert_with_history(MemberName, names, by=by, reasons=[name.source for name in names])
    fields = [NameKey._meta.get_field(name) for name in ("key", "name")]
    insert_values(NameKey, fields, ((key, name.pk) for name in names for key in search_keys(name.text)))


def _profile(model, admission: Admission, member: Member):
    application = admission.application
    taken = {name: getattr(application, name) for name in PROFILE_FIELDS[Kind(application.kind)]}
    return model(member=member, **taken, **admission.profile)


def _names(admission: Admission, member: Member) -> list[MemberName]:
    application = admission.application
    texts = (
        (Language.EN, application.name_en),
        (Language.KO, application.name_ko),
        (Language.LOCAL, application.name_local),
    )
    return [
        MemberName(
            member=member,
            language=language,
            text=text,
            source=application.number,
            recorded_at=application.recorded_at,
        )
        for language, text in texts
        if text
    ]


def _steps(application: Application, note: str, by) -> tuple[ApplicationStep, ApplicationStep]:
    recorded = {"application": application, "recorded_at": application.recorded_at, "recorded_by": by}
    received = ApplicationStep(act=Act.RECEIVED, done_on=application.received_on, **recorded)
    return received, ApplicationStep(act=Act.ACCEPTED, done_on=application.accepted_on, note=note, **recorded)


def _figures(application: Application, by) -> Iterable[MemberFigure]:
    stated = ((Indicator.POPULATION, application.population), (Indicator.EMPLOYEES, application.employees))
    for indicator, value in stated:
        if value is not None:
            yield MemberFigure(
                member=application.member,
                indicator=indicator,
                value=value,
                reference_year=application.figure_year,
                source=application.figure_source,
                retrieved_on=application.received_on,
                recorded_at=application.recorded_at,
                recorded_by=by,
            )


def _association(application: Application, by) -> StatusChange:
    return StatusChange(
        member=application.member,
        status=Status.ASSOCIATE,
        ground=Ground.ACCEPTANCE,
        effective_on=application.accepted_on,
        application=application,
        document=application.document,
        recorded_at=application.recorded_at,
        recorded_by=by,
    )
