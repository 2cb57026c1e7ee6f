"""Fee schedules: the list, the tables as tables, and the acts on a version (R14, R23)."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fees import forms
from fees.admin.what_if import WhatIfPage
from fees.models import FeeSchedule
from fees.rules import Tables
from fees.services.schedules import adopt_schedule, copy_schedule, lock_draft, write_tables
from fees.tables import changed_bounds, differences, matrix, scale
from fees.words import dollars
from members.models import SEES_ALL, Kind
from wego.acts import ActView, Done
from wego.admin import MasterDataAdmin, ReadOnly, act_url


class ScheduleAct(ActView):
    permission = "fees.change_feeschedule"

    def get_queryset(self):
        return FeeSchedule.objects.with_tables()


class DraftAct(ScheduleAct):
    """Possible while the schedule is a draft."""

    @classmethod
    def available(cls, obj) -> bool:
        return obj.is_draft


class Copy(ScheduleAct):
    title = gettext_lazy("Copy to a new draft")
    explanation = gettext_lazy("The copy has the same tables. Nothing follows from a draft until it is adopted.")
    form_class = forms.CopyForm
    permission = "fees.add_feeschedule"

    def perform(self, form, *, by) -> Done:
        draft = copy_schedule(self.object, **form.cleaned_data, by=by)
        return Done(
            _("New draft: %s.") % draft,
            [_("Tables as in %s") % self.object],
            reverse("admin:fees_feeschedule_change", args=[draft.pk]),
        )


class WriteTables(DraftAct):
    title = gettext_lazy("Change the tables")
    explanation = gettext_lazy(
        "Amounts in USD. A band begins at its lower bound and reaches up to the next one; the first begins at 0."
    )
    form_class = forms.TablesForm
    template_name = "admin/fees/tables_form.html"

    def get_form_kwargs(self):
        return {"tables": self.object.tables()}

    def perform(self, form, *, by) -> Done:
        lock_draft(self.object)  # first, so that what is compared is what will be replaced
        tables, before = form.cleaned_data["tables"], self.get_queryset().get(pk=self.object.pk).tables()
        changes = self.changes(before, tables)
        if not changes:
            raise ValidationError(_("This is what the draft has already."), code="no_change")
        write_tables(self.object, tables=tables, by=by, reason=form.cleaned_data["reason"])
        return Done(_("The tables of %s are changed.") % self.object, changes)

    def changes(self, before: Tables, after: Tables) -> list[str]:
        return differences(before, after)


class WriteBands(WriteTables):
    title = gettext_lazy("Add or remove bands")
    explanation = gettext_lazy(
        "A new band takes the amounts of the band in which it lay. Change them afterwards where they should differ."
    )
    form_class = forms.BandsForm
    template_name = ActView.template_name

    def changes(self, before: Tables, after: Tables) -> list[str]:
        return changed_bounds(before, after)


class Adopt(DraftAct):
    title = gettext_lazy("Adopt")
    explanation = gettext_lazy("After that the tables stand: another version is a copy with a later first dues year.")
    form_class = forms.AdoptForm

    def perform(self, form, *, by) -> Done:
        before = FeeSchedule.objects.in_force(self.object.first_dues_year)
        schedule = adopt_schedule(self.object, **form.cleaned_data, by=by)
        without = [str(kind.label) for kind, table in kinds(self.object.tables()) if table is None]
        lines = [
            _("In force for the dues year %d and after") % schedule.first_dues_year,
            _("In force for that year until now: %s") % (before or "-"),
            _("Decision: %s") % schedule.decision,
        ]
        if without:
            lines.append(_("Kinds without a table, which are not assessed: %s") % ", ".join(without))
        return Done(_("%s is adopted.") % schedule, lines)


def kinds(tables: Tables) -> list[tuple[Kind, object]]:
    """Each kind with its table; None where it has none."""
    own = {Kind.CITY: tables.city, Kind.COMPANY: tables.company}
    return [(kind, own.get(kind) or tables.flat.get(kind)) for kind in Kind]


@admin.register(FeeSchedule)
class FeeScheduleAdmin(ReadOnly, MasterDataAdmin):
    """Versions are written and adopted by acts only; the history says who did so and why."""

    change_form_template = "admin/fees/schedule.html"
    list_display = ["title", "first_dues_year", "state", "decision", "adopted_on", "used_since"]
    list_filter = ["state"]
    search_fields = ["title_en", "title_ko", "decision", "source"]
    fields = [
        ("title_en", "title_ko"),
        "first_dues_year",
        "state",
        "decision",
        "meeting",
        "adopted_on",
        "source",
        "used_since",
        ("recorded_at", "recorded_by"),
    ]
    acts = {"copy": Copy, "tables": WriteTables, "bands": WriteBands, "adopt": Adopt}

    def get_urls(self):
        view = self.admin_site.admin_view(WhatIfPage.as_view(admin_site=self.admin_site, model_admin=self))
        return [path("<path:object_id>/what-if/", view, name="fees_feeschedule_what_if"), *super().get_urls()]

    def buttons(self, request, obj) -> list[dict]:
        what_if = {"title": WhatIfPage.title, "url": act_url(obj, "what_if")}
        return [*super().buttons(request, obj), *([what_if] if request.user.has_perm(SEES_ALL) else [])]

    @admin.display(description=gettext_lazy("title"), ordering="title_en")
    def title(self, schedule):
        return str(schedule)

    def page_context(self, request, obj) -> dict:
        tables = obj.tables()
        return {
            "matrix": matrix(tables),
            "scale": scale(tables),
            "flat": [(Kind(kind).label, dollars(flat.amount)) for kind, flat in tables.flat.items()],
            "without": [kind.label for kind, table in kinds(tables) if table is None],
        }
