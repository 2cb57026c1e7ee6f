"""Applications from receipt to acceptance (R2). A letter and the public form end in the same functions."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.lifecycle import Ground, Status
from members.models import Application, ApplicationCheck, ApplicationStep, Contact, Kind, Member, MemberFigure
from members.services.members import MemberFacts, enter_member
from members.services.status import change_status
from wego import audit
from wego.dates import not_in_the_future
from wego.models import next_number

Act = ApplicationStep.Act
State = Application.State
PROFILE_FIELDS = {
    Kind.CITY: ("capital", "level"),
    Kind.INSTITUTION: ("legal_form", "parent_body", "mandate"),
    Kind.COMPANY: ("registration_number", "business_areas"),
}
"""What the profile of each kind takes from the application."""


@transaction.atomic
def record_application(application: Application, *, by) -> Application:
    """Record an application that arrived, on paper or online, under its own number A-<year>-<number>."""
    application.clean_fields(exclude=["number"])
    check_recordable(application)
    year = application.received_on.year
    application.number = f"A-{year}-{next_number(f'application {year}'):04d}"
    application.recorded_by = by
    application.full_clean()
    application.save()
    _step(application, Act.RECEIVED, application.received_on, by=by)
    return application


def check_recordable(application: Application) -> None:
    """Refuse a day of receipt that lies ahead, and a readmission of anybody but a former member."""
    try:
        not_in_the_future(application.received_on)
    except ValidationError as refusal:
        raise ValidationError({"received_on": refusal}) from refusal
    if application.member_id is None:
        return
    member = Member.objects.with_status().get(pk=application.member_id)
    if member.status != Status.FORMER:
        raise ValidationError(
            {
                "member": ValidationError(
                    _("Only a former member applies for readmission; this one is: %(standing)s."),
                    code="not_former",
                    params={"standing": Status(member.status).label if member.status else "-"},
                )
            }
        )
    if member.kind != application.kind:
        raise ValidationError({"kind": _("The former member is of another kind.")}, code="other_kind")


@transaction.atomic
def take_application(application: Application, *, by) -> Application:
    """Somebody of the Secretariat handles it from now on; the applicant reads that it is being checked."""
    application = _open(application)
    if application.owner_id == by.pk:
        raise ValidationError(_("You handle this application already. Nothing was saved."), code="own_already")
    audit.record("application.taken", by=by, subject=application.number, before=application.owner_id)
    application.owner = by
    application.save(update_fields=["owner"])
    return application


@transaction.atomic
def tick_items(application: Application, *, found: Mapping[str, tuple[str, str]], by) -> list[ApplicationCheck]:
    """What was found about the items of the review: (found, note) by item. Only what is new is recorded."""
    application = _open(application)
    latest = ApplicationCheck.objects.latest(application)
    known = {item: (row.found, row.note) for item, row in latest.items()}
    rows = [
        ApplicationCheck(application=application, item=item, found=outcome, note=note, recorded_by=by)
        for item, (outcome, note) in found.items()
        if outcome and known.get(item) != (outcome, note)
    ]
    for row in rows:
        row.save()
    return rows


@transaction.atomic
def request_completion(
    application: Application, *, missing: str, requested_on: date, by, due_on: date | None = None
) -> Application:
    """Ask the applicant for what is missing (보완요청). Leaves no status (R2)."""
    application = _open(application)
    _step(application, Act.COMPLETION, requested_on, by=by, note=missing, due_on=due_on)
    return _set_state(application, State.INCOMPLETE)


@transaction.atomic
def receive_completion(application: Application, *, received_on: date, by, note: str = "") -> Application:
    """The applicant sent what was missing; the check goes on."""
    application = _open(application)
    if application.state != State.INCOMPLETE:
        raise ValidationError(
            _("No completion was requested for application %(number)s. Nothing was saved."),
            code="nothing_requested",
            params={"number": application.number},
        )
    _step(application, Act.COMPLETED, received_on, by=by, note=note)
    return _set_state(application, State.RECEIVED)


@transaction.atomic
def return_application(application: Application, *, reason: str, returned_on: date, by) -> Application:
    """Send the application back (반려). Leaves no status; the body may apply again."""
    application = _open(application)
    _step(application, Act.RETURNED, returned_on, by=by, note=reason)
    return _set_state(application, State.RETURNED)


@transaction.atomic
def accept_application(application: Application, *, accepted_on: date, by, note: str = "", source: str = "") -> Member:
    """Accept the application (수리): its body is an associate member from `accepted_on` (R2, R3).

    Member, profile, names, contacts, figures and status come about together, or not at all.
    """
    application = _open(application)
    _step(application, Act.ACCEPTED, accepted_on, by=by, note=note)
    readmission = application.member is not None
    member = application.member or enter_member(facts_of(application), by=by, source=application.number)
    application.state = State.ACCEPTED
    application.accepted_on = accepted_on
    application.member = member
    application.full_clean()
    application.save()
    _copy_contacts(application, member, by=by)
    _copy_figure(application, member, by=by)
    change_status(
        member,
        status=Status.ASSOCIATE,
        ground=Ground.READMISSION if readmission else Ground.ACCEPTANCE,
        effective_on=accepted_on,
        application=application,
        document=application.document,
        source=source,
        by=by,
    )
    return member


def _open(application: Application) -> Application:
    """The application, locked; refused when it has been accepted or returned."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not application.is_open:
        raise ValidationError(
            _("Application %(number)s is closed: %(state)s. Nothing was saved."),
            code="closed",
            params={"number": application.number, "state": application.get_state_display()},
        )
    return application


