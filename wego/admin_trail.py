"""Audit trail and access log in the back office."""

import json
from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Count, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wego.access import entries_of_month, first_of_month, month_before, months_to_review, review_month
from wego.acts import ActView, Done
from wego.admin import ListAdmin, ReadOnly
from wego.dates import today
from wego.events import EVENTS, words_of
from wego.models import AccessEntry, AccessReview, AuditEntry

OFFICE_HOURS = range(7, 21)  # of the day in Seoul; work at other hours or at weekends is shown apart
WORKDAYS = range(1, 6)


class EventFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of the audit trail", "event")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        return sorted(EVENTS.items(), key=lambda one: str(one[1]))

    def queryset(self, request, queryset):
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, ListAdmin):
    list_display = ["number", "at", "words", "subject", "actor_name", "address"]
    list_filter = [EventFilter, "at"]
    search_fields = ["subject", "actor_name", "request_id"]
    search_help_text = _("Member number (“member 12”), document number, person or request.")
    fields = ["number", "at", "words", "subject", "actor_name", "address", "request_id", "told", "previous", "digest"]
    readonly_fields = fields

    @admin.display(description=pgettext_lazy("of the audit trail", "event"), ordering="event")
    def words(self, entry):
        return words_of(entry.event)

    @admin.display(description=_("facts"))
    def told(self, entry):
        return format_html("<pre>{}</pre>", json.dumps(entry.facts, indent=1, ensure_ascii=False, sort_keys=True))


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnly, ListAdmin):
    list_display = ["at", "person", "action", "what", "count", "purpose", "address"]
    list_filter = ["action", "what", "at"]
    list_select_related = ["person"]
    search_fields = ["person__username", "purpose", "what"]


@admin.register(AccessReview)
class AccessReviewAdmin(ReadOnly, ListAdmin):
    list_display = ["month", "entries", "note", "recorded_by", "recorded_at"]
    list_select_related = ["recorded_by"]
    search_fields = ["note", "recorded_by__username"]


class ReviewForm(forms.Form):
    month = forms.DateField(label=_("Month"), widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What you looked at and found"), widget=AdminTextareaWidget(attrs={"rows": 3}), max_length=2000
    )


@admin.site.register_page(
    "access-review/", name="access_review", title=_("Access log review"), permission="wego.review_access", order=70
)
class ReviewAccess(ActView):
    """A month of the access log on one page, and the note that it was looked through."""

    title = _("Access log review")
    explanation = _("Who looked at personal data in the month, who took it away and what for. Checked every month.")
    form_class = ReviewForm
    permission = "wego.review_access"
    template_name = "admin/access_review.html"

    def get_form_kwargs(self):
        return {"initial": {"month": self.month}}

    @property
    def month(self) -> date:
        """The month that is asked for; else the oldest that waits, else the last one."""
        asked = self.request.POST.get("month") or self.request.GET.get("month", "")
        try:
            return date.fromisoformat(f"{asked[:7]}-01")
        except ValueError:
            waiting = months_to_review()
            return waiting[0] if waiting else month_before(today())

    def extra_context(self, form):
        entries = entries_of_month(self.month)
        waiting = months_to_review()
        at_odd_hours = entries.annotate(hour=ExtractHour("at"), day=ExtractIsoWeekDay("at"))
        at_odd_hours = at_odd_hours.exclude(hour__in=OFFICE_HOURS, day__in=WORKDAYS)
        return {
            "month": self.month,
            "waiting": waiting,
            "is_over": self.month < first_of_month(today()),
            "review": AccessReview.objects.filter(month=self.month).select_related("recorded_by").first(),
            "people": _by_person(entries),
            "files": entries.exclude(purpose="").select_related("person").order_by("at"),
            "odd": at_odd_hours.values("person__username").annotate(times=Count("pk")).order_by("-times"),
        }

    def perform(self, form, *, by) -> Done:
        review = review_month(**form.cleaned_data, by=by)
        return Done(
            gettext("The access log of %s is reviewed.") % review,
            [gettext("Entries: %d") % review.entries, review.note],
            url=reverse("admin:access_review"),
        )


def _by_person(entries) -> list[dict]:
    counted = entries.values("person__username", "action").annotate(times=Count("pk"), rows=Sum("count"))
    rows = counted.order_by("person__username", "action")
    return [{**row, "action_words": AccessEntry.Action(row["action"]).label} for row in rows]
