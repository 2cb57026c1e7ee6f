"""What a spreadsheet writes, in bulk: admissions, corrections of master data, names, contacts.

What comes in has been checked row by row by members.imports; the constraints of the database stand
behind it. Every row of master data leaves a row of history with the person and the reason.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from members.lifecycle import Ground, Status
from members.models import PROFILES, Application, ApplicationStep, Member, MemberFigure, MemberName, StatusChange
from members.services.applications import facts_of
from members.services.members import MEMBER_NUMBERS, MemberFacts, enter_members
from members.webhooks import tell_changed, tell_renamed, tell_status
from wego import audit
from wego.imports.inserting import insert
from wego.models import next_number

Act = ApplicationStep.Act
Indicator = MemberFigure.Indicator
BATCH = 1000
TOLD = (Member, *PROFILES.values())
"""Of whose rows partners are told: their key is the member's."""


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

    The applications carry no contacts, and their country as a row, not as a code alone.
    """
    applications = _number(admissions, by)
    members = _enter(admissions, by)
    for application, member in zip(applications, members, strict=True):
        application.member = member
    insert(Application, applications)
    insert(ApplicationStep, [step for one in applications for step in _steps(one, note, by)])
    insert(MemberFigure, [figure for one in applications for figure in _figures(one, by)])
    associations = [_association(one, by) for one in applications]
    insert(StatusChange, associations)
    numbers = [member.number for member in members]
    audit.record("status.imported", by=by, status=str(Status.ASSOCIATE), members=numbers)
    tell_status(associations)
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
        fields = sorted(fields)
        bulk_update_with_history(changed, model, fields, **history)
        if model in TOLD:
            tell_changed({row.pk: fields for row in changed})


@transaction.atomic
def write_names(*, added: Sequence[MemberName], changed: Sequence[MemberName], by, reason: str) -> None:
    """Add names, and correct the spelling or source of others: each saved, for its search keys follow it."""
    write_rows(MemberName, added=added, changed=(), fields=(), by=by, reason=reason)
    for name in changed:
        name._history_user = by
        name._change_reason = reason[:100]
        name.save()
    tell_renamed([*added, *changed])


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
    numbered = dict(enumerate(admissions, start=first))
    facts = {number: _facts(admission) for number, admission in numbered.items()}
    sources = {number: admission.application.number for number, admission in numbered.items()}
    return list(enter_members(facts, by=by, sources=sources).values())


def _facts(admission: Admission) -> MemberFacts:
    facts = facts_of(admission.application)
    return replace(facts, profile=facts.profile | admission.profile, shared=facts.shared | admission.shared)


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
