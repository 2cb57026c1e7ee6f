"""Bases of the back office: what is read only, what is master data, and what is done by an act (A12)."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult
from simple_history.admin import SimpleHistoryAdmin

from wego.acts import ActView
from wego.exports import ExportAdmin
from wego.history import describe
from wego.models import SentMail
from wego.permissions import allows
from wego.visibility import VisibleRows, sees_every_row

PLAIN_FIELDS = {
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
}
"""The browser's own calendar, in Seoul's days whatever the clock of the reader's machine."""


class ReadOnly:
    """Looked at, never changed here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(VisibleRows, ReadOnly, admin.TabularInline):
    """Rows shown on the page of what they belong to; `fields` says which columns.

    Each row leads to its own page, where its acts are.
    """

    template = "admin/readonly_inline.html"
    extra = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request, obj=None):
        return self.fields


def reason_missing() -> ValidationError:
    return ValidationError(_("State the reason for the change. Nothing was saved."), code="no_reason")


class ReasonForm(forms.ModelForm):
    """Master data changes with a reason, which the history keeps."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=100,
        required=False,
        help_text=_("Needed for every change; kept in the history with your name."),
        widget=AdminTextInputWidget,
    )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.changed_facts and not cleaned.get("change_reason"):
            self.add_error("change_reason", reason_missing())
        return cleaned

    @property
    def changed_facts(self) -> set[str]:
        return set(self.changed_data) - {"change_reason"}


class ReasonFormSet(forms.BaseInlineFormSet):
    """Rows on the page of a master row change with the same reason."""

    def clean(self):
        super().clean()
        changed = any(form.has_changed() for form in self.forms)
        if self.instance.pk and changed and not self.data.get("change_reason", "").strip():
            raise reason_missing()


class ListAdmin(VisibleRows, ExportAdmin):
    """A list under the name of what it lists, which says so when it is empty. What is not seen is not found."""

    change_list_template = "admin/list.html"

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied  # before anybody learns whether there is such a row
        return super().history_view(request, object_id, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class ActAdmin(ListAdmin):
    """A model whose rows change by acts: each an ActView with a button on the row's page.

    `acts` maps the last part of the address to the view.
    """

    acts: dict[str, type[ActView]] = {}
    change_form_template = "admin/acts/change_form.html"

    def get_urls(self):
        opts = self.model._meta
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view.as_view(admin_site=self.admin_site, model=self.model)),
                name=f"{opts.app_label}_{opts.model_name}_{name}",
            )
            for name, view in self.all_acts.items()
        ]
        return own + super().get_urls()

    @property
    def all_acts(self) -> dict[str, type[ActView]]:
        """The acts of this admin, and those that other modules put on its page."""
        return self.acts | self.admin_site.acts[self.opts.label_lower]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        extra = {"acts": self.buttons(request, obj), **self.page_context(request, obj)} if obj else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def page_context(self, request, obj) -> dict:
        """What the page of a row shows beside its fields."""
        return {}

    def render_change_form(self, request, context, *args, **kwargs):
        context["has_history"] = isinstance(self, SimpleHistoryAdmin)
        context["more_errors"] = list(_inline_errors(context.get("inline_admin_formsets", [])))
        return super().render_change_form(request, context, *args, **kwargs)

    def buttons(self, request, obj) -> list[dict]:
        """The acts that are possible for this row and allowed to this person."""
        return [
            {"title": view.title, "url": act_url(obj, name)}
            for name, view in self.all_acts.items()
            if allows(request.user, view.permission) and view.available(obj)
        ]


def act_url(obj, act: str) -> str:
    """Where `act` is performed on the row."""
    opts = obj._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=[quote(obj.pk)])


def _inline_errors(formsets):
    """(id of the field, its label, what is wrong) for the rows that are edited with the page."""
    for inline in formsets:
        for error in inline.formset.non_form_errors():
            yield f"{inline.formset.prefix}-group", inline.opts.verbose_name_plural, error
        for form in inline.formset.forms:
            for error in form.non_field_errors():
                yield f"{inline.formset.prefix}-group", inline.opts.verbose_name, error
            for field in form:
                for error in field.errors:
                    yield field.auto_id, field.label, error


class MasterDataAdmin(ActAdmin, SimpleHistoryAdmin):
    """A model that is edited in place: every change has a reason, a person and a row of history."""

    form = ReasonForm
    formfield_overrides = PLAIN_FIELDS
    change_form_template = "admin/master_data_form.html"
    delete_confirmation_template = "admin/master_data_delete.html"

    def get_urls(self):
        opts = self.model._meta
        old_version = f"{opts.app_label}_{opts.model_name}_simple_history"  # the list says what changed; never back
        return [url for url in super().get_urls() if url.name != old_version]

    def get_fieldsets(self, request, obj=None):
        """The reason is asked once, at the end of the page."""
        fieldsets = super().get_fieldsets(request, obj)
        return [(name, {**opts, "fields": _without_reason(opts["fields"])}) for name, opts in fieldsets]

    def get_actions(self, request):
        """Rows are deleted one by one: each deletion has its reason."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def history_view(self, request, object_id, extra_context=None):
        """The history of a deleted row, whose member nobody can tell, is for those who see every row."""
        if not sees_every_row(self.model, request.user) and self.get_object(request, unquote(object_id)) is None:
            raise Http404 if self.has_view_or_change_permission(request) else PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def history_view_title(self, request, obj):
        return gettext("History: %s") % obj

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        describe(historical_records)

    def save_model(self, request, obj, form, change):
        if change and not form.changed_facts:
            return  # only rows on its page changed; they have their own history
        obj._change_reason = self.reason(form)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            row._change_reason = self.reason(form)
            row.save()
        for row in formset.deleted_objects:
            row._change_reason = self.reason(form)
            row.delete()
        formset.save_m2m()

    def delete_view(self, request, object_id, extra_context=None):
        silent = request.method == "POST" and not request.POST.get("change_reason", "").strip()
        if silent and self.has_delete_permission(request, self.get_object(request, unquote(object_id))):
            messages.error(request, _("State the reason. Nothing was deleted."))
            return HttpResponseRedirect(request.get_full_path())
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        obj._change_reason = request.POST["change_reason"].strip()[:100]
        super().delete_model(request, obj)

    @staticmethod
    def reason(form) -> str:
        return form.cleaned_data.get("change_reason") or ""


def _without_reason(fields):
    return [field for field in fields if field != "change_reason"]


class MasterDataInline(VisibleRows, admin.StackedInline):
    """Rows of master data on the page of what they belong to; labelled one by one, unlike a table."""

    extra = 0
    formset = ReasonFormSet
    formfield_overrides = PLAIN_FIELDS


@admin.register(SentMail)
class SentMailAdmin(ReadOnly, ListAdmin):
    list_display = ["sent_at", "to", "subject"]
    list_filter = ["sent_at"]
    search_fields = ["subject", "to", "body"]


# Importing the module above registered this model; from here on it can be exported like the others.
admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class JobAdmin(ListAdmin, DBTaskResultAdmin):
    list_display = ["task_path", "status", "enqueued_at", "started_at", "finished_at"]
    search_fields = ["task_path", "exception_class_path"]

    @admin.display(description=_("traceback"))
    def formatted_traceback(self, obj):
        return super().formatted_traceback(obj)

    @admin.display(description=_("run after"))
    def display_run_after(self, obj):
        return super().display_run_after(obj)


__all__ = ["ActAdmin", "ListAdmin", "MasterDataAdmin", "MasterDataInline", "ReadOnly", "ReadOnlyInline", "ReasonForm"]
