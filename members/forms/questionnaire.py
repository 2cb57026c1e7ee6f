"""What each kind of applicant is asked, in parts; how far a draft is; the application that its answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.forms import applying
from members.forms.asked import AnswerForm
from members.models import Application, ApplicationDraft, Attachment, Country, Kind

Purpose = Attachment.Purpose
NOTICE = "2026-11"
"""Version of the data protection notice that is shown (templates/members/apply/privacy.html)."""


@dataclass(frozen=True)
class Part:
    """A page of questions, or of files of one `purpose`."""

    name: str
    group: str | Promise
    form: type[AnswerForm] | None = None
    purpose: Purpose | None = None
    optional: bool = False
    title: str | Promise = ""
    lead: str | Promise = ""

    @property
    def heading(self) -> str | Promise:
        return self.title or self.form.title


ABOUT = {
    Kind.CITY: _("About your city"),
    Kind.INSTITUTION: _("About your institution"),
    Kind.COMPANY: _("About your company"),
}
PEOPLE = _("People")
DOCUMENTS = _("Documents")
LETTER = Part(
    "letter",
    DOCUMENTS,
    purpose=Purpose.LETTER,
    title=_("Signed official letter"),
    lead=_(
        "Signed by the head of the body, or in the head's name. The form with your answers can be printed and signed."
    ),
)
RESOLUTION = Part(
    "resolution",
    DOCUMENTS,
    purpose=Purpose.RESOLUTION,
    optional=True,
    title=_("Resolution of the council"),
    lead=_("Where your law asks for one. You can send it later."),
)
FOUNDING_ACT = Part(
    "founding-act",
    DOCUMENTS,
    purpose=Purpose.FOUNDING_ACT,
    title=_("Establishing act or statute"),
    lead=_("The law, act or statute by which the institution exists."),
)
REGISTRATION = Part(
    "registration",
    DOCUMENTS,
    purpose=Purpose.REGISTRATION,
    title=_("Certificate of registration"),
    lead=_("From the register of companies of the country of the seat."),
)
HEAD = Part("head", PEOPLE, applying.HeadForm)
POLITICAL = Part("political", PEOPLE, applying.PoliticalForm, optional=True)
LIAISON = Part("liaison", PEOPLE, applying.LiaisonForm)
BILLING = Part("billing", PEOPLE, applying.BillingForm)


def _about(kind: Kind, **forms) -> list[Part]:
    return [Part(name.replace("_", "-"), ABOUT[kind], form) for name, form in forms.items()]


PARTS: Mapping[str, tuple[Part, ...]] = {
    Kind.CITY: (
        *_about(Kind.CITY, name=applying.BodyForm, population=applying.GovernmentForm, interest=applying.InterestForm),
        *(HEAD, POLITICAL, LIAISON, BILLING, LETTER, RESOLUTION),
    ),
    Kind.INSTITUTION: (
        *_about(
            Kind.INSTITUTION,
            name=applying.BodyForm,
            institution=applying.InstitutionForm,
            interest=applying.InterestForm,
        ),
        *(HEAD, LIAISON, LETTER, FOUNDING_ACT),
    ),
    Kind.COMPANY: (
        *_about(
            Kind.COMPANY,
            name=applying.BodyForm,
            company=applying.CompanyForm,
            employees=applying.EmployeesForm,
            interest=applying.InterestForm,
        ),
        *(HEAD, LIAISON, BILLING, LETTER, REGISTRATION),
    ),
}

FORMS = {part.name: part.form for parts in PARTS.values() for part in parts if part.form}
"""By name: a page of the same name asks the same of every kind."""


class Questionnaire:
    """A draft with its parts. `form(part)` is bound to what was typed, or empty where nothing was."""

    def __init__(self, draft: ApplicationDraft):
        self.draft = draft
        self.parts = PARTS[draft.kind]

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)

    def after(self, part: Part) -> Part | None:
        """The next part of the same group; None at its end."""
        place = self.parts.index(part) + 1
        following = self.parts[place] if place < len(self.parts) else None
        return following if following and following.group == part.group else None

    def form(self, part: Part) -> AnswerForm:
        typed = self.draft.answers.get(part.name)
        return part.form() if typed is None else part.form(as_sent(typed))

    @cached_property
    def files(self) -> dict[str, list[Attachment]]:
        """By purpose, of all parts at once."""
        found: dict[str, list[Attachment]] = {}
        for attachment in self.draft.attachments.all():
            found.setdefault(attachment.purpose, []).append(attachment)
        return found

    @cached_property
    def forms(self) -> dict[str, AnswerForm]:
        return {part.name: self.form(part) for part in self.parts if part.form}

    def is_begun(self, part: Part) -> bool:
        if part.form:
            return any(self.draft.answers.get(part.name, {}).values())
        return bool(self.files.get(part.purpose))

    def is_finished(self, part: Part) -> bool:
        if part.form is None:
            return bool(self.files.get(part.purpose))
        return self.forms[part.name].is_bound and self.forms[part.name].is_valid() and self.is_begun(part)

    @cached_property
    def missing(self) -> list[Part]:
        """What has to be finished before the application can be sent."""
        return [part for part in self.parts if not self.is_finished(part) and (not part.optional or self._half(part))]

    def _half(self, part: Part) -> bool:
        """An optional part that was begun and is not in order."""
        return self.is_begun(part) and part.form is not None and not self.is_finished(part)

    @property
    def finished_count(self) -> int:
        return sum(self.is_finished(part) for part in self.parts)

    def application(self) -> Application:
        """An application of the answers so far, not saved; only what is in order stands in it."""
        application = Application(kind=self.draft.kind, language=self.draft.language, notice=NOTICE)
        for part in self.parts:
            form = self.forms.get(part.name)
            if form is not None and form.is_bound:
                form.is_valid()
                for name, value in form.cleaned_data.items():
                    setattr(application, name, value)
        if getattr(application, "billing_same", False):
            application.billing_name = application.liaison_name
            application.billing_email = application.liaison_email
        if application.population is None and application.employees is None:
            application.figure_year, application.figure_source = None, ""
        return application

    def country(self) -> Country | None:
        return self.forms["name"].cleaned_data.get("country") if self.forms["name"].is_bound else None


def as_sent(typed: Mapping) -> MultiValueDict:
    """Saved answers as a browser would send them again."""
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in typed.items()})


def as_typed(form: AnswerForm) -> dict:
    """What was typed into the fields of a form, to be saved."""
    several = {name for name, field in form.fields.items() if isinstance(field, forms.MultipleChoiceField)}
    return {name: form.data.getlist(name) if name in several else form.data.get(name, "") for name in form.fields}
