"""To whom a letter goes: an office of the body, never a person by name, and the addresses of its mail (S21)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from members.models import Application, Contact, Kind, Member, in_language
from wego.placeholders import one_line

Role = Contact.Role
WRITTEN_TO = (Role.HEAD, Role.LIAISON)
"""Whose addresses are offered: the head's office and the liaison officer."""
HEADS = {
    Kind.CITY: gettext_lazy("Head of Government"),
    Kind.INSTITUTION: gettext_lazy("Head of the Institution"),
    Kind.COMPANY: gettext_lazy("Chief Executive Officer"),
}
"""The office where nobody told what its holder is called."""


@dataclass(frozen=True)
class Person:
    """What of a contact matters for a letter."""

    role: str
    name: str
    post: str
    email: str
    called: str | Promise = ""  # where that says more than the role


@dataclass(frozen=True)
class Correspondent:
    """The body that is written to: its names by language, its country, its people, its language of letters."""

    kind: str
    name_en: str
    name_ko: str
    country: object
    language: str
    people: tuple[Person, ...]

    def name(self) -> str:
        """In the language that is active."""
        return one_line(in_language(self.name_en, self.name_ko))

    def country_name(self) -> str:
        """As it is said in an address: "Rep. of Korea", where a list has "Korea, Rep. of"."""
        name, _comma, form = str(self.country).partition(", ")
        return f"{form} {name}" if form.endswith(" of") else str(self.country)

    def office(self, language: str) -> str:
        """The post of its head, as somebody told it, else what such a head is called."""
        told = (one_line(one.post) for one in self.people if one.role == Role.HEAD)
        with override(language):
            return next((post for post in told if post and not self.names_somebody(post)), str(HEADS[self.kind]))

    def names_somebody(self, text: str) -> bool:
        """Whether a text holds the name of one of its people."""
        folded = text.casefold()
        return any(one.name.casefold() in folded for one in self.people if one.name.strip())

    def check_office(self, office: str) -> None:
        if self.names_somebody(office):
            raise ValidationError(
                _(
                    "The letter goes to an office, not to a person: leave the name out of “%(office)s”. Nothing was "
                    "saved."
                )
                % {"office": office},
                code="names_a_person",
            )

    def address_block(self, office: str) -> list[str]:
        """Office, body and country in the language that is active."""
        office = one_line(office)
        if in_language("en", "ko") == "ko":
            return [f"{self.name()} ({self.country_name()})", office]
        return [office, self.name(), self.country_name()]

    def addresses(self, roles: Iterable[str] = WRITTEN_TO) -> list[tuple[str, str]]:
        """(address, role) of the people in these roles who have one, each address once."""
        roles = list(roles)
        found: dict[str, str] = {}
        for one in self.people:
            if one.email and one.role in roles:
                found.setdefault(one.email, str(one.called or Role(one.role).label))
        return list(found.items())


def of_application(application: Application, on: date) -> Correspondent:
    """The applicant as its letter has it; after the acceptance the member that it became."""
    if application.accepted_on:
        member = of_member(application.member, on)
        told = Person(Role.HEAD, application.head_name, application.head_title, "")
        return replace(member, people=(*member.people, told, *_who_applied(application)))
    people = (
        Person(Role.HEAD, application.head_name, application.head_title, application.head_email),
        Person(Role.LIAISON, application.liaison_name, application.liaison_title, application.liaison_email),
        Person(Role.BILLING, application.billing_name, "", application.billing_email),
        *_who_applied(application),
    )
    return Correspondent(
        application.kind,
        application.name_en,
        application.name_ko,
        application.country,
        application.language,
        people,
    )


def _who_applied(application: Application) -> tuple[Person, ...]:
    """Who filled in the online form: written to like the liaison officer, who it mostly is."""
    email = application.applicant_email
    return (Person(Role.LIAISON, "", "", email, gettext_lazy("who filled in the online form")),) if email else ()


def of_member(member: Member, on: date) -> Correspondent:
    """The member with its names of the day and its contacts in office."""
    return of_members([member.pk], on)[member.pk]


def of_members(keys: Iterable[int], on: date) -> dict[int, Correspondent]:
    """The same for several, in two queries."""
    members = Member.objects.with_names(on).select_related("country").in_bulk(list(keys))
    contacts: dict[int, list[Contact]] = {key: [] for key in members}
    for contact in Contact.objects.in_office(on).filter(member__in=members).order_by("pk"):
        contacts[contact.member_id].append(contact)
    return {key: _of(member, contacts[key]) for key, member in members.items()}


def _of(member: Member, contacts: list[Contact]) -> Correspondent:
    by_role = {contact.role: contact for contact in reversed(contacts)}
    writes = by_role.get(Role.LIAISON) or by_role.get(Role.HEAD) or (contacts[0] if contacts else None)
    people = tuple(Person(one.role, one.name, one.title, one.email) for one in contacts)
    return Correspondent(
        member.kind,
        member.name_en,
        member.name_ko,
        member.country,
        writes.language if writes else "en",
        people,
    )
