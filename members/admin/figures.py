from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members import words
from members.admin.columns import MemberColumn
from members.admin.imports import FigureImportAdmin
from members.models import MemberFigure
from wego.admin import ActAdmin, ReadOnly


@admin.register(MemberFigure)
class MemberFigureAdmin(MemberColumn, FigureImportAdmin, ReadOnly, ActAdmin):
    """Figures come by an act on a member or by a sheet and are never edited: a later one does not erase it (A6)."""

    list_display = ["member_name", "indicator", "persons", "reference_year", "quality", "concept", "source", "mark"]
    list_filter = ["indicator", "quality", "year_basis", "reference_year"]
    list_select_related = ["merge__duplicate"]
    search_fields = ["source", "member__names__text"]

    @admin.display(description=_("value (persons)"), ordering="value")
    def persons(self, figure):
        return words.persons(figure.value)

    @admin.display(description=_("mark"))
    def mark(self, figure):
        """Where a merge of records brought the figure, and whether it still counts."""
        if figure.merge is None:
            return "-"
        return _("merge undone") if figure.merge.undone_at else _("record no. %d") % figure.merge.duplicate.number