def _step(application: Application, act: str, done_on: date, *, by, note: str = "", due_on=None) -> None:
    not_in_the_future(done_on)
    if done_on < application.received_on:
        raise ValidationError(
            _("The application was received on %(received)s; %(day)s is before that. Nothing was saved."),
            code="before_receipt",
            params={"received": application.received_on.isoformat(), "day": done_on.isoformat()},
        )
    ApplicationStep(application=application, act=act, done_on=done_on, due_on=due_on, note=note, recorded_by=by).save()


def _set_state(application: Application, state: str) -> Application:
    application.state = state
    application.save(update_fields=["state"])
    return application


def facts_of(application: Application) -> MemberFacts:
    """What the application says of the body."""
    kind = Kind(application.kind)
    return MemberFacts(
        kind=kind,
        country=application.country,
        name_en=application.name_en,
        name_ko=application.name_ko,
        name_local=application.name_local,
        profile={name: getattr(application, name) for name in PROFILE_FIELDS[kind]},
        shared={"website": application.website, "legal_payer_name": application.payer_name},
    )


def _copy_contacts(application: Application, member: Member, *, by) -> None:
    people = (
        (
            Contact.Role.HEAD,
            {
                "title": application.head_title,
                "email": application.head_email,
                "address": application.head_address,
            },
        ),
        (Contact.Role.POLITICAL, {"title": application.political_title, "email": application.political_email}),
        (
            Contact.Role.LIAISON,
            {
                "title": application.liaison_title,
                "department": application.liaison_department,
                "email": application.liaison_email,
                "phone": application.liaison_phone,
            },
        ),
        (
            Contact.Role.BILLING,
            {"email": application.billing_email, "address": application.billing_address},
        ),
    )
    for role, details in people:
        name = getattr(application, f"{role}_name")
        known = Contact.objects.filter(member=member, role=role, name=name, email=details["email"])
        if name and not known.exists():
            contact = Contact(
                member=member,
                role=role,
                name=name,
                language=application.language,
                source=application.number,
                **details,
            )
            contact._history_user = by
            contact.full_clean()
            contact.save()


def _copy_figure(application: Application, member: Member, *, by) -> None:
    stated = {
        MemberFigure.Indicator.POPULATION: application.population,
        MemberFigure.Indicator.EMPLOYEES: application.employees,
    }
    for indicator, value in stated.items():
        if value is not None:
            MemberFigure(
                member=member,
                indicator=indicator,
                value=value,
                reference_year=application.figure_year,
                source=application.figure_source,
                retrieved_on=application.received_on,
                recorded_by=by,
            ).save()
