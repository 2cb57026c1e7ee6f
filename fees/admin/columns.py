"""Lists of rows that belong to a member."""

from django.utils.translation import gettext_lazy as _

from members.admin.columns import MemberColumn
from members.search import find_members


class MemberSearch(MemberColumn):
    """A `member_name` column, and a search by any spelling of the name or by the member number (R27).

    `search_fields` turns the search box on; the search itself is members.search.
    """

    search_fields = ["pk"]
    search_help_text = _("Any spelling in any script, or a member number.")

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        found = find_members(search_term).order_by().values("pk")
        return queryset.filter(**{f"{self.member_path}__in": found}), False
