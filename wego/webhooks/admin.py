"""Webhooks in the back office: endpoints with their acts, and how each delivery went."""

import json
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wego.admin import ActAdmin, ReadOnly, ReadOnlyInline
from wego.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from wego.permissions import allows
from wego.personal import PersonalExport
from wego.webhooks.acts import ENDPOINT_ACTS, MANAGES, AddEndpoint, SendAgain, moment
from wego.webhooks.types import EVENT_TYPES, TEST, words_of

admin.site.register_list("wego.webhookendpoint", title=_("Webhooks"), order=80)


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(PersonalExport, ReadOnly, ActAdmin):
    acts = ENDPOINT_ACTS
    list_display = ["partner", "host", "active", "disabled_at", "disabled_reason", "delivered_at"]
    list_filter = ["active", "disabled_reason"]
    search_fields = ["partner", "url", "key"]
    fields = [
        *("partner", "url", "told", "contact_email", "contact_language"),
        *("active", "active_since", "disabled_at", "disabled_reason"),
        *("delivered_at", "traffic", "own_secrets", "key", "recorded_at", "recorded_by"),
    ]
    readonly_fields = [
        "told",
        "traffic",
        "own_secrets",
        "active_since",
        "delivered_at",
        "key",
        "recorded_at",
        "recorded_by",
    ]

    def has_add_permission(self, request):
        return allows(request.user, MANAGES)

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return AddEndpoint.as_view(admin_site=self.admin_site)(request)

    @admin.display(description=_("host"), ordering="url")
    def host(self, endpoint):
        return urlsplit(endpoint.url).hostname

    @admin.display(description=_("events"))
    def told(self, endpoint):
        return ", ".join(words_of(one) for one in endpoint.event_types)

    @admin.display(description=_("deliveries"))
    def traffic(self, endpoint):
        """How many there are in each state, each a link to them."""
        url = reverse("admin:wego_webhookdelivery_changelist")
        states = WebhookDelivery.State
        counts = {state: endpoint.deliveries.filter(state=state).count() for state in states}
        return format_html_join(
            ", ",
            '<a href="{}?endpoint__id__exact={}&amp;state__exact={}">{}: {}</a>',
            ((url, endpoint.pk, state, states(state).label, count) for state, count in counts.items()),
        )

    @admin.display(description=_("secrets"))
    def own_secrets(self, endpoint):
        """When each was made and until when it is valid: never what it is."""
        return format_html_join("", "<p>{}</p>", ((_told_of(secret),) for secret in endpoint.secrets.all()))


def _told_of(secret) -> str:
    said = [gettext("made on %s") % moment(secret.created_at)]
    if secret.expires_at:
        said.append(gettext("valid until %s") % moment(secret.expires_at))
    if not secret.shown_at:
        said.append(gettext("not shown yet"))
    return ", ".join(said)


class AttemptInline(ReadOnlyInline):
    model = WebhookAttempt
    fields = ["at", "status", "error", "detail", "answer", "milliseconds"]
    show_change_link = False


class TypeFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of an event", "type")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        return [(name, name) for name in (*EVENT_TYPES, TEST)]

    def queryset(self, request, queryset):
        return queryset.filter(event__type=self.value()) if self.value() else queryset


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly, ActAdmin):
    acts = {"send-again": SendAgain}
    list_display = ["event_type", "state", "endpoint", "happened_at", "tries", "next", "ended_at", "about"]
    list_filter = ["state", TypeFilter, "endpoint"]
    list_select_related = ["event", "endpoint"]
    search_fields = ["about", "event__webhook_id", "endpoint__partner"]
    search_help_text = _("Public key of a member (mem_...), id of the message (msg_...) or partner.")
    fields = [
        *("event_type", "event_words", "about", "happened_at", "webhook_id", "endpoint"),
        *("state", "tries", "first_try_at", "next", "ended_at", "sent_body"),
    ]
    readonly_fields = fields
    inlines = [AttemptInline]

    @admin.display(description=pgettext_lazy("of an event", "type"), ordering="event__type")
    def event_type(self, delivery):
        return format_html('<code lang="en">{}</code>', delivery.event.type)

    @admin.display(description=pgettext_lazy("of an event", "what"))
    def event_words(self, delivery):
        return words_of(delivery.event.type)

    @admin.display(description=_("happened at"), ordering="event__created_at")
    def happened_at(self, delivery):
        return moment(delivery.event.created_at)

    @admin.display(description=_("message id"))
    def webhook_id(self, delivery):
        return delivery.event.webhook_id

    @admin.display(description=_("next try at"), ordering="next_try_at")
    def next(self, delivery):
        return moment(delivery.next_try_at) if delivery.state == WebhookDelivery.State.WAITING else "-"

    @admin.display(description=_("what is sent"))
    def sent_body(self, delivery):
        shown = json.dumps(json.loads(delivery.event.body), indent=1, ensure_ascii=False)
        return format_html("<pre>{}</pre>", shown)
