"""Lists and pages of personal data: each look is logged, and a file is taken away for a stated purpose only."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from wego.access import log_access
from wego.exports import ExportForm
from wego.models import AccessEntry

Action = AccessEntry.Action


class PersonalPages:
    """For the admin of rows whose pages show personal data; stands first among its bases."""

    def personal_keys(self, rows: Iterable) -> list[str]:
        """The personal data shown with the rows, as the access log names it: never by the name of a person."""
        return [f"{self.opts.model_name} {row.pk}" for row in rows]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        response = super().change_view(request, object_id, form_url, extra_context)
        return self._seen(request, response, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self._seen(request, super().history_view(request, object_id, extra_context), object_id)

    def _seen(self, request, response, object_id):
        if request.method == "GET" and response.status_code == 200:
            row = self.model(pk=self.opts.pk.to_python(unquote(object_id)))
            self.log_keys(request, Action.SEEN, self.personal_keys([row]))
        return response

    def log_keys(self, request, action: str, keys: list[str], purpose: str = "") -> None:
        if keys:
            log_access(request, action=action, what=self.opts.model_name, whose=keys, purpose=purpose)


class PurposeForm(ExportForm):
    """Asks what the file is for."""

    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("What the personal data is needed for; kept in the access log with your name."),
        widget=AdminTextInputWidget,
    )


class PersonalExport(PersonalPages):
    """For an ExportAdmin: its files hold personal data too."""

    export_form_class = PurposeForm

    def get_export_data(self, file_format, request, queryset, *, export_form=None, **kwargs):
        keys = self.personal_keys(queryset)
        self.log_keys(request, Action.EXPORTED, keys, purpose=export_form.cleaned_data["purpose"])
        return super().get_export_data(file_format, request, queryset, export_form=export_form, **kwargs)


class PersonalList(PersonalExport):
    """For an ExportAdmin whose list itself shows personal data."""

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "GET" and "cl" in shown:
            self.log_keys(request, Action.LISTED, self.personal_keys(shown["cl"].result_list))
        return response
