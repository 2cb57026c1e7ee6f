"""Columns and form fields that show a member by its name without a query for each row."""

from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from members.models import Member, MemberName, in_language


def member_link(member: Member) -> str:
    """The member's name as a link to its page."""
    return format_html('<a href="{}">{}</a>', reverse("admin:members_member_change", args=[member.pk]), member)


def names_at(path: str, prefix: str) -> dict:
    """Annotations `<prefix>_name_en`, `<prefix>_name_ko` and `<prefix>_number` of the member at `path`."""
    return {
        f"{prefix}_name_en": MemberName.official_name("en", path),
        f"{prefix}_name_ko": MemberName.official_name("ko", path),
        f"{prefix}_number": F(f"{path}__number"),
    }


def named(row, prefix: str) -> str:
    """Name and number that `names_at` put on the row, in the reader's language."""
    name = in_language(getattr(row, f"{prefix}_name_en"), getattr(row, f"{prefix}_name_ko"))
    return f"{name} ({getattr(row, f'{prefix}_number')})"


class MemberColumn:
    """For admins of rows that belong to a member: a `member_name` column, sortable, in the reader's language.

    `member_path` is the way from the row to its member.
    """

    member_path = "member"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(**names_at(self.member_path, "member"))

    @admin.display(description=_("member"), ordering="member_name_en")
    def member_name(self, row):
        return named(row, "member")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Member:
            kwargs.setdefault("queryset", Member.objects.visible_to(request.user).with_names())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
