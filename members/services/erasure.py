"""Personal data that is destroyed: at the person's request, or because nobody needs it any more (PIPA, S21).

Gone are name, telephone and addresses wherever the site keeps them: contacts with their history, the people stated in
applications, addresses of mail, the back office's own log. What remains is the office: letters are addressed to it.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from members.models import ApplicantLink, Application, ApplicationDraft, Contact, DestructionRecord
from members.services.deliveries import erase_address
from wego import audit
from wego.dates import not_in_the_future, today
from wego.models import SentMail

Ground = DestructionRecord.Ground
KEPT_FOR = timedelta(days=365)
"""How long the data of a person is kept after the end of the function, or of an application that came to nothing."""
PEOPLE = {
    "head": ("head_name", "head_email"),
    "political": ("political_name", "political_email"),
    "liaison": ("liaison_name", "liaison_email", "liaison_phone"),
    "billing": ("billing_name", "billing_email"),
    "declared": ("declared_name",),
    "applicant": ("applicant_email",),
}
"""What an application says of persons, by their role: name, address of mail and so on, where there is one. Their posts
and the office's address stay."""


@dataclass(frozen=True)
class Person:
    """By what a person is recognised: names, and addresses of mail."""

    names: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Person":
        pairs = list(pairs)
        return cls(frozenset(name for name, _mail in pairs if name), frozenset(mail for _name, mail in pairs if mail))


def contacts_of_person(contact: Contact) -> list[Contact]:
    """The contact, and the others of the same member that are the same person by name or address of mail."""
    same = Q(pk=contact.pk) | Q(member=contact.member_id, name__iexact=contact.name)
    if contact.email:
        same |= Q(member=contact.member_id, email__iexact=contact.email)
    return list(Contact.objects.filter(same).select_related("member").order_by("pk"))


@transaction.atomic
def erase_contact(
    contact: Contact, *, ground: Ground, by, asked_on: date | None = None, note: str = ""
) -> DestructionRecord:
    """Destroy what is kept of a contact person, in all the person's roles at the member; the record of it."""
    if asked_on:
        not_in_the_future(asked_on)
    contacts = contacts_of_person(contact)
    history = Contact.history.filter(id__in=[one.pk for one in contacts])
    person = Person.of([*((one.name, one.email) for one in contacts), *history.values_list("name", "email")])
    items = Counter(contacts=len(contacts), history=history.count())
    _erase_log(person, contacts)
    Contact.objects.filter(pk__in=[one.pk for one in contacts]).delete()
    history.all().delete()
    items += _erase_in_applications(Application.objects.filter(member=contact.member_id), person)
    items += _erase_mail(person)
    roles = ", ".join(sorted({one.get_role_display() for one in contacts}))
    return _record(
        contact.member, f"no. {contact.member.number}: {roles}", items, ground, by=by, asked_on=asked_on, note=note
    )


@transaction.atomic
def erase_applicant(application: Application, *, ground: Ground, by, note: str = "") -> DestructionRecord:
    """Destroy what an application that came to nothing says of persons; the application itself stays."""
    if ground == Ground.ENDED and not due_applications(today()).filter(pk=application.pk).exists():
        raise ValidationError(
            _("The data of application %(number)s is still needed. Nothing was destroyed."),
            code="needed",
            params={"number": application.number},
        )
    person = Person.of(_stated(application, role) for role in PEOPLE)
    items = _erase_in_applications([application], person) + _erase_mail(person) + _erase_attachments(application)
    return _record(application.member, application.number, items, ground, by=by, asked_on=None, note=note)


def due_contacts(on: date):
    """Contacts who left their function longer ago than data is kept."""
    return Contact.objects.filter(ends_on__lt=on - KEPT_FOR).select_related("member").order_by("ends_on", "pk")


def due_applications(on: date):
    """Applications returned, or whose body was rejected, longer ago than data is kept; with people in them."""
    long_ago = on - KEPT_FOR
    returned = Q(state=Application.State.RETURNED, closed_on__lt=long_ago)
    rejected = Q(member__status_changes__ground="rejected", member__status_changes__effective_on__lt=long_ago)
    people = Q()
    for fields in PEOPLE.values():
        for field in fields:
            people |= ~Q(**{field: ""})
    dated = Application.objects.annotate(closed_on=Max("steps__done_on"))
    return dated.filter(returned | rejected).filter(people).distinct().order_by("pk")


def _erase_in_applications(applications: Iterable[Application], person: Person) -> Counter:
    found = Counter()
    for application in applications:
        cleared = [field for role in PEOPLE for field in _fields_of(application, role, person)]
        for field in cleared:
            setattr(application, field, "")
        if cleared:
            application.save(update_fields=cleared)
            found["applications"] += 1
    return found


def _fields_of(application: Application, role: str, person: Person) -> tuple[str, ...]:
    name, email = _stated(application, role)
    return PEOPLE[role] if _is(name, person.names) or _is(email, person.emails) else ()


def _stated(application: Application, role: str) -> tuple[str, str]:
    """Name and address of mail that the application says of who has the role."""
    return getattr(application, f"{role}_name", ""), getattr(application, f"{role}_email", "")


def _erase_attachments(application: Application) -> Counter:
    """Signed letters and the like; the files go with the next nightly prune (members/jobs.py)."""
    return Counter(files=application.attachments.all().delete()[0])


def _is(text: str, known: frozenset[str]) -> bool:
    return bool(text) and text.casefold() in {one.casefold() for one in known}


def _erase_mail(person: Person) -> Counter:
    """Addresses of deliveries, links and drafts; mail that was kept instead of sent goes as a whole, with its file."""
    found = Counter()
    for email in person.emails:
        found["deliveries"] += erase_address(email)
        found["links"] += ApplicantLink.objects.filter(email__iexact=email).delete()[0]
        found["drafts"] += ApplicationDraft.objects.filter(email__iexact=email).delete()[0]
        for mail in SentMail.objects.filter(to__icontains=email):
            transaction.on_commit(lambda name=mail.file_name: (settings.MAIL_DIR / name).unlink(missing_ok=True))
            mail.delete()
            found["mail"] += 1
    return +found


def _erase_log(person: Person, contacts: Iterable[Contact]) -> None:
    """The back office's log names rows by what they are called: entries that name the person lose those words."""
    named = Q(content_type__app_label="members", content_type__model="contact")
    named &= Q(object_id__in=[str(contact.pk) for contact in contacts])
    for name in person.names:
        named |= Q(object_repr__contains=name) | Q(change_message__contains=name)
        named |= Q(change_message__contains=json.dumps(name)[1:-1])
    LogEntry.objects.filter(named).update(object_repr="-", change_message="")


def _record(member, office: str, items: Counter, ground: Ground, *, by, asked_on, note: str) -> DestructionRecord:
    record = DestructionRecord(
        member=member,
        office=office,
        ground=ground,
        asked_on=asked_on,
        destroyed_on=today(),
        items=dict(items),
        note=note,
        recorded_by=by,
    )
    record.save()
    audit.record("data.destroyed", by=by, subject=office, ground=str(ground), items=dict(items))
    return record
