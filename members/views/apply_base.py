"""What the pages of the online application share: limits, the draft or application they are about, closed doors."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from members.forms.questionnaire import FORMS, Questionnaire, as_typed
from members.models import Application, ApplicationDraft
from members.views.passes import applicant_of, hold
from wego.limits import Limit, TooOftenError
from wego.requests import client_network

HOUR = timedelta(hours=1)
MAILS_TO_ADDRESS = Limit("applicant mail to an address", times=5, within=HOUR)
MAILS_FROM_CALLER = Limit("applicant mail asked for by a caller", times=30, within=HOUR)
WRONG_LINKS = Limit("wrong applicant links of a caller", times=10, within=HOUR)
WRITES = Limit("writes of an applicant", times=600, within=HOUR)
HOLDS = Limit("answers held for a caller", times=30, within=HOUR)
UPLOADS = Limit("uploads of an applicant", times=60, within=HOUR)


def language() -> str:
    """Of this page, as drafts and mail name it."""
    return "ko" if (get_language() or "").startswith("ko") else "en"


@method_decorator(never_cache, name="dispatch")
class ApplyPage(View):
    """A page of the online application. Who does something too often is told how long to wait."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except TooOftenError as refusal:
            minutes = -(-refusal.wait // 60)
            response = render(request, "members/apply/too_often.html", {"minutes": minutes}, status=429)
            response["Retry-After"] = str(refusal.wait)
            return response

    @property
    def caller(self) -> str:
        return client_network(self.request)

    def show(self, template: str, status: int = 200, **context) -> HttpResponse:
        return render(self.request, f"members/apply/{template}.html", context, status=status)


@method_decorator(never_cache, name="dispatch")  # the closed door too
class ApplicantPage(ApplyPage):
    """A page about what one applicant writes or sent. Without a pass for it the door is closed, and the answer is the
    same whether there is such a thing or not."""

    def dispatch(self, request, *args, **kwargs):
        self.key = kwargs["key"]
        self.applicant = applicant_of(request)
        self.draft = self.application = None
        if self.applicant:
            self.draft = ApplicationDraft.objects.kept().of_applicant(self.applicant).filter(key=self.key).first()
            found = Application.objects.of_applicant(self.applicant).select_related("country", "member")
            self.application = found.filter(key=self.key).first()
        if self.draft is None and self.application is None:
            return self.closed(request)
        return super().dispatch(request, *args, **kwargs)

    def closed(self, request) -> HttpResponse:
        """Says how to come in; what was typed meanwhile waits in the session of this browser."""
        kept = False
        try:
            if request.method == "POST" and (part := self.kwargs.get("part")):
                HOLDS.take(self.caller)
                kept = self._hold(request, part)
        except TooOftenError:
            kept = False
        return self.show("closed", status=403, kept=kept, key=self.key)

    def _hold(self, request, part: str) -> bool:
        form_class = FORMS.get(part)
        typed = as_typed(form_class(request.POST)) if form_class else {}
        if not any(typed.values()) or len(str(typed)) > 20_000:
            return False
        hold(request, self.key, part, typed)
        return True

    @property
    def hub_url(self) -> str:
        return reverse("members:apply_hub", args=[self.key])

    def hub(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.hub_url)

    def refuse(self, refusal: ValidationError) -> HttpResponseRedirect:
        """Back to the overview, with the service's words."""
        messages.error(self.request, " ".join(refusal.messages))
        return self.hub()


class DraftPage(ApplicantPage):
    """A page of what is not sent yet. What was sent meanwhile, here or elsewhere, leads to its status page."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return self.on_draft(self.look, *args, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        return self.on_draft(self.write, *args, **kwargs)

    def on_draft(self, handler, *args, **kwargs) -> HttpResponse:
        if self.draft is None:
            messages.info(self.request, _("This application was sent already."))
            return self.hub()
        self.questionnaire = Questionnaire(self.draft)
        if handler == self.write:
            WRITES.take(self.applicant.email)
        try:
            return handler(*args, **kwargs)
        except ValidationError as refusal:
            return self.refuse(refusal)

    def look(self, *args, **kwargs) -> HttpResponse:
        raise Http404

    def write(self, *args, **kwargs) -> HttpResponse:
        raise Http404
