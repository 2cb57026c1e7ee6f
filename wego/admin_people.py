"""People and roles in the back office: who signs in, and what each may do."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wego.accounts.links import VALID_FOR
from wego.accounts.people import invite_colleague, reset_second_factor, send_link_again
from wego.accounts.rights import record_person, record_rights, rights_of_person, rights_of_role
from wego.accounts.second_factor import about, has_factor
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ListAdmin
from wego.models import User
from wego.permissions import DescribedPermissions, DescribedRoles, GuardedPeople
from wego.roles import Role, role_label, role_name

# Django's and allauth's own pages: of the first we make ours, of the others nothing is to be seen or typed here.
admin.site.unregister([Group, EmailAddress, Authenticator])


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group):
        return role_label(group)


class ColleagueForm(forms.ModelForm):
    roles = RolesField(label=gettext_lazy("Roles"), queryset=Group.objects.order_by("name"))
    username = forms.CharField(
        label=gettext_lazy("User name"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Left empty, it is the part of the e-mail address before the @."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True


@admin.site.register_page(
    "add-colleague/",
    name="add_colleague",
    title=gettext_lazy("Add a colleague"),
    permission="wego.add_user",
    order=200,
)
class AddColleague(ActView):
    """One form and a mailed link: the colleague sets a password and, at the first sign-in, a second factor."""

    list_of = User
    title = gettext_lazy("Add a colleague")
    explanation = gettext_lazy(
        "They get a mail with a link to set a password, and set up a second factor when they first sign in."
    )
    form_class = ColleagueForm
    permission = "wego.add_user"
    fieldsets = [("", ["first_name", "last_name", "email", "language", "roles", "username"])]

    def perform(self, form, *, by) -> Done:
        user = invite_colleague(**form.cleaned_data, by=by)
        lines = [
            _("User name: %s") % user.get_username(),
            _("Roles: %s") % ", ".join(role_name(role.name) for role in form.cleaned_data["roles"]),
            _("A link to set a password goes to %(address)s. It is valid for %(days)d days.")
            % {"address": user.email, "days": VALID_FOR},
        ]
        url = reverse("admin:wego_user_change", args=[user.pk]) if by.has_perm("wego.view_user") else ""
        return Done(_("Colleague: %s.") % user.get_full_name(), lines, url)

    def get_form(self, data=None):
        return self.form_class(data, initial={"language": "en"})


class SendLink(ActView):
    title = gettext_lazy("Send a link to set a password")
    form_class = forms.Form
    permission = "wego.change_user"

    @classmethod
    def available(cls, user) -> bool:
        return user.is_active and bool(user.email)

    def perform(self, form, *, by) -> Done:
        send_link_again(self.object, by=by)
        line = _("It is valid for %d days; the present password, if there is one, until then stays valid.") % VALID_FOR
        return Done(_("A link goes to %s.") % self.object.email, [line])


class ResetSecondFactor(ActView):
    title = gettext_lazy("Reset the second factor")
    explanation = gettext_lazy(
        "For somebody who lost the phone or key and all recovery codes. Make sure that it is this person who asks."
    )
    form_class = forms.Form
    permission = "wego.change_user"

    @classmethod
    def available(cls, user) -> bool:
        return has_factor(user)

    def perform(self, form, *, by) -> Done:
        kinds = reset_second_factor(self.object, by=by)
        lines = [
            _("Second factors that are removed, recovery codes included: %d.") % len(kinds),
            _("All sessions of this person end. At the next sign-in they set up a new second factor."),
        ]
        return Done(_("The second factor of %s is reset.") % self.object, lines)


class PersonForm(UserChangeForm):
    password = None  # shown to nobody, set by its owner


@admin.register(User)
class WegoUserAdmin(GuardedPeople, DescribedPermissions, ActAdmin, UserAdmin):
    """People who sign in. Who left is made inactive: what they recorded keeps their name."""

    form = PersonForm
    acts = {"send-link": SendLink, "reset-second-factor": ResetSecondFactor}
    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
    fieldsets = [
        (None, {"fields": ["username"]}),
        *UserAdmin.fieldsets[1:2],
        (gettext_lazy("Language"), {"fields": ["language"]}),
        *UserAdmin.fieldsets[2:],
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_urls(self):
        """Nobody sets the password of somebody else."""
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return AddColleague.as_view(admin_site=self.admin_site)(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        form.rights_before = rights_of_person(obj.pk)
        super().save_model(request, obj, form, change)
        record_person(obj, form.changed_data, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        record_rights(about(user), before=form.rights_before, after=rights_of_person(user.pk), by=request.user)


@admin.register(Group)
class WegoGroupAdmin(DescribedRoles, DescribedPermissions, ListAdmin, GroupAdmin):
    def has_delete_permission(self, request, obj=None):
        """The roles of the project stay: what an upgrade grants goes to them by name."""
        return super().has_delete_permission(request, obj) and not (obj and obj.name in Role)

    def save_model(self, request, obj, form, change):
        form.rights_before = rights_of_role(obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        role = form.instance
        record_rights(f"role {role.name}", before=form.rights_before, after=rights_of_role(role.pk), by=request.user)

    @transaction.atomic
    def delete_model(self, request, obj):
        before = rights_of_role(obj.pk)
        super().delete_model(request, obj)
        record_rights(f"role {obj.name}", before=before, after=set(), by=request.user)

    def delete_queryset(self, request, queryset):
        for role in queryset:
            self.delete_model(request, role)
