"""Rows that not everybody with the right to their table may see (A15).

A table says so by its manager: `visible_to(user)`. The bases of the back office (wego/admin.py, wego/acts.py) ask it
for every list, page, act, file and choice, so no page has to remember it. What a person may not see is not found.
"""

from django.db import models


class VisibleQuerySet(models.QuerySet):
    """All rows for those who have the permission `sees_all`; for others what `own_of` leaves them: nothing."""

    sees_all = ""

    def visible_to(self, user) -> "VisibleQuerySet":
        return self if user.has_perm(self.sees_all) else self.own_of(user)

    def own_of(self, user) -> "VisibleQuerySet":
        return self.none()


def visible_rows(rows: models.QuerySet, user) -> models.QuerySet:
    """The rows that the person may see; of a table without `visible_to` all of them."""
    return rows.visible_to(user) if isinstance(rows, VisibleQuerySet) else rows


def sees_every_row(model: type[models.Model], user) -> bool:
    rows = model._default_manager.all()
    return not isinstance(rows, VisibleQuerySet) or user.has_perm(rows.sees_all)


class VisibleRows:
    """For admins and inlines: they show, change and export only what the person may see."""

    def get_queryset(self, request):
        return visible_rows(super().get_queryset(request), request.user)
