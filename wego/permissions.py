"""Rights: asking for them, and reading them as sentences where they are given to a person or a role."""

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wego.roles import Role, role_description, role_label, role_name

Rights = str | tuple[str, ...]
"""One right ("members.view_member") or several, all of which are needed."""

ABOUT_ROWS = {
    "add": _("Can add %s"),
    "change": _("Can change %s"),
    "delete": _("Can delete %s"),
    "view": _("Can see %s"),
}
NOT_GIVEN = ("account", "admin", "contenttypes", "mfa", "sessions")
"""Apps without a page: a right to their tables means nothing."""


def allows(user, rights: Rights) -> bool:
    return user.has_perms([rights] if isinstance(rights, str) else rights)


def describe(permission: Permission) -> str:
    """The right as a sentence in the reader's language; Django keeps its name in English in the database."""
    action, _underscore, model_name = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if model and action in ABOUT_ROWS and model_name == model._meta.model_name:
        return str(ABOUT_ROWS[action]) % model._meta.verbose_name_plural
    return gettext(permission.name)


class DescribedPermissions:
    """For the admins of people and roles: what is given reads as it is meant. Rows of the history are seen with
    what they are the history of, so there is no right to them."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is Group:
            kwargs["widget"] = CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.related_model is Permission:
            own = field.queryset.exclude(content_type__model__startswith="historical")
            field.queryset = own.exclude(content_type__app_label__in=NOT_GIVEN).select_related("content_type")
            field.label_from_instance = describe
        if db_field.related_model is Group:
            field.label_from_instance, field.help_text = role_label, ""
        return field


class DescribedRoles:
    """For the admin of groups: the roles with what each is for. Their names stand in the program."""

    list_display = ["role", "for_what"]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "name"] if obj and obj.name in Role else fields

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self._is_own(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self._is_own(request.user, obj)

    @staticmethod
    def _is_own(user, role) -> bool:
        """Whether the person would change its own rights."""
        return role is not None and not user.is_superuser and user.groups.contains(role)

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return role_name(group.name)

    @admin.display(description=_("what it is for"))
    def for_what(self, group):
        return role_description(group.name) or "-"


class GuardedPeople:
    """For the admin of people. Nobody gives rights to himself or herself; who does not have all rights can neither
    give all nor change a person who has them (a new password or address would be a way to become that person)."""

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return fields
        own = ["groups", "user_permissions"] if obj == request.user else []
        return [*fields, "is_superuser", *own]

    def has_change_permission(self, request, obj=None):
        guarded = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not guarded
