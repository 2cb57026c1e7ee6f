"""What administrators do with endpoints and deliveries."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wego.acts import ActView, Done, add_refusal
from wego.admin import act_url
from wego.models import WebhookEndpoint
from wego.webhooks.endpoints import (
    add_endpoint,
    change_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    show_secret,
    unshown_secret,
)
from wego.webhooks.forms import EndpointForm, ReplayForm, ResumeForm, RotateForm
from wego.webhooks.repeating import replay_events, send_again, send_test_event
from wego.webhooks.types import words_of

MANAGES = "wego.manage_webhooks"


def moment(at) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def facts(endpoint: WebhookEndpoint) -> list[str]:
    return [
        _("Address: %s") % endpoint.url,
        _("Events: %s") % ", ".join(words_of(one) for one in endpoint.event_types),
        _("Mail about trouble goes to %(address)s (%(language)s).")
        % {"address": endpoint.contact_email, "language": endpoint.get_contact_language_display()},
    ]


class EndpointAct(ActView):
    permission = MANAGES


class ActiveAct(EndpointAct):
    """Possible while the endpoint is active."""

    form_class = forms.Form

    @classmethod
    def available(cls, obj) -> bool:
        return obj.active


class AddEndpoint(EndpointAct):
    list_of = WebhookEndpoint
    title = gettext_lazy("Add a webhook endpoint")
    explanation = gettext_lazy(
        "The partner gives the address. The secret that it needs to check our messages is shown once, after this."
    )
    form_class = EndpointForm

    def perform(self, form, *, by) -> Done:
        endpoint = add_endpoint(**form.cleaned_data, by=by)
        lines = [*facts(endpoint), _("The next page shows the secret, once.")]
        return Done(_("%s is told of events from now on.") % endpoint.partner, lines, act_url(endpoint, "show-secret"))


class ChangeEndpoint(EndpointAct):
    title = gettext_lazy("Change address or events")
    form_class = EndpointForm

    def get_form_kwargs(self):
        return {"instance": copy(self.object)}

    def perform(self, form, *, by) -> Done:
        return Done(
            _("The endpoint of %s is changed.") % self.object.partner,
            facts(change_endpoint(self.object, **form.cleaned_data, by=by)),
        )


class RotateSecret(EndpointAct):
    title = gettext_lazy("New secret")
    explanation = gettext_lazy("While both are valid every message carries a signature of each.")
    form_class = RotateForm

    def perform(self, form, *, by) -> Done:
        hours = form.cleaned_data["hours"]
        rotate_secret(self.object, hours=hours, by=by)
        lines = [
            ngettext(
                "The secret until now signs for %d more hour.", "The secret until now signs for %d more hours.", hours
            )
            % hours
            if hours
            else _("The secret until now is void at once."),
            _("A secret that was to end already is void at once."),
            _("The next page shows the new secret, once."),
        ]
        return Done(_("%s has a new secret.") % self.object.partner, lines, act_url(self.object, "show-secret"))


class ShowSecret(EndpointAct):
    """In one step: what is shown once has no preview."""

    title = gettext_lazy("Show the secret")
    explanation = gettext_lazy(
        "It is shown once. Hand it to the partner by a way that others do not read, never by plain mail."
    )
    button = gettext_lazy("Show it now")
    form_class = forms.Form
    template_name = "admin/webhooks/show_secret.html"

    @classmethod
    def available(cls, obj) -> bool:
        return unshown_secret(obj) is not None

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        form.is_valid()
        try:
            return self.render(self.template_name, form=form, secret=show_secret(self.object, by=request.user))
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.render(self.template_name, form=form)


class Pause(ActiveAct):
    title = gettext_lazy("Pause")

    def perform(self, form, *, by) -> Done:
        pause_endpoint(self.object, by=by)
        return Done(
            _("Nothing is sent to %s until you resume it.") % self.object.partner,
            [_("What waits stays, and what happens meanwhile is kept for 90 days.")],
        )


class Resume(EndpointAct):
    title = gettext_lazy("Resume")
    form_class = ResumeForm

    @classmethod
    def available(cls, obj) -> bool:
        return not obj.active

    def perform(self, form, *, by) -> Done:
        waiting = self.object.deliveries.waiting().count()
        missed = resume_endpoint(self.object, **form.cleaned_data, by=by)
        return Done(
            _("Events are sent to %s again.") % self.object.partner,
            [_("Events that wait: %d") % waiting, _("Events that it missed and that are sent now: %d") % missed],
        )


class SendTest(ActiveAct):
    title = gettext_lazy("Send a test event")

    def perform(self, form, *, by) -> Done:
        delivery = send_test_event(self.object, by=by)
        url = act_url(delivery, "change")
        return Done(
            _("A test event is on its way to %s.") % self.object.partner,
            [_("Address: %s") % self.object.url, _("The page that follows shows how it was answered; load it again.")],
            url,
        )


class Replay(ActiveAct):
    title = gettext_lazy("Send a time again")
    explanation = gettext_lazy(
        "All events of a time, in their order and under their old ids: those that arrived, too. Kept are 90 days."
    )
    form_class = ReplayForm

    def perform(self, form, *, by) -> Done:
        count = replay_events(self.object, **form.cleaned_data, by=by)
        words = {name: moment(at) for name, at in form.cleaned_data.items()}
        return Done(
            ngettext("%(count)d event is sent to %(partner)s.", "%(count)d events are sent to %(partner)s.", count)
            % {"count": count, "partner": self.object.partner},
            [_("Happened from %(since)s until %(until)s.") % words],
        )


class SendAgain(ActView):
    title = gettext_lazy("Send again")
    form_class = forms.Form
    permission = MANAGES

    @classmethod
    def available(cls, obj) -> bool:
        return obj.endpoint.active

    def perform(self, form, *, by) -> Done:
        delivery = send_again(self.object, by=by)
        return Done(
            _("The event is sent to %s again.") % delivery.endpoint,
            [
                _("Under its old id: %s") % delivery.event.webhook_id,
                _("State until now: %s") % self.object.get_state_display(),
            ],
        )


ENDPOINT_ACTS = {
    "show-secret": ShowSecret,
    "change-endpoint": ChangeEndpoint,
    "rotate-secret": RotateSecret,
    "pause": Pause,
    "resume": Resume,
    "send-test": SendTest,
    "replay": Replay,
}
