"""Into the online application: what it asks for, the address, the mailed link, what one has begun."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from members import jobs
from members.forms.door import AnotherForm, BeginForm, DoorForm
from members.forms.questionnaire import NOTICE
from members.models import Applicant, ApplicantLink, Application, ApplicationDraft, Kind, masked
from members.services.drafts import begin_draft
from members.services.links import open_link
from members.views.apply_base import (
    MAILS_FROM_CALLER,
    MAILS_TO_ADDRESS,
    WRITES,
    WRONG_LINKS,
    ApplyPage,
    language,
)
from members.views.passes import applicant_of, give_pass, take_pass
from wego import slots

KEPT_MAIL = "wego.mail.KeptMailBackend"


class Start(ApplyPage):
    """Who can apply, what is needed, how long it takes."""

    def get(self, request) -> HttpResponse:
        panels = slots.panels("apply_start")
        return self.show("start", applicant=applicant_of(request), panels=panels)


class Privacy(ApplyPage):
    def get(self, request) -> HttpResponse:
        return self.show("privacy", version=NOTICE)


class AskAddress(ApplyPage):
    """Asks for the address and sends mail to it. The answer is the same for every address, known or unknown."""

    template = ""
    form_class: type[DoorForm]

    def get(self, request) -> HttpResponse:
        return self.show(self.template, form=self.form_class(initial=self.initial()))

    def initial(self) -> dict:
        return {}

    def post(self, request) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(self.template, form=form)
        MAILS_FROM_CALLER.take(self.caller)
        MAILS_TO_ADDRESS.take(form.cleaned_data["email"])
        if not form.is_machine:
            self.send(**{name: value for name, value in form.cleaned_data.items() if name != "fax"})
        return HttpResponseRedirect(reverse("members:apply_mail_sent"))

    def send(self, **answers) -> None:
        raise NotImplementedError


class Begin(AskAddress):
    """The address of who begins an application."""

    template, form_class = "begin", BeginForm

    def initial(self) -> dict:
        kind = self.request.GET.get("kind")
        return {"kind": kind} if kind in Kind.values else {}

    def send(self, *, email: str, kind: str) -> None:
        jobs.mail_confirmation.enqueue(email, kind, language())


class AskReturn(AskAddress):
    """The address of who carries on, or looks how far the application is."""

    template, form_class = "return", DoorForm

    def send(self, *, email: str) -> None:
        jobs.mail_return.enqueue(email, language())


class MailSent(ApplyPage):
    """Says that mail is on its way, to whomever."""

    def get(self, request) -> HttpResponse:
        return self.show("mail_sent", kept=settings.EMAIL_BACKEND == KEPT_MAIL)


class OpenLink(ApplyPage):
    """From a mailed link. Opening it changes nothing, so whoever scans mail may; pressing the button uses it up."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # The address with its token goes nowhere. With "no-referrer" browsers would send "Origin: null" along with the
        # form, which the check against forged requests refuses.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request, token: str) -> HttpResponse:
        WRONG_LINKS.check(self.caller)
        link = ApplicantLink.objects.with_token(token)
        if link is None:
            WRONG_LINKS.take(self.caller)
            return self.show("wrong_link", status=404)
        if not link.is_openable:
            return self.show("spent_link", address=masked(link.email))
        return self.show("link", address=masked(link.email), known=bool(link.key))

    def post(self, request, token: str) -> HttpResponse:
        WRONG_LINKS.check(self.caller)
        link = ApplicantLink.objects.with_token(token)
        if link is None:
            WRONG_LINKS.take(self.caller)
            return self.show("wrong_link", status=404)
        if "again" in request.POST:
            return self.send_again(link)
        try:
            opened = open_link(token)
        except ValidationError:
            return self.show("spent_link", address=masked(link.email), status=409)
        give_pass(request, opened.applicant)
        return HttpResponseRedirect(self.where(opened.applicant, opened.kind, opened.key, opened.language))

    def send_again(self, link: ApplicantLink) -> HttpResponse:
        """A new link to where this one led, to the address to which this one was sent."""
        MAILS_FROM_CALLER.take(self.caller)
        MAILS_TO_ADDRESS.take(link.email)
        if link.kind:
            jobs.mail_confirmation.enqueue(link.email, link.kind, link.language)
        else:
            jobs.mail_return.enqueue(link.email, link.language, str(link.key or ""))
        return HttpResponseRedirect(reverse("members:apply_mail_sent"))

    def where(self, applicant: Applicant, kind: str, key: UUID | None, in_language: str) -> str:
        """Where the link leads: to its draft or application, to a new draft, or to all that the address has."""
        if key:
            return reverse("members:apply_hub", args=[key])
        if not kind or _all_of(applicant)[0] or _all_of(applicant)[1]:
            return reverse("members:apply_mine")
        draft = begin_draft(kind=kind, email=applicant.email, language=in_language)
        return reverse("members:apply_hub", args=[draft.key])


def _all_of(applicant: Applicant) -> tuple[list, list]:
    drafts = ApplicationDraft.objects.kept().of_applicant(applicant)
    return list(drafts), list(Application.objects.of_applicant(applicant))


class Mine(ApplyPage):
    """All drafts and applications of a confirmed address, and the way to begin another."""

    def get(self, request) -> HttpResponse:
        return self.list(AnotherForm())

    def post(self, request) -> HttpResponse:
        form, applicant = AnotherForm(request.POST), applicant_of(request)
        if applicant is None or applicant.only or not form.is_valid():
            return self.list(form)
        WRITES.take(applicant.email)
        try:
            draft = begin_draft(kind=form.cleaned_data["kind"], email=applicant.email, language=language())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.list(form)
        return HttpResponseRedirect(reverse("members:apply_hub", args=[draft.key]))

    def list(self, form) -> HttpResponse:
        applicant = applicant_of(self.request)
        if applicant is None:
            return self.show("closed", status=403)
        drafts, applications = _all_of(applicant)
        titles = [(draft, draft.answers.get("name", {}).get("name_en", "")) for draft in drafts]
        context = {"drafts": titles, "applications": applications, "may_begin": not applicant.only}
        return self.show("mine", form=form, address=masked(applicant.email), **context)


class Leave(ApplyPage):
    """The pass of this browser ends; what is saved stays."""

    def post(self, request) -> HttpResponse:
        take_pass(request)
        messages.info(request, _("You left the application. What you saved is kept: the link in your mail opens it."))
        return HttpResponseRedirect(reverse("members:apply"))
