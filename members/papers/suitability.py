"""What a suitability sheet (paper 4) knows of an applicant from the register: profile, likeness, history, documents.

No person is named: the sheet is kept for ever, contact persons are not.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.known_bodies import SAME, likely_applications, likely_members
from members.lifecycle import Status
from members.models import Application, ApplicationStep, City, Contact, Kind, Language, Member, MemberName, StatusChange
from members.papers.names import shown
from members.reports import name_of
from members.words import day, since

INSIDE, OUTSIDE = gettext_lazy("lies within"), gettext_lazy("has within it")

DOCUMENTS = {
    Kind.CITY: [gettext_lazy("Official letter"), gettext_lazy("Council resolution, where the city needs one")],
    Kind.INSTITUTION: [gettext_lazy("Official letter"), gettext_lazy("Establishing act or statute")],
    Kind.COMPANY: [gettext_lazy("Official letter"), gettext_lazy("Certificate of registration")],
}


@dataclass(frozen=True)
class Applicant:
    """Who is reviewed: an application, the member that came of it (or applies again), or both."""

    application: Application | None
    member: Member | None
    alike: list[Member]
    around: list[tuple[str, Member]]
    history: list[StatusChange]
    steps: list[ApplicationStep]
    waiting: list[Application]

    @classmethod
    def of_application(cls, application: Application) -> "Applicant":
        names = {application.name_en, application.name_ko}
        return cls._of(application, application.member_id, names)

    @classmethod
    def of_member(cls, member: Member) -> "Applicant":
        """An associate with its latest accepted application; there is none of the time before the register."""
        accepted = Application.objects.filter(member=member, state=Application.State.ACCEPTED)
        application = accepted.select_related("country__region").order_by("-accepted_on", "-pk").first()
        official = MemberName.objects.official().filter(member=member)
        names = {name.language: name.text for name in reversed(official.exclude(language=Language.LOCAL))}
        return cls._of(application, member.pk, set(names.values()))

    @classmethod
    def _of(cls, application: Application | None, key: int | None, names: set[str]) -> "Applicant":
        likest, around = likely_members(names, besides=key), _around(key) if key else {}
        named = Member.objects.with_names().with_status().select_related("country__region", *map(str, Kind.values))
        members = named.in_bulk({*likest, *around, *([key] if key else [])})
        for other, rank in likest.items():
            members[other].rank = rank
        return cls(
            application=application,
            member=members.get(key),
            alike=[members[other] for other in likest],
            around=[(words, members[other]) for other, words in around.items()],
            history=list(StatusChange.objects.history_of(members[key])) if key else [],
            steps=list(application.steps.all()) if application else [],
            waiting=likely_applications(application) if application else [],
        )

    @property
    def is_member(self) -> bool:
        """Whether the register knows it better than the application: it was accepted, or never applied by letter."""
        return self.application is None or self.application.state == Application.State.ACCEPTED

    @property
    def subject(self) -> Application | Member:
        return self.member if self.is_member else self.application

    def name(self) -> str:
        return name_of(self.subject)

    def profile(self) -> list[tuple[str, str]]:
        """Labels and values, without those that nobody stated."""
        subject = self.subject
        given = [
            (_("Name (English)"), subject.name_en),
            (_("Name (Korean)"), subject.name_ko),
            (_("Name (local language)"), shown(subject.name_local)),
            (_("Category"), capfirst(subject.get_kind_display())),
            (_("Country, region"), f"{subject.country}, {subject.country.region}"),
            *self._of_kind(),
            (_("Website"), subject.website),
            (_("Contacts on record"), ", ".join(self._roles())),
            *self._of_application(),
        ]
        return [(str(label), str(value)) for label, value in given if value]

    def _of_kind(self) -> list[tuple[str, str]]:
        facts = getattr(self.member, self.member.kind, None) if self.is_member else self.application
        return [
            (_("Level of government"), getattr(facts, "level", "")),
            (_("Capital"), _("yes") if getattr(facts, "capital", False) else ""),
            (_("Legal form"), getattr(facts, "legal_form", "")),
            (_("Parent body"), getattr(facts, "parent_body", "")),
            (_("Registration number"), getattr(facts, "registration_number", "")),
            (_("Business areas"), getattr(facts, "business_areas", "")),
        ]

    def _roles(self) -> list[str]:
        if self.is_member:
            known = set(self.member.contacts.values_list("role", flat=True))
        else:
            stated = {"head": "head_name", "liaison": "liaison_name", "billing": "billing_name"}
            known = {role for role, field in stated.items() if getattr(self.application, field)}
        return [str(role.label) for role in Contact.Role if role in known]

    def _of_application(self) -> list[tuple[str, str]]:
        application = self.application
        if application is None:
            return [(_("Associate member since"), since(self.member.since, self.member.ground))]
        return [
            (_("Application"), f"{application.number} ({application.get_state_display()})"),
            (_("Submitted, received, accepted"), " / ".join(map(day, self._days(application)))),
            (_("Document"), application.document),
        ]

    @staticmethod
    def _days(application: Application) -> list:
        return [application.submitted_on, application.received_on, application.accepted_on]

    def overlaps(self) -> list[str]:
        """Members whose territory includes this one or lies within it (R26); other open applications of its name."""
        said = [f"{label}: {_with_standing(member)}" for label, member in self.around]
        return said + [_("Open application of the same or a similar name: %s") % one for one in self.waiting]

    def likeness(self) -> list[list[str]]:
        """No., name, country, standing, how like: members under the same name or a similar one."""
        return [
            [
                *(str(member.number), name_of(member), str(member.country), _standing(member)),
                _("same name") if member.rank >= SAME else _("similar name"),
            ]
            for member in self.alike
        ]

    def past(self) -> list[str]:
        """The membership until now, row by row; of who applies for the first time nothing."""
        return [
            f"{since(row.effective_on, row.ground)}: {row.get_status_display()} ({row.get_ground_display()})"
            + (f", {row.reason}" if row.reason else "")
            for row in self.history
        ]

    def documents(self) -> list[str]:
        return [str(document) for document in DOCUMENTS[self.subject.kind]]

    def done(self) -> list[str]:
        """What was done with the application, with what lacked."""
        return [
            f"{day(step.done_on)}: {step.get_act_display()}" + (f" ({step.note})" if step.note else "")
            for step in self.steps
        ]


def _around(member: int) -> dict[int, str]:
    """The members whose territory includes this one's, or lies within it (R26), with which of both."""
    pairs = City.objects.filter(Q(member=member) | Q(lies_within=member), lies_within__isnull=False)
    return {
        outer if inner == member else inner: INSIDE if inner == member else OUTSIDE
        for inner, outer in pairs.order_by("member").values_list("member", "lies_within")
    }


def _standing(member: Member) -> str:
    return str(Status(member.status).label) if member.status else "-"


def _with_standing(member: Member) -> str:
    return f"{name_of(member)} ({member.number}), {_standing(member)}"
