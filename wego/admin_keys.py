"""Keys of the API in the back office: given out, shown once, revoked."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from wego.acts import ActView, Done
from wego.admin import ActAdmin
from wego.api.keys import issue_key, revoke_key
from wego.api.scopes import SCOPES, scope_label
from wego.dates import today
from wego.models import ApiKey, User

A_YEAR = timedelta(days=365)


class KeyForm(forms.Form):
    partner = forms.CharField(
        label=gettext_lazy("Name of the partner"),
        max_length=120,
        help_text=gettext_lazy("Who uses the key, and for what: one key for each program."),
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it opens"), widget=forms.CheckboxSelectMultiple)
    user = forms.ModelChoiceField(
        label=gettext_lazy("Acts in the name of"),
        queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        required=False,
        help_text=gettext_lazy("Only for what is for staff. The key can do nothing that the person may not do."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for_staff = _("Only in the name of a person: %s")
        self.fields["scopes"].choices = [
            (name, for_staff % scope_label(name) if scope.of_staff else scope_label(name))
            for name, scope in SCOPES.items()
        ]


@method_decorator(never_cache, name="dispatch")
class IssueKey(ActView):
    """The page after the confirmation shows the key, and no page does again: no message, no session holds it."""

    list_of = ApiKey
    title = gettext_lazy("Give out an API key")
    explanation = gettext_lazy("The key is shown once, after you confirm. Have a safe way ready to pass it on.")
    form_class = KeyForm
    permission = "wego.add_apikey"

    def get_form_kwargs(self):
        return {"initial": {"expires_on": today() + A_YEAR}}

    def perform(self, form, *, by) -> Done:
        self.key, self.text = issue_key(**form.cleaned_data, by=by)
        lines = [scope_label(name) for name in self.key.scopes]
        if self.key.user:
            lines.append(_("It acts in the name of %s.") % self.key.user)
        lines.append(_("Last day: %s") % date_format(self.key.expires_on))
        return Done(_("A key for %s.") % self.key.partner, lines, reverse("admin:wego_apikey_changelist"))

    def confirm(self, form, page: str, digest: str) -> HttpResponse:
        answer = super().confirm(form, page, digest)
        if answer.status_code != 302:
            return answer
        return self.render("admin/api_key.html", form=form, key=self.key, text=self.text)


class RevokeKey(ActView):
    title = gettext_lazy("Revoke")
    explanation = gettext_lazy("From now on the key opens nothing. It cannot be made valid again.")
    form_class = forms.Form
    permission = "wego.change_apikey"

    @classmethod
    def available(cls, key) -> bool:
        return key.revoked_at is None

    def perform(self, form, *, by) -> Done:
        key = revoke_key(self.object, by=by)
        return Done(_("The key of %s is revoked.") % key, [_("What was done with it stays.")])


@admin.register(ApiKey)
class ApiKeyAdmin(ActAdmin):
    acts = {"revoke": RevokeKey}
    list_display = ["partner", "shown", "user", "expires_on", "state", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["expires_on"]
    search_fields = ["partner", "prefix", "user__username"]
    fields = [
        *("partner", "shown", "opened", "user", "expires_on", "state", "last_used_at"),
        *(("recorded_at", "recorded_by"), ("revoked_at", "revoked_by")),
    ]
    readonly_fields = [*fields[:-2], "recorded_at", "recorded_by", "revoked_at", "revoked_by"]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return IssueKey.as_view(admin_site=self.admin_site)(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("begins with"), ordering="prefix")
    def shown(self, key):
        return f"wego_{key.prefix}"

    @admin.display(description=gettext_lazy("what it opens"))
    def opened(self, key):
        return "; ".join(scope_label(name) for name in key.scopes)

    @admin.display(description=gettext_lazy("state"))
    def state(self, key):
        if key.revoked_at:
            return _("revoked")
        return _("valid") if key.is_usable else _("over")
