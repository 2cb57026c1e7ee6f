"""Rights as people read them where they are given to a user or a group."""

from django.contrib.auth.models import Permission
from django.utils.translation import gettext, pgettext


def describe(permission: Permission) -> str:
    """The right in the reader's language; Django keeps its name in English in the database."""
    kind = permission.content_type
    plain = {
        f"add_{kind.model}": pgettext("right", "add"),
        f"change_{kind.model}": pgettext("right", "change"),
        f"delete_{kind.model}": pgettext("right", "delete"),
        f"view_{kind.model}": pgettext("right", "view"),
    }
    return f"{kind} | {plain.get(permission.codename) or gettext(permission.name)}"


class DescribedPermissions:
    """For the admins of users and groups. Rows of the history are seen with what they are the history of,
    so there is no right to them."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.related_model is Permission:
            own = field.queryset.exclude(content_type__model__startswith="historical")
            field.queryset, field.label_from_instance = own.select_related("content_type"), describe
        return field
